package dev.candor.detect;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What detection tells paging.
///
/// @param id the key of this signal for good: stored once however often it arrives
/// @param source who says so: `monitor/{name}`, `door/json`, `door/pagerduty`, `person/{name}`
/// @param dedupKey names the condition within the service
/// @param at when the evidence says it began (firing) or ended (recovered)
public record Signal(
        UUID id,
        Event event,
        String source,
        String service,
        String dedupKey,
        Severity severity,
        String summary,
        Map<String, @Nullable Object> detail,
        Instant at,
        Instant receivedAt) {
    /// What happened to the condition.
    public enum Event {
        FIRING,
        RECOVERED,
        ACKNOWLEDGED,
        /// Nobody looks any more: that says nothing about whether it still is.
        WITHDRAWN
    }
}
