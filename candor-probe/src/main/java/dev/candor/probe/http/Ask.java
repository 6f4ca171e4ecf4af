package dev.candor.probe.http;

import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;

/// What is asked at one step on the way: redirects change target, method and body.
/// @param foreign a redirect led to another origin: only headers that say nothing about us go along, and no
/// certificate
/// @param cookie what a visitor holds for this target, empty when there is nothing
record Ask(HttpRequestSpec spec, Target target, String method, byte[] body, boolean foreign, String cookie) {
    /// Every header but those of the connection itself.
    void headers(BiConsumer<String, String> to) {
        boolean agent = false;
        boolean accept = false;
        boolean authorized = false;
        for (Header header : spec.headers()) {
            String name = header.name().toLowerCase(Locale.ROOT);
            if (foreign && !isHarmless(name)
                    || body.length == 0 && spec.body().length > 0 && name.startsWith("content-")) {
                continue;
            }
            agent |= name.equals("user-agent");
            accept |= name.equals("accept");
            authorized |= name.equals("authorization");
            to.accept(header.name(), header.value());
        }
        if (!cookie.isEmpty()) {
            to.accept("Cookie", cookie);
        }
        if (!agent) {
            to.accept("User-Agent", "Candor");
        }
        if (!accept) {
            to.accept("Accept", "*/*");
        }
        if (!foreign && !authorized) {
            spec.auth().authorization().ifPresent(value -> to.accept("Authorization", value));
        }
        if (body.length > 0 || method.equals("POST") || method.equals("PUT") || method.equals("PATCH")) {
            to.accept("Content-Length", Integer.toString(body.length));
        }
    }

    private static boolean isHarmless(String name) {
        return switch (name) {
            case "user-agent", "accept", "accept-language", "accept-encoding", "cache-control", "content-type" -> true;
            default -> false;
        };
    }

    Optional<ClientIdentity> identity() {
        return foreign ? Optional.empty() : spec.transport().identity();
    }

    HttpVersion version() {
        return spec.transport().version();
    }

    /// The same, speaking HTTP/1.1.
    Ask withHttp1() {
        var transport = spec.transport().withVersion(HttpVersion.HTTP_1_1);
        return new Ask(spec.withTransport(transport), target, method, body, foreign, cookie);
    }

    /// The HTTP proxy that is asked in place of the target: it sees the whole request. Empty when it only passes
    /// bytes on.
    Optional<ProxyServer> askedProxy() {
        return target.tls()
                ? Optional.empty()
                : spec.transport().proxy().filter(proxy -> proxy.kind() == ProxyServer.Kind.HTTP);
    }
}
