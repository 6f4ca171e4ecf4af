package dev.candor.app;

import dev.candor.platform.Platform;
import dev.candor.platform.auth.Hashes;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.Route;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/// A write with an `Idempotency-Key` is done once: the same key gives the same answer for a day. The same key with
/// another request is refused.
final class Idempotency {
    private record Kept(String requestHash, int status, String body) {}

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
        String request = Hashes.sha256(
                call.method() + " " + call.path() + "\n" + new String(call.body(), StandardCharsets.UTF_8));
        Optional<Kept> kept = find(key);
        if (kept.isPresent()) {
            return kept.get().requestHash().equals(request)
                    ? new Answer(
                            kept.get().status(),
                            Map.of("Content-Type", "application/json", "Idempotent-Replay", "true"),
                            kept.get().body().getBytes(StandardCharsets.UTF_8),
                            null)
                    : Answer.problem(422, "Key used before", "This Idempotency-Key belongs to another request.");
        }
        Answer answer = route.endpoint().answer(call);
        if (answer.status() < 500) {
            platform.ledger()
                    .inTransaction(tx -> tx.update(
                            "INSERT INTO idempotency (key, request_hash, status, body, created_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING",
                            key,
                            request,
                            answer.status(),
                            new String(answer.body(), StandardCharsets.UTF_8),
                            platform.clock().instant()));
        }
        return answer;
    }

    private Optional<Kept> find(String key) {
        return platform.ledger()
                .read(tx -> tx.one(
                        "SELECT request_hash, status, body FROM idempotency WHERE key = ?",
                        row -> new Kept(row.text("request_hash"), row.integer("status"), row.text("body")),
                        key));
    }
}
