package dev.candor.probe.http;

import dev.candor.base.time.Elapsed;
import dev.candor.probe.net.Deadline;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Several requests that may share connections, as a browser loads a page. Safe for several threads.
public final class HttpSession implements AutoCloseable {
    private final Dialer dialer;
    private final Elapsed elapsed;
    private final Deadline deadline;
    private final Map<String, ArrayDeque<Connection>> idle = new HashMap<>();
    private boolean closed;

    HttpSession(Dialer dialer, Elapsed elapsed, Deadline deadline) {
        this.dialer = dialer;
        this.elapsed = elapsed;
        this.deadline = deadline;
    }

    /// Sends one request; the session's deadline holds, whatever time-out the request names.
    public GuardedResponse send(HttpRequestSpec request) {
        return new Exchange(dialer, elapsed, deadline, this).run(request);
    }

    public boolean isOver() {
        return deadline.passed();
    }

    synchronized @Nullable Connection takeIdle(Target target, TrustPolicy trust) {
        var waiting = idle.get(key(target, trust));
        return waiting == null ? null : waiting.pollFirst();
    }

    synchronized void keep(Target target, TrustPolicy trust, Connection connection) {
        if (closed) {
            connection.close();
        } else {
            idle.computeIfAbsent(key(target, trust), _ -> new ArrayDeque<>()).addFirst(connection);
        }
    }

    private static String key(Target target, TrustPolicy trust) {
        return trust instanceof TrustPolicy.Anything ? target.origin() + " untrusted" : target.origin();
    }

    @Override
    public synchronized void close() {
        closed = true;
        idle.values().forEach(waiting -> waiting.forEach(Connection::close));
        idle.clear();
    }
}
