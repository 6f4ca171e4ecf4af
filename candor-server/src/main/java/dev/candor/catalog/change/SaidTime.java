package dev.candor.catalog.change;

import dev.candor.base.time.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// When a change happened, by a sender's clock that may be wrong.
///
/// @param at when we take it to have happened
/// @param odd what is wrong with what was said, in words; empty when nothing is
public record SaidTime(Instant at, String odd) {
    /// How far a sender's clock may be ahead.
    static final Duration AHEAD = Duration.ofMinutes(1);

    /// How long ago a change may have been that is reported now.
    static final Duration OLDEST = Duration.ofDays(365);

    /// @param said what the sender says, if it says anything
    public static SaidTime of(Optional<Instant> said, Instant now) {
        if (said.isEmpty()) {
            return new SaidTime(now, "");
        }
        Instant at = said.get();
        if (at.isAfter(now.plus(AHEAD))) {
            return new SaidTime(now, at + " lies " + Durations.words(Duration.between(now, at)) + " in the future");
        }
        if (at.isBefore(now.minus(OLDEST))) {
            return new SaidTime(
                    now, at + " lies " + Durations.words(Duration.between(at, now)) + " back, more than a year");
        }
        return new SaidTime(at.isAfter(now) ? now : at, "");
    }

    /// What stands at a change whose sender is not refused for it.
    public String note() {
        return odd.isEmpty() ? "" : "its sender's clock is wrong: " + odd + "; taken as when it came in";
    }
}
