package dev.candor.catalog.change;

import dev.candor.base.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A change as JSON: what the API shows, and what waits in the spool.
public final class ChangeJson {
    private ChangeJson() {}

    public static Map<String, @Nullable Object> of(ChangeEvent change) {
        return Json.object(
                "id", change.id().toString(),
                "number", change.number(),
                "kind", change.kind().word(),
                "summary", change.summary(),
                "service", change.service(),
                "labels", change.labels(),
                "who", change.who(),
                "source", change.source(),
                "link", change.link(),
                "key", change.key(),
                "outcome", change.outcome().word(),
                "note", change.note(),
                "started_at", change.startedAt().toString(),
                "ended_at", change.endedAt().map(Instant::toString).orElse(null),
                "received_at", change.receivedAt().toString());
    }

    /// What {@link #of} wrote.
    ///
    /// @throws RuntimeException when it did not
    public static ChangeEvent read(Map<String, @Nullable Object> json) {
        return new ChangeEvent(
                UUID.fromString(text(json, "id")),
                json.get("number") instanceof Number number ? number.longValue() : 0,
                ChangeKind.of(text(json, "kind")).orElse(ChangeKind.OTHER),
                text(json, "summary"),
                text(json, "service"),
                labels(json.get("labels")),
                text(json, "who"),
                text(json, "source"),
                text(json, "link"),
                text(json, "key"),
                Outcome.of(text(json, "outcome")).orElse(Outcome.DONE),
                text(json, "note"),
                Instant.parse(text(json, "started_at")),
                Optional.of(text(json, "ended_at"))
                        .filter(text -> !text.isEmpty())
                        .map(Instant::parse),
                Instant.parse(text(json, "received_at")));
    }

    static Map<String, List<String>> labels(@Nullable Object tree) {
        return Labels.read(tree, _ -> {});
    }

    private static String text(Map<String, @Nullable Object> json, String key) {
        return json.get(key) instanceof String text ? text : "";
    }
}
