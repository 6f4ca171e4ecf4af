package dev.candor.detect.location;

import java.time.Duration;
import java.time.Instant;

/// A place that is waited for: it is to look, and has no view yet. It is waited for as long as any view is
/// believed; then it is silent for itself.
///
/// @param until when it is silent for itself
/// @param asItWas its view of before counts until it has another
/// @param again it was waited for before, and had no view then either: this time is the last until it has one
record Wait(Instant until, boolean asItWas, boolean again) {
    /// What is kept of it for the next start: only time in which we work counts.
    ///
    /// @param left how long it is still waited for; zero when it was long enough
    record Rest(Duration left, boolean asItWas, boolean again) {
        Wait from(Instant started, Duration believed) {
            return new Wait(started.plus(left), asItWas, again).atMost(believed, started);
        }
    }

    /// The same, when a view is believed only that long now: the monitor may be looked at more often than when the
    /// wait began.
    Wait atMost(Duration believed, Instant now) {
        Instant last = now.plus(believed);
        return until.isAfter(last) ? new Wait(last, asItWas, again) : this;
    }

    boolean isOver(Instant now) {
        return !now.isBefore(until);
    }

    Rest rest(Instant now) {
        Duration left = Duration.between(now, until);
        return left.isNegative() || left.isZero()
                ? new Rest(Duration.ZERO, false, again)
                : new Rest(left, asItWas, again);
    }
}
