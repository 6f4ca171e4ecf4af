package dev.candor.probe;

import dev.candor.base.time.Cron;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/// A job that says itself that it ran. Nothing is looked at; pings must come in time.
///
/// @param slug in the address it pings: `/ping/{key}/{slug}`
/// @param beat when pings are expected
/// @param grace how late one may be, and how long a started run may take when nothing else is said
/// @param maxRun how long a run that said it started may take
public record HeartbeatSpec(String slug, Beat beat, Duration grace, Optional<Duration> maxRun) implements ProbeSpec {
    /// When pings are expected.
    public sealed interface Beat {
        /// This long after the one before.
        record Every(Duration period) implements Beat {}

        /// At these times of the wall clock.
        record At(Cron cron, ZoneId zone) implements Beat {}

        /// When one is expected after `last`.
        default Instant next(Instant last) {
            return switch (this) {
                case Every(Duration period) -> last.plus(period);
                case At(Cron cron, ZoneId zone) -> cron.next(last, zone);
            };
        }
    }

    public HeartbeatSpec {
        if (!slug.matches("[a-z0-9]([a-z0-9._-]{0,98}[a-z0-9])?")) {
            throw new IllegalArgumentException("a slug has 1 to 100 of a-z, 0-9, `.`, `_`, `-`, found `" + slug + "`");
        }
    }

    /// How long a run may take.
    public Duration longestRun() {
        return maxRun.orElse(grace);
    }

    /// Asking what was pinged takes no time worth naming.
    @Override
    public Duration timeout() {
        return Duration.ofSeconds(1);
    }

    @Override
    public String host() {
        return "ping/" + slug;
    }
}
