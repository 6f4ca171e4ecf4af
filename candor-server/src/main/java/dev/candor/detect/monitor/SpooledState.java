package dev.candor.detect.monitor;

import dev.candor.base.json.Json;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The state that goes with a signal through the spool: when we crash before it is stored, the end could otherwise
/// never be told.
record SpooledState(UUID monitor, MonitorState state) {
    /// As it lies in the spool.
    Map<String, @Nullable Object> json() {
        return Json.object(
                "monitor", monitor.toString(),
                "verdict", state.verdict(),
                "since", state.since().toEpochMilli(),
                "state", state.json());
    }

    static SpooledState of(Map<String, @Nullable Object> json) {
        return new SpooledState(
                UUID.fromString(String.valueOf(json.get("monitor"))),
                MonitorState.of(
                        Verdict.of(String.valueOf(json.get("verdict"))),
                        Instant.ofEpochMilli(json.get("since") instanceof Number since ? since.longValue() : 0),
                        String.valueOf(json.get("state"))));
    }
}
