package dev.candor.probe.http;

import dev.candor.base.json.Json;
import dev.candor.base.json.JsonException;
import dev.candor.base.time.Elapsed;
import dev.candor.probe.Reason;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Bearer tokens for client credentials, kept in memory until shortly before they end.
final class Tokens {
    private static final Duration EARLY = Duration.ofSeconds(30);
    private static final long USUAL_SECONDS = 60;
    private static final long LONGEST_SECONDS = 3600;
    private static final int MOST = 1000;

    private final Elapsed elapsed;
    private final Map<Auth.ClientCredentials, Held> held = new HashMap<>();

    Tokens(Elapsed elapsed) {
        this.elapsed = elapsed;
    }

    private record Held(Auth.Bearer token, long until) {}

    /// Whether there is a token to go on with.
    sealed interface Fetched {
        record Token(Auth.Bearer token, boolean fresh) implements Fetched {}

        /// @param response what is to be told instead of an answer of the target
        record None(GuardedResponse response) implements Fetched {}
    }

    /// @param send how the token request is sent
    Fetched token(
            Auth.ClientCredentials credentials,
            HttpRequestSpec forWhat,
            Function<HttpRequestSpec, GuardedResponse> send) {
        synchronized (held) {
            Held known = held.get(credentials);
            if (known != null && known.until - elapsed.nanos() > 0) {
                return new Fetched.Token(known.token, false);
            }
        }
        GuardedResponse response = send.apply(request(credentials, forWhat));
        return switch (response) {
            case GuardedResponse.NotRun _ -> new Fetched.None(response);
            case GuardedResponse.Failed failed ->
                new Fetched.None(new GuardedResponse.Failed(
                        failed.measured(),
                        failed.reason(),
                        "no token from " + credentials.tokenUrl() + ": " + failed.detail()));
            case GuardedResponse.Answered answer -> read(credentials, answer);
        };
    }

    /// Forgets a token that the target refused.
    void refused(Auth.ClientCredentials credentials, Auth.Bearer token) {
        synchronized (held) {
            Held known = held.get(credentials);
            if (known != null && known.token.equals(token)) {
                held.remove(credentials);
            }
        }
    }

    private static HttpRequestSpec request(Auth.ClientCredentials credentials, HttpRequestSpec forWhat) {
        String scope = credentials.scope().isEmpty() ? "" : "&scope=" + encoded(credentials.scope());
        byte[] form = ("grant_type=client_credentials" + scope).getBytes(StandardCharsets.US_ASCII);
        return HttpRequestSpec.post(credentials.tokenUrl(), "application/x-www-form-urlencoded", form)
                .withHeader("Accept", "application/json")
                .withAuth(new Auth.Basic(encoded(credentials.clientId()), encoded(credentials.secret())))
                .withTimeout(forWhat.timeout())
                .withTransport(Transport.usual()
                        .withIpVersion(forWhat.transport().ipVersion())
                        .withProxy(forWhat.transport().proxy())
                        .withTrust(forWhat.transport().trust()))
                .withLimits(64 << 10, 64 << 10);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private Fetched read(Auth.ClientCredentials credentials, GuardedResponse.Answered answer) {
        if (answer.status() != 200) {
            return none(credentials, answer, Reason.BAD_STATUS, "answered " + answer.status());
        }
        try {
            Map<String, @Nullable Object> json = Json.parseObject(answer.body());
            if (json.get("access_token") instanceof String text && !text.isEmpty()) {
                var token = new Auth.Bearer(text);
                long seconds =
                        json.get("expires_in") instanceof Long l ? Math.clamp(l, 0, LONGEST_SECONDS) : USUAL_SECONDS;
                keep(credentials, token, Duration.ofSeconds(seconds).minus(EARLY));
                return new Fetched.Token(token, true);
            }
        } catch (JsonException | IllegalArgumentException unreadable) {
            return none(credentials, answer, Reason.BAD_RESPONSE, "answered no usable JSON");
        }
        return none(credentials, answer, Reason.BAD_RESPONSE, "answered without access_token");
    }

    private static Fetched none(
            Auth.ClientCredentials credentials, GuardedResponse.Answered answer, Reason reason, String what) {
        String detail = "no token: " + credentials.tokenUrl() + " " + what;
        return new Fetched.None(new GuardedResponse.Failed(answer.measured(), reason, detail));
    }

    private void keep(Auth.ClientCredentials credentials, Auth.Bearer token, Duration span) {
        synchronized (held) {
            if (held.size() >= MOST) {
                held.clear();
            }
            held.put(credentials, new Held(token, elapsed.nanos() + span.toNanos()));
        }
    }
}
