package dev.candor.app;

import dev.candor.platform.Platform;
import dev.candor.platform.auth.Hashes;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.RefusedException;
import dev.candor.platform.http.Route;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A write with an `Idempotency-Key` is done once: the same key gives the same answer for a day. The same key with
/// another request is refused.
final class Idempotency {
    private record Kept(String requestHash, int status, String type, String body) {}

    /// No answer has this status.
    private static final int UNDER_WAY = 0;

    private static final Duration DEAD_AFTER = Duration.ofMinutes(1);

    private final Platform platform;

    Idempotency(Platform platform) {
        this.platform = platform;
    }

    Route around(Route route) {
        if (route.method().equals("GET")) {
            return route;
        }
        return new Route(route.method(), route.path(), route.access(), route.bodyLimit(), call -> once(route, call));
    }

    private Answer once(Route route, Call call) {
        Optional<String> header = call.header("idempotency-key");
        if (header.isEmpty()) {
            return route.endpoint().answer(call);
        }
        if (header.get().length() > 255) {
            return Answer.badRequest("Idempotency-Key has at most 255 characters.");
        }
        String key = Hashes.sha256(call.principal().actor() + "\n" + header.get());
        String request = Hashes.sha256(call.method() + " " + call.path() + "?" + new TreeMap<>(call.query()) + "\n"
                + new String(call.body(), StandardCharsets.UTF_8));
        if (claim(key, request)) {
            return doOnce(route, call, key, request);
        }
        Optional<Kept> kept = find(key);
        if (kept.isEmpty()
                || kept.get().status() == UNDER_WAY && kept.get().requestHash().equals(request)) {
            return Answer.problem(409, "Under way", "The first request with this Idempotency-Key is not done yet.")
                    .with("Retry-After", "1");
        }
        return kept.get().requestHash().equals(request)
                ? new Answer(
                        kept.get().status(),
                        Map.of("Content-Type", kept.get().type(), "Idempotent-Replay", "true"),
                        kept.get().body().getBytes(StandardCharsets.UTF_8),
                        null)
                : Answer.problem(422, "Key used before", "This Idempotency-Key belongs to another request.");
    }

    private Answer doOnce(Route route, Call call, String key, String request) {
        boolean kept = false;
        try {
            Answer answer = route.endpoint().answer(call);
            if (answer.status() < 500) {
                keep(key, request, answer);
                kept = true;
            }
            return answer;
        } catch (RefusedException refused) {
            keep(key, request, refused.answer());
            kept = true;
            return refused.answer();
        } finally {
            if (!kept) { // it failed on our side: the next try is a first one
                platform.ledger()
                        .inTransaction(tx ->
                                tx.update("DELETE FROM idempotency WHERE key = ? AND status = ?", key, UNDER_WAY));
            }
        }
    }

    /// Two requests at once: the row decides who does it. A claim whose owner died is taken over after a minute.
    private boolean claim(String key, String request) {
        Instant now = platform.clock().instant();
        String mine = request + " " + platform.random().token(20);
        return platform.ledger()
                .inTransaction(tx ->
                        tx.update("""
                        INSERT INTO idempotency (key, request_hash, status, body, created_at) VALUES (?, ?, ?, ?, ?)
                        ON CONFLICT (key) DO UPDATE SET body = excluded.body, created_at = excluded.created_at
                         WHERE idempotency.status = ? AND idempotency.request_hash = excluded.request_hash
                           AND (idempotency.created_at < ? OR idempotency.body = excluded.body)
                        """, key, request, UNDER_WAY, mine, now, UNDER_WAY, now.minus(DEAD_AFTER)) == 1);
    }

    /// The answer may hold what is shown only once, a new token: it is sealed.
    private void keep(String key, String request, Answer answer) {
        String type = answer.headers().getOrDefault("Content-Type", "application/json");
        String body = platform.secrets().seal(type + "\n" + new String(answer.body(), StandardCharsets.UTF_8));
        platform.ledger()
                .inTransaction(tx -> tx.update(
                        "UPDATE idempotency SET status = ?, body = ? WHERE key = ? AND request_hash = ?",
                        answer.status(),
                        body,
                        key,
                        request));
    }

    private Optional<Kept> find(String key) {
        return platform.ledger()
                .read(tx -> tx.one(
                        "SELECT request_hash, status, body FROM idempotency WHERE key = ?",
                        row -> kept(row.text("request_hash"), row.integer("status"), row.text("body")),
                        key));
    }

    private Kept kept(String request, int status, String stored) {
        String open = status == UNDER_WAY ? "" : platform.secrets().open(stored).orElse("");
        int line = open.indexOf('\n');
        return new Kept(
                request, status, line < 0 ? "application/json" : open.substring(0, line), open.substring(line + 1));
    }
}
