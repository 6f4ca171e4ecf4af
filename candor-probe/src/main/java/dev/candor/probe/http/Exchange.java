package dev.candor.probe.http;

import dev.candor.base.time.Elapsed;
import dev.candor.probe.Reason;
import dev.candor.probe.net.Deadline;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One request, its redirects and the answer.
final class Exchange {
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
            Hop hop = hop(new Ask(spec, target, method, body, foreign, cookies(target)));
            keepCookies(target, hop.headers());
            int status = hop.status();
            Optional<String> location = hop.headers().first("Location");
            if (isRedirect(status) && spec.redirects().max() > 0 && location.isEmpty()) {
                throw ExchangeFailure.of(Reason.REDIRECT, "answered " + status + " without saying where to go");
            }
            if (!isRedirect(status) || spec.redirects().max() == 0 || location.isEmpty()) {
                boolean complete = hop.body().kept().length == hop.body().length();
                return new GuardedResponse.Answered(
                        target.uri(),
                        status,
                        hop.headers(),
                        hop.body().kept(),
                        complete,
                        hop.body().readable(),
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

    private String cookies(Target target) {
        return session == null
                ? ""
                : session.cookies().map(held -> held.of(target.uri())).orElse("");
    }

    private void keepCookies(Target target, Headers headers) {
        if (session != null) {
            session.cookies().ifPresent(held -> held.keep(target.uri(), headers));
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

    private Hop hop(Ask ask) throws ExchangeFailure {
        if (ask.version() == HttpVersion.HTTP_2 && !ask.target().tls()) {
            throw ExchangeFailure.of(
                    Reason.REDIRECT,
                    "HTTP/2 is demanded, and a redirect leads to "
                            + Target.shorten(ask.target().uri()) + " without TLS");
        }
        HttpSession sharing = session;
        Connection waiting = sharing == null ? null : sharing.takeIdle(ask);
        if (waiting != null) {
            try {
                return over(waiting, ask);
            } catch (ExchangeFailure stale) {
                // A kept connection may have been closed by the server at any time; only a fresh one tells.
                if (stale.reason() != Reason.RESET || deadline.passed()) {
                    throw stale;
                }
            }
        }
        try {
            return over(dialer.open(ask, deadline, trace), ask);
        } catch (ExchangeFailure refused) {
            if (!refused.wantsHttp1() || ask.version() != HttpVersion.AUTO || deadline.passed()) {
                throw ProxyTalk.blamed(ask.askedProxy(), refused);
            }
        }
        Ask older = ask.withHttp1();
        return over(dialer.open(older, deadline, trace), older);
    }

    private Hop over(Connection connection, Ask ask) throws ExchangeFailure {
        boolean keep = false;
        try {
            trace.enter(Trace.FIRST_BYTE);
            trace.remoteAddress = connection.remoteAddress;
            if (connection.certificateNotAfter != null) {
                trace.certificateNotAfter = connection.certificateNotAfter;
            }
            Hop hop = connection.http2
                    ? Http2.over(connection, ask, trace)
                    : Http1.over(connection, ask, session != null, trace);
            ProxyTalk.check(ask.askedProxy(), hop.status());
            keep = hop.reusable();
            return hop;
        } finally {
            HttpSession sharing = session;
            if (keep && sharing != null) {
                sharing.keep(ask, connection);
            } else {
                connection.close();
            }
        }
    }
}
