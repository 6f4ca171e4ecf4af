package dev.candor.detect.change;

import dev.candor.catalog.change.ChangeKind;
import dev.candor.catalog.change.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A change as a door read it.
///
/// @param startedAt when its sender says it began; empty for now
/// @param endedAt when its sender says it ended; empty while it is under way, or where it took no time
/// @param key empty where every report is a change of its own
record Reported(
        ChangeKind kind,
        String summary,
        String service,
        Map<String, List<String>> labels,
        String who,
        String source,
        String link,
        String key,
        Outcome outcome,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt) {}
