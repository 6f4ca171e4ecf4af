package dev.candor.respond.suspect;

import dev.candor.paging.alert.Alert;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What is known of a failure when changes are compared with it.
///
/// @param service that fails
/// @param startedAt the first bad evidence
/// @param failing what is hit, by dimension (`customer`, `host`, `route` …); empty where nothing more is known
public record Trouble(String service, Instant startedAt, Map<String, Set<String>> failing) {
    /// @param alerts of one service
    public static Trouble of(String service, Instant startedAt, List<Alert> alerts) {
        var failing = new TreeMap<String, Set<String>>();
        for (Alert alert : alerts) {
            if (alert.detail().get("explanation") instanceof Map<?, ?> explanation
                    && explanation.get("causes") instanceof List<?> causes) {
                causes.forEach(cause -> add(failing, cause instanceof Map<?, ?> map ? map.get("values") : null));
            }
            add(failing, alert.detail().get("details")); // what foreign senders say
        }
        return new Trouble(service, startedAt, failing);
    }

    private static void add(Map<String, Set<String>> failing, @Nullable Object values) {
        if (values instanceof Map<?, ?> map) {
            map.forEach((dimension, value) -> {
                if (value instanceof String text && failing.size() < 50) {
                    failing.computeIfAbsent(String.valueOf(dimension), _ -> new TreeSet<>())
                            .add(text);
                }
            });
        }
    }
}
