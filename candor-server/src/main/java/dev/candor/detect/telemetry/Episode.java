package dev.candor.detect.telemetry;

import dev.candor.detect.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// More failures than usual, or a budget that burns too fast: one alert from its beginning to its end.
///
/// @param dedupKey names it within the service
/// @param startedAt the beginning of the evidence
/// @param saidAt when it was last told
/// @param slices in words, every part of the requests that rose with it
/// @param explanation as JSON: causes, who is not guilty; empty for a budget
public record Episode(
        UUID id,
        String service,
        String dedupKey,
        Instant startedAt,
        Instant noticedAt,
        Instant saidAt,
        Optional<Instant> endedAt,
        Severity severity,
        String summary,
        List<String> slices,
        Map<String, @Nullable Object> explanation) {
    public Episode {
        slices = List.copyOf(slices);
    }

    Episode with(List<String> more) {
        return new Episode(
                id, service, dedupKey, startedAt, noticedAt, saidAt, endedAt, severity, summary, more, explanation);
    }

    Episode said(Instant at, Severity how, String words, Map<String, @Nullable Object> why) {
        return new Episode(id, service, dedupKey, startedAt, noticedAt, at, endedAt, how, words, slices, why);
    }

    Episode ended(Instant at) {
        return new Episode(
                id,
                service,
                dedupKey,
                startedAt,
                noticedAt,
                saidAt,
                Optional.of(at.isBefore(startedAt) ? startedAt : at),
                severity,
                summary,
                slices,
                explanation);
    }

    /// Whether it is about an error budget.
    public boolean isBudget() {
        return dedupKey.contains(BUDGET);
    }

    static final String BUDGET = "/budget";
}
