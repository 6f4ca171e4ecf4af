package dev.candor.probe.http;

import dev.candor.base.time.Elapsed;
import dev.candor.probe.Reason;
import dev.candor.probe.net.Deadline;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One request, its redirects and the answer.
final class Exchange {
    private static final int MOST_INTERIM = 10;

    private final Dialer dialer;
    private final Deadline deadline;
    private final @Nullable HttpSession session;
    private final Trace trace;

    Exchange(Dialer dialer, Elapsed elapsed, Deadline deadline, @Nullable HttpSession session) {
        this.dialer = dialer;
        this.deadline = deadline;
        this.session = session;
        this.trace = new Trace(elapsed);
    }

    GuardedResponse run(HttpRequestSpec spec) {
        try {
            return follow(spec);
        } catch (ExchangeFailure failure) {
            Reason reason = failure.reason();
            return reason == null
                    ? new GuardedResponse.NotRun(failure.detail())
                    : new GuardedResponse.Failed(trace.measured(), reason, failure.detail());
        }
    }

    /// One answer on the way, with what the next step needs.
    private record Hop(ResponseHead head, Body body) {}

    private GuardedResponse follow(HttpRequestSpec spec) throws ExchangeFailure {
        Target first = target(spec.url());
        Target target = first;
        String method = spec.method();
        byte[] body = spec.body();
        boolean foreign = false;
        while (true) {
            if (deadline.passed()) {
                throw ExchangeFailure.of(Reason.TIMEOUT, "no answer in time");
            }
            Hop hop = hop(spec, target, method, body, foreign);
            int status = hop.head.status();
            Optional<String> location = hop.head.headers().first("Location");
            if (isRedirect(status) && spec.redirects().max() > 0 && location.isEmpty()) {
                throw ExchangeFailure.of(Reason.REDIRECT, "answered " + status + " without saying where to go");
            }
            if (!isRedirect(status) || spec.redirects().max() == 0 || location.isEmpty()) {
                boolean complete = hop.body.kept().length == hop.body.length();
                return new GuardedResponse.Answered(
                        target.uri(),
                        status,
                        hop.head.headers(),
                        hop.body.kept(),
                        complete,
                        hop.body.readable(),
                        trace.measured());
            }
            if (trace.redirects().size() >= spec.redirects().max()) {
                throw ExchangeFailure.of(Reason.REDIRECT, tooMany(spec, target, location.get()));
            }
            Target next = redirected(target, location.get());
            trace.redirected(next.uri().toString());
            // once abroad, always abroad: coming back must not hand out credentials on a stranger's word
            foreign |= !next.sameOrigin(target);
            if (status == 303 && !method.equals("HEAD") || (status == 301 || status == 302) && method.equals("POST")) {
                method = "GET";
                body = BufferPool.NONE;
            }
            target = next;
        }
    }

    private static boolean isRedirect(int status) {
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }

    private String tooMany(HttpRequestSpec spec, Target target, String location) {
        Optional<URI> next = Links.resolve(target.uri(), location);
        boolean circle = next.isPresent()
                && (next.get().equals(spec.url())
                        || trace.redirects().contains(next.get().toString()));
        return circle
                ? "the redirects go in a circle, back to " + Target.shorten(next.get())
                : "more than " + spec.redirects().max() + " redirects";
    }

    private static Target target(URI uri) throws ExchangeFailure {
        return switch (Target.read(uri)) {
            case Target.Reading.Usable(Target target) -> target;
            case Target.Reading.Unusable(String why, boolean odd) ->
                throw ExchangeFailure.of(odd ? Reason.FORBIDDEN_ADDRESS : Reason.REDIRECT, why);
        };
    }

    private static Target redirected(Target from, String location) throws ExchangeFailure {
        Optional<URI> to = Links.resolve(from.uri(), location);
        if (to.isEmpty()) {
            throw ExchangeFailure.of(Reason.REDIRECT, "a redirect leads to no usable address");
        }
        return switch (Target.read(to.get())) {
            case Target.Reading.Usable(Target target) -> target;
            case Target.Reading.Unusable(String why, boolean odd) ->
                throw ExchangeFailure.of(
                        odd ? Reason.FORBIDDEN_ADDRESS : Reason.REDIRECT, "a redirect cannot be followed: " + why);
        };
    }

    private Hop hop(HttpRequestSpec spec, Target target, String method, byte[] body, boolean foreign)
            throws ExchangeFailure {
        HttpSession sharing = session;
        Connection waiting = sharing == null ? null : sharing.takeIdle(target, spec, foreign);
        if (waiting != null) {
            try {
                return over(waiting, spec, target, method, body, foreign);
            } catch (ExchangeFailure stale) {
                // A kept connection may have been closed by the server at any time; only a fresh one tells.
                if (stale.reason() != Reason.RESET || deadline.passed()) {
                    throw stale;
                }
            }
        }
        Connection fresh = dialer.open(target, spec, foreign, deadline, trace);
        return over(fresh, spec, target, method, body, foreign);
    }

    private Hop over(
            Connection connection, HttpRequestSpec spec, Target target, String method, byte[] body, boolean foreign)
            throws ExchangeFailure {
        boolean keep = false;
        try {
            trace.enter(Trace.FIRST_BYTE);
            trace.remoteAddress = connection.remoteAddress;
            if (connection.certificateNotAfter != null) {
                trace.certificateNotAfter = connection.certificateNotAfter;
            }
            IOException unsent =
                    send(connection, RequestBytes.of(spec, method, body, target, foreign, session != null));
            ResponseHead head;
            try {
                head = finalHead(connection);
            } catch (ExchangeFailure unanswered) {
                // A server may refuse a request before it has read all of it; without such an answer, the write counts.
                throw unsent == null ? unanswered : connection.failure(unsent);
            }
            trace.status = head.status();
            BodySource source = BodySource.of(connection, method, head);
            Body read = Body.read(source, connection, head.headers(), spec, trace);
            trace.bodyBytes = read.length();
            keep = unsent == null
                    && session != null
                    && source.leavesConnectionUsable()
                    && head.minor() == 1
                    && connection.available() == 0
                    && !head.headers().lists("Connection", "close");
            return new Hop(head, read);
        } finally {
            HttpSession sharing = session;
            if (keep && sharing != null) {
                sharing.keep(target, spec, foreign, connection);
            } else {
                connection.close();
            }
        }
    }

    private static @Nullable IOException send(Connection connection, byte[] request) {
        try {
            connection.write(request);
            return null;
        } catch (IOException broken) {
            return broken;
        }
    }

    private ResponseHead finalHead(Connection connection) throws ExchangeFailure {
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
