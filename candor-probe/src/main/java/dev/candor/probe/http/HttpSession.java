package dev.candor.probe.http;

import dev.candor.probe.net.Deadline;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Several requests that may share connections, as a browser loads a page. Safe for several threads.
public final class HttpSession implements AutoCloseable {
    private final GuardedHttp http;
    private final Deadline deadline;
    private final Map<Key, ArrayDeque<Connection>> idle = new HashMap<>();
    private boolean closed;

    private final Optional<Cookies> cookies;

    HttpSession(GuardedHttp http, Deadline deadline, Optional<Cookies> cookies) {
        this.http = http;
        this.deadline = deadline;
        this.cookies = cookies;
    }

    /// Sends one request; the session's deadline holds, whatever time-out the request names.
    public GuardedResponse send(HttpRequestSpec request) {
        return http.authorized(request, deadline, this);
    }

    /// What this visitor was given to hold; empty when it holds nothing.
    Optional<Cookies> cookies() {
        return cookies;
    }

    public long remainingNanos() {
        return deadline.remainingNanos();
    }

    public boolean isOver() {
        return deadline.passed();
    }

    synchronized @Nullable Connection takeIdle(Ask ask) {
        var waiting = idle.get(key(ask));
        return waiting == null ? null : waiting.pollFirst();
    }

    synchronized void keep(Ask ask, Connection connection) {
        if (closed) {
            connection.close();
        } else {
            idle.computeIfAbsent(key(ask), _ -> new ArrayDeque<>()).addFirst(connection);
        }
    }

    /// A connection is shared only by requests that go the same way, trust and show the same.
    private record Key(String origin, Optional<ProxyServer> proxy, TrustPolicy trust, Optional<ClientIdentity> shown) {}

    private static Key key(Ask ask) {
        Transport transport = ask.spec().transport();
        return new Key(ask.target().origin(), transport.proxy(), transport.trust(), ask.identity());
    }

    @Override
    public synchronized void close() {
        closed = true;
        idle.values().forEach(waiting -> waiting.forEach(Connection::close));
        idle.clear();
    }
}
