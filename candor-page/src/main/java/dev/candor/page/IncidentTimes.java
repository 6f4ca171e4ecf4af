package dev.candor.page;

import java.time.Instant;
import java.util.Optional;

/// What is known about when an incident happened. Every moment may be missing: imported history sometimes has none,
/// and then the page says so instead of inventing one.
///
/// @param createdAt first public word
/// @param startedAt start of the harm
/// @param source where the times come from, one plain sentence for readers (`Imported from the old page.`)
public record IncidentTimes(
        Optional<Instant> createdAt,
        Optional<Instant> startedAt,
        Optional<Instant> monitoringAt,
        Optional<Instant> resolvedAt,
        TimePrecision precision,
        Optional<String> source) {

    /// Times as our own incidents have them: exact, with a beginning.
    public static IncidentTimes of(Instant createdAt, Instant startedAt) {
        return new IncidentTimes(
                Optional.of(createdAt),
                Optional.of(startedAt),
                Optional.empty(),
                Optional.empty(),
                TimePrecision.SECOND,
                Optional.empty());
    }

    /// Nothing is known, only where the record came from.
    public static IncidentTimes unrecorded(String source) {
        return new IncidentTimes(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                TimePrecision.DAY,
                Optional.of(source));
    }

    public IncidentTimes monitoringAt(Instant at) {
        return new IncidentTimes(createdAt, startedAt, Optional.of(at), resolvedAt, precision, source);
    }

    public IncidentTimes resolvedAt(Instant at) {
        return new IncidentTimes(createdAt, startedAt, monitoringAt, Optional.of(at), precision, source);
    }

    /// The moment an incident is filed under: its start, else the first word. Empty when neither was recorded.
    public Optional<Instant> begin() {
        return startedAt.or(() -> createdAt);
    }
}
