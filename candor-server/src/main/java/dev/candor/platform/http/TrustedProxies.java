package dev.candor.platform.http;

import dev.candor.probe.net.AddressText;
import dev.candor.probe.net.Network;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed: addresses and networks the operator named, nobody
/// else's.
public record TrustedProxies(List<Network> networks) {
    /// What the client really is: its address, and `http` or `https`.
    public record Seen(String address, String scheme) {}

    /// @param entries addresses or networks: `10.0.0.7`, `10.0.0.0/8`, `fd00::/8`
    /// @throws IllegalArgumentException naming the entry and what is wrong with it
    public static TrustedProxies of(List<String> entries) {
        return new TrustedProxies(entries.stream().map(Network::parse).toList());
    }

    Seen see(String peer, Map<String, String> headers, boolean secure) {
        if (!isTrusted(peer)) {
            return new Seen(peer, secure ? "https" : "http");
        }
        // Each proxy adds the address it saw at the end: the last one that is no proxy of ours is the client. What
        // stands before it was written by the client and may be forged.
        List<String> chain = Arrays.stream(
                        headers.getOrDefault("x-forwarded-for", "").split(","))
                .map(String::strip)
                .filter(address -> !address.isEmpty())
                .toList();
        String client = chain.reversed().stream()
                .filter(address -> !isTrusted(address))
                .findFirst()
                .or(() -> chain.stream().findFirst())
                .orElse(peer);
        boolean forwardedSecure =
                headers.getOrDefault("x-forwarded-proto", "http").equals("https");
        return new Seen(client, secure || forwardedSecure ? "https" : "http");
    }

    private boolean isTrusted(String address) {
        Optional<InetAddress> parsed = AddressText.parse(address);
        return parsed.isPresent() && networks.stream().anyMatch(network -> network.contains(parsed.get()));
    }
}
