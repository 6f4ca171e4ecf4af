package dev.candor.probe.http;

import dev.candor.probe.Reason;
import dev.candor.probe.net.AddressGuard;
import dev.candor.probe.net.Deadline;
import dev.candor.probe.net.HostText;
import dev.candor.probe.net.IpVersion;
import dev.candor.probe.net.Resolution;
import dev.candor.probe.net.Resolver;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// From a host to an address that may be connected to: looked up, and every address guarded.
final class Addresses {
    private static final Duration LOOK_BEHIND_PROXY = Duration.ofSeconds(1);

    /// Endings of names that exist only inside (RFC 6761, RFC 6762, RFC 8375, ICANN's `internal`, and habit).
    private static final List<String> INSIDE = List.of(
            ".internal", ".local", ".localdomain", ".lan", ".home", ".corp", ".private", ".intranet", ".home.arpa");

    private final Resolver resolver;
    private final AddressGuard guard;

    Addresses(Resolver resolver, AddressGuard guard) {
        this.resolver = resolver;
        this.guard = guard;
    }

    InetAddress guarded(HostText host, String hostName, int port, IpVersion version, Deadline deadline)
            throws ExchangeFailure {
        checkName(hostName);
        List<InetAddress> addresses = switch (look(host, hostName, version, deadline)) {
            case Resolution.Found(List<InetAddress> found) -> found;
            case Resolution.NoSuchName(String detail, boolean _) -> throw ExchangeFailure.of(Reason.DNS_NAME, detail);
            case Resolution.TargetSilent(String detail) -> throw ExchangeFailure.of(Reason.DNS_TIMEOUT, detail);
            case Resolution.Unavailable(String why) -> throw ExchangeFailure.notRun(why);
        };
        checkAll(addresses, host, hostName, port);
        if (addresses.isEmpty()) {
            throw ExchangeFailure.of(Reason.DNS_NAME, hostName + " has no address");
        }
        return addresses.getFirst();
    }

    /// A proxy looks up the target's name, and where that leads is not seen from here. So literal addresses are
    /// guarded as ever; a name that is known here too must not lead to a forbidden address; and a name that looks
    /// internal must be known here, or else nobody could say where it leads.
    void checkBehindProxy(Target target, Deadline deadline) throws ExchangeFailure {
        checkName(target.hostName());
        Resolution seen = look(target.host(), target.hostName(), IpVersion.ANY, deadline.within(LOOK_BEHIND_PROXY));
        if (seen instanceof Resolution.Found(List<InetAddress> addresses)) {
            checkAll(addresses, target.host(), target.hostName(), target.port());
        } else if (looksInternal(target.hostName())) {
            throw ExchangeFailure.of(
                    Reason.FORBIDDEN_ADDRESS,
                    target.hostName()
                            + " is an internal name that cannot be looked up here: a proxy is not asked for it");
        }
    }

    private static boolean looksInternal(String name) {
        return name.indexOf('.') < 0 || INSIDE.stream().anyMatch(name::endsWith);
    }

    private Resolution look(HostText host, String hostName, IpVersion version, Deadline deadline) {
        Resolution known = Resolver.withoutServer(host, version);
        return known != null ? known : resolver.resolve(hostName, version, deadline);
    }

    private void checkName(String hostName) throws ExchangeFailure {
        Optional<String> refusedName = guard.refusal(hostName);
        if (refusedName.isPresent()) {
            throw ExchangeFailure.of(Reason.FORBIDDEN_ADDRESS, refusedName.get());
        }
    }

    /// One bad address among good ones is how a name is turned against us: all must be clean.
    private void checkAll(List<InetAddress> addresses, HostText host, String hostName, int port)
            throws ExchangeFailure {
        for (InetAddress address : addresses) {
            Optional<String> refusal = guard.refusal(address, port);
            if (refusal.isPresent()) {
                String via =
                        host instanceof HostText.Literal ? "" : hostName + " leads to a place we must not connect to: ";
                throw ExchangeFailure.of(Reason.FORBIDDEN_ADDRESS, via + refusal.get());
            }
        }
    }
}
