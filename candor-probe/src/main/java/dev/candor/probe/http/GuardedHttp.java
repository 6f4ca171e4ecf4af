package dev.candor.probe.http;

import dev.candor.base.time.Elapsed;
import dev.candor.probe.net.AddressGuard;
import dev.candor.probe.net.Deadline;
import dev.candor.probe.net.Resolver;
import dev.candor.probe.net.Watchdog;
import java.time.Duration;
import java.time.InstantSource;

/// HTTP/1.1 to places other people name: each connection is fresh and goes only where the guard allows, everything ends
/// by one deadline, every size has a limit. Blocking; call it on a virtual thread. Never throws for what a server does.
public final class GuardedHttp implements AutoCloseable {
    private final Elapsed elapsed;
    private final Watchdog watchdog = new Watchdog();
    private final Dialer dialer;

    public GuardedHttp(InstantSource clock, Elapsed elapsed, Resolver resolver, AddressGuard guard) {
        this.elapsed = elapsed;
        this.dialer = new Dialer(clock, resolver, guard, watchdog);
    }

    /// Sends one request over a fresh connection and follows redirects as the request says.
    public GuardedResponse send(HttpRequestSpec request) {
        return new Exchange(dialer, elapsed, Deadline.in(request.timeout(), elapsed), null).run(request);
    }

    /// Connections kept and used again until the session is closed; all of it ends by one deadline.
    public HttpSession session(Duration timeout) {
        return new HttpSession(dialer, elapsed, Deadline.in(timeout, elapsed));
    }

    @Override
    public void close() {
        watchdog.close();
    }
}
