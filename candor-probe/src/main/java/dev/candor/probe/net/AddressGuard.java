package dev.candor.probe.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Says which addresses may be connected to. It is asked about the very address that is then connected to, again on
/// each redirect and each asset.
/// Public addresses are open. Private ranges are open where the operator allows them. Loopback, link-local, multicast
/// and reserved addresses are open only to an entry that names such a range *and* ports; addresses that hand out
/// credentials only to an entry with exactly that address and one port. So `0.0.0.0/0` never opens this machine.
/// @param allowed from the operator's configuration only, never from the API
/// @param own our own endpoints (database, peers): refused whatever is allowed
public record AddressGuard(List<Allowed> allowed, List<InetSocketAddress> own) {
    private static final Set<String> METADATA_NAMES =
            Set.of("metadata.google.internal", "metadata.goog", "metadata", "instance-data");

    public AddressGuard {
        allowed = List.copyOf(allowed);
        own = List.copyOf(own);
    }

    /// One entry of `network.allow`.
    /// @param fromPort 1, or the first allowed port
    /// @param toPort 65535, or the last allowed port
    /// @param portsNamed whether the operator wrote ports
    public record Allowed(Network network, int fromPort, int toPort, boolean portsNamed) {
        boolean covers(InetAddress address, int port) {
            return port >= fromPort && port <= toPort && network.contains(address);
        }

        boolean isExact() {
            return portsNamed
                    && fromPort == toPort
                    && network.prefix() == network.base().getAddress().length * 8;
        }
    }

    /// The strictest one: public addresses only.
    public static AddressGuard publicOnly() {
        return new AddressGuard(List.of(), List.of());
    }

    /// Reads `network.allow`: `10.0.0.0/8`, `127.0.0.0/8:8000-9000`, `10.1.2.3:5432`, `[fd00::]/8:443`, `fd00::/8`.
    /// @throws IllegalArgumentException naming the entry and what is wrong with it, also when it would open nothing
    public static AddressGuard allowing(List<String> entries) {
        return new AddressGuard(entries.stream().map(AddressGuard::entry).toList(), List.of());
    }

    /// The same, but never to these endpoints.
    public AddressGuard refusing(List<InetSocketAddress> endpoints) {
        return new AddressGuard(allowed, endpoints);
    }

    /// Empty when the address may be connected to; otherwise why not, for the operator.
    public Optional<String> refusal(InetAddress address, int port) {
        String where = address.getHostAddress() + " port " + port;
        if (port < 1 || port > 65535) {
            return Optional.of("there is no port " + port);
        }
        if (isOwn(address, port)) {
            return Optional.of(where + " belongs to this installation itself");
        }
        AddressZone zone = AddressZone.of(address);
        if (zone == AddressZone.PUBLIC) {
            return Optional.empty();
        }
        for (Allowed entry : allowed) {
            if (entry.covers(address, port) && opens(entry, zone)) {
                return Optional.empty();
            }
        }
        return Optional.of(
                switch (zone) {
                    case METADATA ->
                        where + " hands out machine credentials; only network.allow with exactly "
                                + exact(address, port) + " opens it";
                    case NEVER ->
                        where + " is this machine, this link or reserved; network.allow opens it only with a range of"
                                + " that kind and ports, such as " + exact(address, port);
                    default -> where + " is a private address; network.allow does not list it";
                });
    }

    /// Empty when the name may be looked up at all.
    public Optional<String> refusal(String name) {
        return METADATA_NAMES.contains(name.toLowerCase(Locale.ROOT))
                ? Optional.of(name + " hands out machine credentials")
                : Optional.empty();
    }

    private static boolean opens(Allowed entry, AddressZone zone) {
        return switch (zone) {
            case PUBLIC, PRIVATE -> true;
            case NEVER -> entry.isExact() || entry.portsNamed && AddressZone.namesOnlyNever(entry.network);
            case METADATA -> entry.isExact();
        };
    }

    private boolean isOwn(InetAddress address, int port) {
        for (InetSocketAddress endpoint : own) {
            if (endpoint.getPort() == port
                    && (address.equals(endpoint.getAddress())
                            || address.isLoopbackAddress()
                                    && endpoint.getAddress() != null
                                    && (endpoint.getAddress().isLoopbackAddress()
                                            || endpoint.getAddress().isAnyLocalAddress()))) {
                return true;
            }
        }
        return false;
    }

    private static String exact(InetAddress address, int port) {
        String text = address.getHostAddress();
        return (text.indexOf(':') >= 0 ? "[" + text + "]" : text) + ":" + port;
    }

    private static Allowed entry(String text) {
        try {
            String range = text.strip();
            String ports = "";
            int close = range.indexOf(']');
            int colon = range.startsWith("[") ? range.indexOf(':', close + 1) : range.lastIndexOf(':');
            boolean v6WithoutBrackets = !range.startsWith("[") && range.indexOf(':') != range.lastIndexOf(':');
            if (colon > 0 && !v6WithoutBrackets) {
                ports = range.substring(colon + 1);
                range = range.substring(0, colon);
            }
            if (range.startsWith("[") && close > 0) {
                range = range.substring(1, close) + range.substring(close + 1);
            }
            if (ports.isEmpty() && colon > 0 && !v6WithoutBrackets) {
                throw new IllegalArgumentException("a port must follow the colon");
            }
            Network network = Network.parse(range);
            if (ports.isEmpty()) {
                return opening(new Allowed(network, 1, 65535, false));
            }
            int dash = ports.indexOf('-');
            int from = port(dash < 0 ? ports : ports.substring(0, dash));
            int to = dash < 0 ? from : port(ports.substring(dash + 1));
            if (to < from) {
                throw new IllegalArgumentException("the last port is smaller than the first");
            }
            return opening(new Allowed(network, from, to, true));
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("network.allow: '" + text + "': " + wrong.getMessage(), wrong);
        }
    }

    /// An entry that opens nothing is a mistake: whoever wrote it believes that it does.
    private static Allowed opening(Allowed entry) {
        boolean one = entry.network().prefix() == entry.network().base().getAddress().length * 8;
        if (one && AddressZone.of(entry.network().base()) == AddressZone.METADATA && !entry.isExact()) {
            throw new IllegalArgumentException(
                    "opens nothing: an address that hands out credentials needs exactly one port, such as "
                            + exact(entry.network().base(), 80));
        }
        if (AddressZone.namesOnlyNever(entry.network()) && !opens(entry, AddressZone.NEVER)) {
            throw new IllegalArgumentException(
                    "opens nothing: this machine, this link and reserved addresses need ports, such as "
                            + text(entry.network()) + ":8000-9000");
        }
        return entry;
    }

    private static String text(Network network) {
        String address = network.base().getHostAddress();
        return (address.indexOf(':') >= 0 ? "[" + address + "]" : address) + "/" + network.prefix();
    }

    private static int port(String text) {
        boolean digits = !text.isEmpty() && text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        int port = digits ? Integer.parseInt(text) : 0;
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("'" + text + "' is not a port from 1 to 65535");
        }
        return port;
    }
}
