package dev.candor.detect.telemetry;

import dev.candor.base.json.Json;
import dev.candor.detect.Severity;
import dev.candor.detect.Signal;
import dev.candor.telemetry.detect.Rise;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/// What episodes tell paging, as signals. Pure.
final class EpisodeSignals {
    /// What was noticed after a second of failures may not show everybody who is hit: the next window does.
    private static final Duration FIRST_AGAIN = Duration.ofSeconds(15);

    /// After the first minute there is more to explain it with.
    private static final Duration SECOND_AGAIN = Duration.ofSeconds(45);

    private static final Duration AGAIN = Duration.ofMinutes(5);

    private EpisodeSignals() {}

    /// Whether what lasts is to be told again.
    static boolean isDue(Episode episode, Instant now) {
        if (episode.endedAt().isPresent()) {
            return false;
        }
        Duration told = Duration.between(episode.noticedAt(), episode.saidAt());
        Duration wait =
                told.compareTo(FIRST_AGAIN) < 0 ? FIRST_AGAIN : told.compareTo(SECOND_AGAIN) < 0 ? SECOND_AGAIN : AGAIN;
        return !episode.saidAt().plus(wait).isAfter(now);
    }

    static Signal firing(UUID id, Episode episode, Instant now) {
        return signal(
                id, Signal.Event.FIRING, episode, episode.severity(), episode.summary(), episode.startedAt(), now);
    }

    static Signal ended(UUID id, Episode episode, Instant at, Rise.End why, Instant now) {
        String what = episode.isBudget() ? "the error budget" : "requests fail";
        return switch (why) {
            case RECOVERED -> {
                String words = episode.isBudget()
                        ? episode.service() + ": the error budget no longer burns too fast"
                        : episode.service() + ": requests fail as seldom as usual again";
                yield signal(id, Signal.Event.RECOVERED, episode, episode.severity(), words, at, now);
            }
            case ADOPTED ->
                withdrawn(
                        id, episode, "so many requests have failed for so long that this is the usual level now", now);
            case NO_TRAFFIC ->
                withdrawn(id, episode, "no requests arrive any more: nothing can be said about how " + what, now);
        };
    }

    static Signal withdrawn(UUID id, Episode episode, String why, Instant now) {
        return signal(id, Signal.Event.WITHDRAWN, episode, Severity.INFO, episode.service() + ": " + why, now, now);
    }

    private static Signal signal(
            UUID id, Signal.Event event, Episode episode, Severity severity, String summary, Instant at, Instant now) {
        return new Signal(
                id,
                event,
                "telemetry/" + episode.service(),
                episode.service(),
                episode.dedupKey(),
                severity,
                summary,
                event == Signal.Event.FIRING
                        ? Json.object("slices", episode.slices(), "explanation", episode.explanation())
                        : Map.of(),
                at,
                now);
    }
}
