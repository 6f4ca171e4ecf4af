package dev.candor.probe.net;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// From host names to addresses, fresh each time. `InetAddress.getByName` is never used for it: a few hundred
/// look-ups against a dead server would stop every virtual thread of the process.
@FunctionalInterface
public interface Resolver {
    /// Addresses of a name that is no literal (see `HostText`). Blocks until `deadline` at most.
    Resolution resolve(String name, IpVersion version, Deadline deadline);

    /// The addresses of a host that needs no server: literals, `localhost` and names below it (RFC 6761, section
    /// 6.3).
    /// Null when a server must be asked.
    static @Nullable Resolution withoutServer(HostText host, IpVersion version) {
        return switch (host) {
            case HostText.Literal(InetAddress address) ->
                fits(address, version)
                        ? new Resolution.Found(List.of(address))
                        : new Resolution.NoSuchName(address.getHostAddress() + " is not of the asked IP version", true);
            case HostText.Name(String name)
            when name.equals("localhost") || name.endsWith(".localhost") ->
                new Resolution.Found(List.of(
                        version == IpVersion.V6
                                ? AddressText.v6("::1").orElseThrow()
                                : AddressText.v4("127.0.0.1").orElseThrow()));
            case HostText.Name _ -> null;
            case HostText.Odd(String why) -> new Resolution.NoSuchName(why, false);
        };
    }

    private static boolean fits(InetAddress address, IpVersion version) {
        return switch (version) {
            case ANY -> true;
            case V4 -> address instanceof Inet4Address;
            case V6 -> !(address instanceof Inet4Address);
        };
    }
}
