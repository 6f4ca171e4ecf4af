package dev.candor.detect.location;

import java.time.Duration;
import java.time.Instant;

/// A place that is waited for: it is to look, and has no view yet. It is waited for as long as any view is
/// believed; then it is silent for itself.
///
/// @param since from when on
/// @param asItWas its view of before counts until it has another
/// @param again it was waited for before, and had no view then either: this time is the last until it has one
record Wait(Instant since, boolean asItWas, boolean again) {
    /// What is kept of it for the next start: only time in which we work counts.
    ///
    /// @param left how long it is still waited for; zero when it was long enough
    record Rest(Duration left, boolean asItWas, boolean again) {
        Wait from(Instant started, Duration believed) {
            return new Wait(started.plus(left).minus(believed), asItWas, again);
        }
    }

    boolean isOver(Duration believed, Instant now) {
        return !now.isBefore(since.plus(believed));
    }

    Rest rest(Duration believed, Instant now) {
        Duration left = Duration.between(now, since.plus(believed));
        return left.isNegative() || left.isZero()
                ? new Rest(Duration.ZERO, false, again)
                : new Rest(left, asItWas, again);
    }
}
