package dev.candor.detect.heartbeat;

import dev.candor.base.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a job said of itself.
///
/// @param monitor the heartbeat's id
/// @param exit the exit code that came with it, -1 when none did
/// @param run what pairs a start with its end, empty when the job does not say
/// @param from address and program of the sender
/// @param body what came with it, shortened to {@link #BODY} characters
public record Ping(UUID id, UUID monitor, Kind kind, int exit, String run, Instant at, String from, String body) {
    /// How much of a body is kept.
    public static final int BODY = 10_000;

    public enum Kind {
        START,
        SUCCESS,
        FAIL,
        /// Says something and changes nothing.
        LOG;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    byte[] bytes() {
        return Json.write((@Nullable Object) Json.object(
                        "id",
                        id.toString(),
                        "monitor",
                        monitor.toString(),
                        "kind",
                        kind.word(),
                        "exit",
                        (long) exit,
                        "run",
                        run,
                        "at",
                        at.toEpochMilli(),
                        "from",
                        from,
                        "body",
                        body))
                .getBytes(StandardCharsets.UTF_8);
    }

    static Ping of(byte[] bytes) {
        Map<String, @Nullable Object> entry = Json.parseObject(bytes);
        return new Ping(
                UUID.fromString(String.valueOf(entry.get("id"))),
                UUID.fromString(String.valueOf(entry.get("monitor"))),
                Kind.of(String.valueOf(entry.get("kind"))),
                entry.get("exit") instanceof Number exit ? exit.intValue() : -1,
                String.valueOf(entry.get("run")),
                Instant.ofEpochMilli(entry.get("at") instanceof Number at ? at.longValue() : 0),
                String.valueOf(entry.get("from")),
                String.valueOf(entry.get("body")));
    }
}
