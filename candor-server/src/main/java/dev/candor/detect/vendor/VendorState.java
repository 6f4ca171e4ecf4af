package dev.candor.detect.vendor;

import dev.candor.base.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is remembered of one vendor between two looks.
///
/// @param page the address all this is about
/// @param source how it could be read last; empty before the first time
/// @param tags validators of what was read last, by address
/// @param lookedAt the last look, whatever came of it
/// @param readAt the last look that could read it
/// @param unreadable why the last look could not; empty when it could
/// @param failures looks without success since `readAt`
/// @param said what they said last, whether or not it can be read now
/// @param since when `standing()` became what it is
/// @param told services that were told of trouble, with how loudly
public record VendorState(
        String page,
        String source,
        Map<String, String> tags,
        Instant lookedAt,
        Optional<Instant> readAt,
        String unreadable,
        int failures,
        Standing said,
        String why,
        Instant since,
        Map<String, String> told) {
    /// One look that failed is no state yet, unless there never was another.
    private static final int FAILURES = 2;

    static VendorState unseen(String page, Instant now) {
        return new VendorState(
                page, "", Map.of(), now, Optional.empty(), "", 0, Standing.UNKNOWN, "not read yet", now, Map.of());
    }

    /// Whether what they say can be read.
    public boolean readable() {
        return unreadable.isEmpty() || (readAt.isPresent() && failures < FAILURES);
    }

    /// How they say they are; UNKNOWN while they cannot be read.
    public Standing standing() {
        return readable() ? said : Standing.UNKNOWN;
    }

    String json() {
        return Json.write(Json.object(
                "page", page,
                "source", source,
                "tags", tags,
                "looked_at", lookedAt.toEpochMilli(),
                "read_at", readAt.map(Instant::toEpochMilli).orElse(null),
                "unreadable", unreadable,
                "failures", failures,
                "said", said,
                "why", why,
                "since", since.toEpochMilli(),
                "told", told));
    }

    static VendorState of(String json) {
        Map<String, @Nullable Object> stored = Json.parseObject(json.getBytes(StandardCharsets.UTF_8));
        Instant lookedAt = instant(stored.get("looked_at")).orElse(Instant.EPOCH);
        return new VendorState(
                text(stored, "page"),
                text(stored, "source"),
                texts(stored.get("tags")),
                lookedAt,
                instant(stored.get("read_at")),
                text(stored, "unreadable"),
                stored.get("failures") instanceof Number failures ? failures.intValue() : 0,
                Stored.standing(text(stored, "said")),
                text(stored, "why"),
                instant(stored.get("since")).orElse(lookedAt),
                texts(stored.get("told")));
    }

    private static String text(Map<String, @Nullable Object> stored, String key) {
        return stored.get(key) instanceof String text ? text : "";
    }

    private static Map<String, String> texts(@Nullable Object value) {
        var texts = new LinkedHashMap<String, String>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, text) -> texts.put(String.valueOf(key), String.valueOf(text)));
        }
        return Map.copyOf(texts);
    }

    private static Optional<Instant> instant(@Nullable Object value) {
        return value instanceof Number number
                ? Optional.of(Instant.ofEpochMilli(number.longValue()))
                : Optional.empty();
    }
}
