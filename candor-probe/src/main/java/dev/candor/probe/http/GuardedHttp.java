package dev.candor.probe.http;

import dev.candor.base.time.Elapsed;
import dev.candor.probe.net.AddressGuard;
import dev.candor.probe.net.Deadline;
import dev.candor.probe.net.Resolver;
import dev.candor.probe.net.Watchdog;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// HTTP/1.1 and HTTP/2 to places other people name: each connection is fresh and goes only where the guard allows,
/// everything ends by one deadline, every size has a limit. Blocking; call it on a virtual thread. Never throws for
/// what a server does.
public final class GuardedHttp implements AutoCloseable {
    private final Elapsed elapsed;
    private final Watchdog watchdog = new Watchdog();
    private final Dialer dialer;
    private final Tokens tokens;

    public GuardedHttp(InstantSource clock, Elapsed elapsed, Resolver resolver, AddressGuard guard) {
        this.elapsed = elapsed;
        this.dialer = new Dialer(clock, resolver, guard, watchdog);
        this.tokens = new Tokens(elapsed);
    }

    /// Sends one request over a fresh connection and follows redirects as the request says.
    public GuardedResponse send(HttpRequestSpec request) {
        return authorized(request, Deadline.in(request.timeout(), elapsed), null);
    }

    /// Connections kept and used again until the session is closed; all of it ends by one deadline.
    public HttpSession session(Duration timeout) {
        return new HttpSession(this, Deadline.in(timeout, elapsed), Optional.empty());
    }

    /// The same for a visitor that holds the cookies it is given, as one who logs in does.
    public HttpSession sessionWithCookies(Duration timeout) {
        return new HttpSession(this, Deadline.in(timeout, elapsed), Optional.of(new Cookies()));
    }

    GuardedResponse authorized(HttpRequestSpec request, Deadline deadline, @Nullable HttpSession session) {
        if (!(request.auth() instanceof Auth.ClientCredentials credentials)) {
            return new Exchange(dialer, elapsed, deadline, session).run(request);
        }
        while (true) {
            Tokens.Fetched fetched = tokens.token(
                    credentials, request, asking -> new Exchange(dialer, elapsed, deadline, null).run(asking));
            switch (fetched) {
                case Tokens.Fetched.None(GuardedResponse instead) -> {
                    return instead;
                }
                case Tokens.Fetched.Token(Auth.Bearer token, boolean fresh) -> {
                    GuardedResponse response =
                            new Exchange(dialer, elapsed, deadline, session).run(request.withAuth(token));
                    if (fresh || !(response instanceof GuardedResponse.Answered answer) || answer.status() != 401) {
                        return response;
                    }
                    tokens.refused(credentials, token); // it may have been revoked; a fresh one decides
                }
            }
        }
    }

    @Override
    public void close() {
        watchdog.close();
    }
}
