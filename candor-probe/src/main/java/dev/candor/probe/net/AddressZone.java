package dev.candor.probe.net;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What kind of address this is, by our own byte checks: the predicates of `InetAddress` miss fc00::/7, 100.64/10,
/// 198.18/15, 240/4, `::127.0.0.1`, NAT64 and 6to4.
enum AddressZone {
    /// The open internet.
    PUBLIC,
    /// Somebody's inside, or set aside by the registries (RFC 6890).
    PRIVATE,
    /// This machine, this link, many machines at once, or nobody.
    NEVER,
    /// Hands out a machine's credentials to whoever asks from it.
    METADATA;

    private static final List<Network> METADATA_HOSTS = networks(
            "169.254.169.254", "169.254.170.2", "168.63.129.16", "100.100.100.200", "192.0.0.192", "fd00:ec2::254");
    private static final List<Network> NEVER_NETWORKS = networks(
            "0.0.0.0/8",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "224.0.0.0/4",
            "240.0.0.0/4",
            "::",
            "::1",
            "fe80::/10",
            "ff00::/8");
    private static final List<Network> PRIVATE_NETWORKS = networks(
            "10.0.0.0/8",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "100.64.0.0/10",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "::/96",
            "0:0:0:0:ffff:0:0:0/96",
            "64:ff9b::/96",
            "64:ff9b:1::/48",
            "100::/64",
            "2001::/23",
            "2001:db8::/32",
            "2002::/16",
            "3fff::/20",
            "5f00::/16",
            "fc00::/7",
            "fec0::/10");
    private static final Network NAT64_LOCAL = Network.parse("64:ff9b:1::/48");
    private static final List<Network> LAST_FOUR_BYTES =
            networks("::/96", "0:0:0:0:ffff:0:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "2001::/32");
    private static final Network SIX_TO_FOUR = Network.parse("2002::/16");
    private static final Network TEREDO = Network.parse("2001::/32");

    private static List<Network> networks(String... texts) {
        return Stream.of(texts).map(Network::parse).toList();
    }

    /// The strictest zone of the address itself and of any IPv4 address carried inside it.
    static AddressZone of(InetAddress address) {
        byte[] bytes = address.getAddress();
        AddressZone zone = own(bytes);
        if (bytes.length == 16) {
            for (byte[] inner : embedded(bytes)) {
                AddressZone innerZone = own(inner);
                if (innerZone.compareTo(zone) > 0) {
                    zone = innerZone;
                }
            }
        }
        return zone;
    }

    private static AddressZone own(byte[] bytes) {
        if (in(METADATA_HOSTS, bytes)) {
            return METADATA;
        }
        if (in(NEVER_NETWORKS, bytes)) {
            return NEVER;
        }
        return in(PRIVATE_NETWORKS, bytes) ? PRIVATE : PUBLIC;
    }

    private static boolean in(List<Network> networks, byte[] bytes) {
        for (Network network : networks) {
            if (network.contains(bytes)) {
                return true;
            }
        }
        return false;
    }

    /// The IPv4 addresses a gateway would unpack from an IPv6 address: v4-compatible, translated (RFC 2765), NAT64
    /// (RFC 6052 and RFC 8215), 6to4 (RFC 3056), Teredo's server and client (RFC 4380).
    private static List<byte[]> embedded(byte[] v6) {
        var inner = new ArrayList<byte[]>();
        if (in(LAST_FOUR_BYTES, v6)) {
            inner.add(new byte[] {v6[12], v6[13], v6[14], v6[15]});
        }
        if (NAT64_LOCAL.contains(v6)) {
            inner.add(new byte[] {v6[6], v6[7], v6[9], v6[10]});
        }
        if (SIX_TO_FOUR.contains(v6)) {
            inner.add(new byte[] {v6[2], v6[3], v6[4], v6[5]});
        }
        if (TEREDO.contains(v6)) {
            inner.add(new byte[] {v6[4], v6[5], v6[6], v6[7]});
            inner.add(new byte[] {(byte) ~v6[12], (byte) ~v6[13], (byte) ~v6[14], (byte) ~v6[15]});
        }
        return inner;
    }

    /// Whether every address of the range is of the `NEVER` or `METADATA` kind, so that naming it can only mean them.
    static boolean namesOnlyNever(Network network) {
        return NEVER_NETWORKS.stream().anyMatch(never -> never.contains(network));
    }
}
