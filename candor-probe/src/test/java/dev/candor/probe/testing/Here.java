package dev.candor.probe.testing;

import dev.candor.base.ids.Randomness;
import dev.candor.base.time.SystemTime;
import dev.candor.probe.Prober;
import dev.candor.probe.http.GuardedHttp;
import dev.candor.probe.net.AddressGuard;
import dev.candor.probe.net.Resolution;
import dev.candor.probe.net.Resolver;
import java.util.List;

/// Probers for tests: they may connect to loopback and nowhere else.
public final class Here {
    public static final AddressGuard LOOPBACK = AddressGuard.allowing(List.of("127.0.0.0/8:1-65535", "[::1]:1-65535"));
    public static final Resolver NO_NAMES =
            (name, _, _) -> new Resolution.NoSuchName("there is no such name: " + name, false);

    private Here() {}

    public static Prober prober() {
        return prober(NO_NAMES);
    }

    public static Prober prober(Resolver resolver) {
        return prober(resolver, LOOPBACK);
    }

    public static Prober prober(Resolver resolver, AddressGuard guard) {
        return new Prober(
                SystemTime.wall(), SystemTime.elapsed(), SystemTime.sleeper(), Randomness.secure(), resolver, guard);
    }

    public static GuardedHttp http() {
        return new GuardedHttp(SystemTime.wall(), SystemTime.elapsed(), NO_NAMES, LOOPBACK);
    }
}
