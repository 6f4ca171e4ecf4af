package dev.candor.catalog.change;

import dev.candor.base.time.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// When a change happened, by a sender's clock that may be wrong.
///
/// @param at when we take it to have happened
/// @param odd what is wrong with what was said, in words; empty when nothing is
/// @param ahead what was said, if it lay in the future by no more than a clock may
public record SaidTime(Instant at, String odd, Optional<Instant> ahead) {
    /// How far a sender's clock may be ahead.
    static final Duration AHEAD = Duration.ofMinutes(1);

    /// How long ago a change may have been that is reported now.
    static final Duration OLDEST = Duration.ofDays(365);

    /// @param said what the sender says, if it says anything
    public static SaidTime of(Optional<Instant> said, Instant now) {
        if (said.isEmpty()) {
            return new SaidTime(now, "", Optional.empty());
        }
        Instant at = said.get();
        if (at.isAfter(now.plus(AHEAD))) {
            return new SaidTime(
                    now,
                    at + " lies " + Durations.words(Duration.between(now, at)) + " in the future",
                    Optional.empty());
        }
        if (at.isBefore(now.minus(OLDEST))) {
            return new SaidTime(
                    now,
                    at + " lies " + Durations.words(Duration.between(at, now)) + " back, more than a year",
                    Optional.empty());
        }
        boolean ahead = at.isAfter(now);
        return new SaidTime(ahead ? now : at, "", ahead ? said : Optional.empty());
    }

    /// What stands at a change whose sender is not refused for it: what it said, where we take another time.
    public String note() {
        return odd.isEmpty()
                ? ahead.map(said -> "its sender's clock is ahead: it said " + said + "; taken as when it came in")
                        .orElse("")
                : "its sender's clock is wrong: " + odd + "; taken as when it came in";
    }
}
