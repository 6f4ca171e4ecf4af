package dev.candor.probe.http;

import dev.candor.probe.net.IpVersion;
import java.util.Optional;

/// How a request gets there: addresses, proxy, TLS and protocol.
/// @param proxy the proxy everything goes through, redirects included; empty for a direct connection
/// @param identity the certificate this client shows (mutual TLS), if any
public record Transport(
        IpVersion ipVersion,
        HttpVersion version,
        Optional<ProxyServer> proxy,
        TrustPolicy trust,
        Optional<ClientIdentity> identity) {
    /// Directly, over any IP version, with HTTP/1.1 and the system's trust.
    public static Transport usual() {
        return new Transport(
                IpVersion.ANY, HttpVersion.HTTP_1_1, Optional.empty(), new TrustPolicy.System(), Optional.empty());
    }

    public Transport withIpVersion(IpVersion other) {
        return new Transport(other, version, proxy, trust, identity);
    }

    public Transport withVersion(HttpVersion other) {
        return new Transport(ipVersion, other, proxy, trust, identity);
    }

    public Transport withProxy(Optional<ProxyServer> other) {
        return new Transport(ipVersion, version, other, trust, identity);
    }

    public Transport withTrust(TrustPolicy other) {
        return new Transport(ipVersion, version, proxy, other, identity);
    }

    public Transport withIdentity(Optional<ClientIdentity> other) {
        return new Transport(ipVersion, version, proxy, trust, other);
    }
}
