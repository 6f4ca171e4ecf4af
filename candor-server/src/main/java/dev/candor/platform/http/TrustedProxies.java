package dev.candor.platform.http;

import java.util.List;
import java.util.Map;

/// Whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed: exact addresses the operator named, nobody else's.
public record TrustedProxies(List<String> addresses) {
    /// What the client really is: its address, and `http` or `https`.
    public record Seen(String address, String scheme) {}

    Seen see(String peer, Map<String, String> headers, boolean secure) {
        if (!addresses.contains(peer)) {
            return new Seen(peer, secure ? "https" : "http");
        }
        String forwarded = headers.getOrDefault("x-forwarded-for", "");
        // The last address was added by our own proxy; those before it may be forged.
        String client = forwarded.isBlank()
                ? peer
                : forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
        String scheme = headers.getOrDefault("x-forwarded-proto", "http").equals("https") ? "https" : "http";
        return new Seen(client, scheme);
    }
}
