package dev.candor.detect.monitor;

import dev.candor.base.json.Json;
import dev.candor.catalog.Item;
import dev.candor.detect.Severity;
import dev.candor.detect.Signal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// What a monitor tells paging, as signals. Pure.
final class MonitorSignals {
    private static final int LONGEST_SUMMARY = 1024;

    private MonitorSignals() {}

    /// @param before the state the run found
    /// @return empty when there is nothing to tell
    static Optional<Signal> told(
            Item<Monitor> monitor, MonitorState before, UUID id, VerdictRule.Tell tell, Observation seen, Instant now) {
        String name = monitor.name();
        String service = monitor.value().service();
        // The end is told where the beginning was.
        String began = before.told().map(MonitorState.Told::service).orElse(service);
        return switch (tell) {
            case VerdictRule.Tell.Nothing _ -> Optional.empty();
            case VerdictRule.Tell.Firing(Instant at, String summary) ->
                Optional.of(signal(monitor, service, id, Signal.Event.FIRING, name + ": " + summary, seen, at, now));
            case VerdictRule.Tell.Recovered(Instant at) ->
                Optional.of(signal(monitor, began, id, Signal.Event.RECOVERED, name + " is well again", seen, at, now));
        };
    }

    private static Signal signal(
            Item<Monitor> monitor,
            String service,
            UUID id,
            Signal.Event event,
            String summary,
            Observation seen,
            Instant at,
            Instant now) {
        String source = "monitor/" + monitor.name();
        return new Signal(
                id,
                event,
                source,
                service,
                source,
                monitor.value().severity(),
                summary.length() > LONGEST_SUMMARY ? summary.substring(0, LONGEST_SUMMARY) : summary,
                Json.object("monitor", monitor.name(), "reason", seen.reason(), "detail", seen.detail()),
                at,
                now);
    }

    /// Nobody looks any more: what was told is withdrawn under the names it was told with.
    static Signal withdrawn(UUID id, MonitorState.Told told, String summary, Instant now) {
        String source = "monitor/" + told.monitor();
        return new Signal(
                id, Signal.Event.WITHDRAWN, source, told.service(), source, Severity.INFO, summary, Map.of(), now, now);
    }
}
