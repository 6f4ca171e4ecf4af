package dev.candor.paging.emergency;

import dev.candor.detect.Severity;
import java.time.Instant;

/// Something that waits in the spool and somebody should hear of.
///
/// @param id of the signal: every message about it is named after it
/// @param dedupKey names the condition within the service
/// @param at when it began, by evidence
record Condition(String id, String service, String dedupKey, Severity severity, String summary, Instant at) {
    /// What it is about, over all its signals.
    record Key(String service, String dedupKey) {}

    Key key() {
        return new Key(service, dedupKey);
    }
}
