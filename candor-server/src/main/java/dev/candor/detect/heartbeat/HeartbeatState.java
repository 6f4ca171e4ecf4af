package dev.candor.detect.heartbeat;

import dev.candor.base.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is remembered of one job.
///
/// @param last the last ping that counts as having run, well or not
/// @param failed what the job said when it failed; empty once it ran well
/// @param runs when those runs began that have not ended yet, by what pairs them; at most {@link #MOST_RUNS}
/// @param tookMillis how long the last run took that said start and end, -1 when none did
/// @param pings how many came in all
public record HeartbeatState(
        Optional<Instant> last, String failed, Map<String, Instant> runs, long tookMillis, long pings) {
    static final int MOST_RUNS = 20;

    /// Nobody has pinged yet.
    public static final HeartbeatState NONE = new HeartbeatState(Optional.empty(), "", Map.of(), -1, 0);

    public HeartbeatState {
        runs = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(runs));
    }

    String json() {
        var starts = new LinkedHashMap<String, @Nullable Object>();
        runs.forEach((run, at) -> starts.put(run, at.toEpochMilli()));
        return Json.write((@Nullable Object) Json.object(
                "last", last.map(Instant::toEpochMilli).orElse(null),
                "failed", failed,
                "runs", starts,
                "took_ms", tookMillis,
                "pings", pings));
    }

    static HeartbeatState of(String json) {
        Map<String, @Nullable Object> stored = Json.parseObject(json.getBytes(StandardCharsets.UTF_8));
        var runs = new LinkedHashMap<String, Instant>();
        if (stored.get("runs") instanceof Map<?, ?> map) {
            map.forEach((run, at) -> {
                if (at instanceof Number millis) {
                    runs.put(String.valueOf(run), Instant.ofEpochMilli(millis.longValue()));
                }
            });
        }
        return new HeartbeatState(
                stored.get("last") instanceof Number last
                        ? Optional.of(Instant.ofEpochMilli(last.longValue()))
                        : Optional.empty(),
                String.valueOf(stored.get("failed")),
                runs,
                stored.get("took_ms") instanceof Number took ? took.longValue() : -1,
                stored.get("pings") instanceof Number pings ? pings.longValue() : 0);
    }
}
