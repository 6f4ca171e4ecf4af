package dev.candor.paging.proof;

import dev.candor.base.json.Json;
import dev.candor.paging.proof.Result.Tried;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the last rehearsal of a rule came to.
///
/// @param fingerprint of the rule as it was then
/// @param provenAt when it last did what it promises, as it was then; empty when it never did
public record Proof(String rule, String fingerprint, Result result, Instant triedAt, Optional<Instant> provenAt) {
    String outcome() {
        return switch (result) {
            case Result.Fires _ -> "fires";
            case Result.CannotFire _ -> "cannot-fire";
            case Result.Open _ -> "open";
        };
    }

    String why() {
        return switch (result) {
            case Result.Fires _ -> "";
            case Result.CannotFire cannot -> cannot.why();
            case Result.Open open -> open.why();
        };
    }

    String detail() {
        String toDo = switch (result) {
            case Result.Fires _ -> "";
            case Result.CannotFire cannot -> cannot.toDo();
            case Result.Open open -> open.toDo();
        };
        long after = result instanceof Result.Fires fires ? fires.firesAfter().toMillis() : 0;
        return Json.write((@Nullable Object) Json.object(
                "to_do",
                toDo,
                "fires_after_ms",
                after,
                "tried",
                result.tried().stream()
                        .map(one -> Json.object("what", one.what(), "held", one.held(), "words", one.words()))
                        .toList()));
    }

    static Result result(String outcome, String why, String detail) {
        Map<String, @Nullable Object> stored = Json.parseObject(detail.getBytes(StandardCharsets.UTF_8));
        var tried = new ArrayList<Tried>();
        if (stored.get("tried") instanceof List<?> list) {
            for (Object one : list) {
                if (one instanceof Map<?, ?> map) {
                    tried.add(new Tried(
                            String.valueOf(map.get("what")),
                            Boolean.TRUE.equals(map.get("held")),
                            String.valueOf(map.get("words"))));
                }
            }
        }
        String toDo = stored.get("to_do") instanceof String text ? text : "";
        long after = stored.get("fires_after_ms") instanceof Number millis ? millis.longValue() : 0;
        return switch (outcome) {
            case "fires" -> new Result.Fires(tried, Duration.ofMillis(after));
            case "cannot-fire" -> new Result.CannotFire(tried, why, toDo);
            default -> new Result.Open(tried, why, toDo);
        };
    }
}
