package dev.candor.probe.http;

import dev.candor.probe.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One request and its answer in HTTP/1.1.
final class Http1 {
    private static final int MOST_INTERIM = 10;

    private Http1() {}

    /// @param keepAlive whether the connection is to carry another request later
    static Hop over(Connection connection, Ask ask, boolean keepAlive, Trace trace) throws ExchangeFailure {
        IOException unsent = send(connection, bytes(ask, keepAlive));
        ResponseHead head;
        try {
            head = finalHead(connection, trace);
        } catch (ExchangeFailure unanswered) {
            // A server may refuse a request before it has read all of it; without such an answer, the write counts.
            throw unsent == null ? unanswered : connection.failure(unsent);
        }
        trace.status = head.status();
        trace.protocol = head.minor() == 0 ? "http/1.0" : "http/1.1";
        Http1Body source = Http1Body.of(connection, ask.method(), head);
        Body read = Body.read(source, connection, head.headers(), ask.spec(), trace);
        trace.bodyBytes = read.length();
        boolean reusable = unsent == null
                && keepAlive
                && source.leavesConnectionUsable()
                && head.minor() == 1
                && connection.available() == 0
                && !head.headers().lists("Connection", "close");
        return new Hop(head.status(), head.headers(), read, reusable);
    }

    private static byte[] bytes(Ask ask, boolean keepAlive) {
        Target target = ask.target();
        Optional<ProxyServer> proxy = ask.askedProxy();
        var head = new StringBuilder(256);
        head.append(ask.method()).append(' ');
        if (proxy.isPresent()) {
            head.append("http://").append(target.hostHeader());
        }
        head.append(target.requestTarget()).append(" HTTP/1.1\r\nHost: ").append(target.hostHeader());
        head.append("\r\n");
        proxy.ifPresent(asked -> head.append(ProxyTalk.authorization(asked)));
        ask.headers(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append(keepAlive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n");
        byte[] headBytes = head.toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[] body = ask.body();
        if (body.length == 0) {
            return headBytes;
        }
        var all = new byte[headBytes.length + body.length];
        System.arraycopy(headBytes, 0, all, 0, headBytes.length);
        System.arraycopy(body, 0, all, headBytes.length, body.length);
        return all;
    }

    private static @Nullable IOException send(Connection connection, byte[] request) {
        try {
            connection.write(request);
            return null;
        } catch (IOException broken) {
            return broken;
        }
    }

    private static ResponseHead finalHead(Connection connection, Trace trace) throws ExchangeFailure {
        for (int interim = 0; interim < MOST_INTERIM; interim++) {
            ResponseHead head = ResponseHead.read(connection, () -> trace.enter(Trace.TRANSFER));
            if (head.status() == 101) {
                throw ExchangeFailure.of(Reason.BAD_RESPONSE, "the server switched protocols without being asked");
            }
            if (head.status() >= 200) {
                return head;
            }
            trace.enter(Trace.FIRST_BYTE);
        }
        throw ExchangeFailure.of(Reason.BAD_RESPONSE, "more than " + MOST_INTERIM + " interim answers");
    }
}
