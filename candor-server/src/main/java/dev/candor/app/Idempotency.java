package dev.candor.app;

import dev.candor.platform.Platform;
import dev.candor.platform.auth.Hashes;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.RefusedException;
import dev.candor.platform.http.Route;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A write with an `Idempotency-Key` is done once: the same key gives the same answer for a day. The same key with
/// another request is refused, and one that comes while the first is under way waits some seconds for its answer.
final class Idempotency {
    private static final Duration WAITS = Duration.ofSeconds(5);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final Platform platform;
    private final IdempotencyStore store;

    Idempotency(Platform platform) {
        this.platform = platform;
        this.store = new IdempotencyStore(platform);
    }

    Route around(Route route) {
        if (route.method().equals("GET")) {
            return route;
        }
        return route.with(call -> once(route, call));
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
        Optional<String> mine = store.claim(key, request);
        if (mine.isPresent()) {
            return doOnce(route, call, key, request, mine.get());
        }
        Optional<IdempotencyStore.Kept> kept = whenDone(key, request);
        if (kept.isEmpty() || kept.get().underWay() && kept.get().request().equals(request)) {
            return Answer.problem(409, "Under way", "The first request with this Idempotency-Key is not done yet.")
                    .with("Retry-After", "1");
        }
        return kept.get().request().equals(request)
                ? replay(kept.get())
                : Answer.problem(422, "Key used before", "This Idempotency-Key belongs to another request.");
    }

    /// What came of the first request; waits a while for it when it is under way.
    private Optional<IdempotencyStore.Kept> whenDone(String key, String request) {
        long until = platform.elapsed().nanos() + WAITS.toNanos();
        Optional<IdempotencyStore.Kept> kept = store.find(key);
        while (kept.isPresent()
                && kept.get().underWay()
                && kept.get().request().equals(request)
                && platform.elapsed().nanos() < until) {
            try {
                platform.sleeper().sleep(LOOK_AGAIN);
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                return kept;
            }
            kept = store.find(key);
        }
        return kept;
    }

    private Answer doOnce(Route route, Call call, String key, String request, String mine) {
        Answer answer;
        try {
            answer = route.endpoint().answer(call);
        } catch (RefusedException refused) {
            answer = refused.answer();
        } catch (RuntimeException | Error failed) {
            store.release(key, mine);
            throw failed;
        }
        if (answer.status() < 500) {
            keep(key, request, answer);
        } else { // it failed on our side: the next try is a first one
            store.release(key, mine);
        }
        return answer;
    }

    /// The answer may hold what is shown only once, a new token: it is sealed.
    private void keep(String key, String request, Answer answer) {
        String type = answer.headers().getOrDefault("Content-Type", "application/json");
        String body = platform.secrets().seal(type + "\n" + new String(answer.body(), StandardCharsets.UTF_8));
        store.keep(key, request, answer.status(), body);
    }

    private Answer replay(IdempotencyStore.Kept kept) {
        String open = platform.secrets().open(kept.body()).orElse("");
        int line = open.indexOf('\n');
        return new Answer(
                kept.status(),
                Map.of(
                        "Content-Type",
                        line < 0 ? "application/json" : open.substring(0, line),
                        "Idempotent-Replay",
                        "true"),
                open.substring(line + 1).getBytes(StandardCharsets.UTF_8),
                null);
    }
}
