package dev.candor.probe.http;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// The request as it goes over the wire.
final class RequestBytes {
    private RequestBytes() {}

    /// @param foreign a redirect led to another origin: only headers that say nothing about us go along
    static byte[] of(
            HttpRequestSpec spec, String method, byte[] body, Target target, boolean foreign, boolean keepAlive) {
        var head = new StringBuilder(256);
        head.append(method).append(' ').append(target.requestTarget()).append(" HTTP/1.1\r\nHost: ");
        head.append(target.hostHeader()).append("\r\n");
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
            head.append(header.name()).append(": ").append(header.value()).append("\r\n");
        }
        if (!agent) {
            head.append("User-Agent: Candor\r\n");
        }
        if (!accept) {
            head.append("Accept: */*\r\n");
        }
        if (!foreign && !authorized) {
            spec.auth()
                    .authorization()
                    .ifPresent(value ->
                            head.append("Authorization: ").append(value).append("\r\n"));
        }
        if (body.length > 0 || method.equals("POST") || method.equals("PUT") || method.equals("PATCH")) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        head.append(keepAlive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n");
        byte[] headBytes = head.toString().getBytes(StandardCharsets.ISO_8859_1);
        if (body.length == 0) {
            return headBytes;
        }
        var all = new byte[headBytes.length + body.length];
        System.arraycopy(headBytes, 0, all, 0, headBytes.length);
        System.arraycopy(body, 0, all, headBytes.length, body.length);
        return all;
    }

    private static boolean isHarmless(String name) {
        return switch (name) {
            case "user-agent", "accept", "accept-language", "accept-encoding", "cache-control", "content-type" -> true;
            default -> false;
        };
    }
}
