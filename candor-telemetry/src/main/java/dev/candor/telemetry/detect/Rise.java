package dev.candor.telemetry.detect;

import java.time.Instant;

/// More failures than usual in a slice.
///
/// @param startedAt the beginning of the first window of the evidence
/// @param noticedAt the end of the window in which the evidence was enough
/// @param requests in the slice since `startedAt`
/// @param failures of them failed
/// @param expected so many failures would have been usual
public record Rise(Slice slice, Instant startedAt, Instant noticedAt, long requests, long failures, double expected) {
    public double share() {
        return requests == 0 ? 0 : (double) failures / requests;
    }

    /// Why a rise is over.
    public enum End {
        /// The counts are usual again.
        RECOVERED,
        /// There were no requests for half an hour: nothing can be said.
        NO_TRAFFIC,
        /// It stayed so long that it is the usual level now.
        ADOPTED
    }

    /// A rise that ended.
    ///
    /// @param at the end of the last window with more failures than usual
    public record Ended(Rise rise, Instant at, End why) {}
}
