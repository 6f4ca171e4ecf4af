package dev.candor.paging.proof;

import java.time.Duration;
import java.time.Instant;

/// When the canary is sent, and when its absence is trouble. Pure.
///
/// @param every how often it is sent
public record CanaryRule(Duration every) {
    /// Missing for so many periods is trouble of our own.
    static final int MISSED = 3;

    boolean isDue(Instant sentAt, Instant now) {
        return !sentAt.plus(every).isAfter(now);
    }

    /// @param throughAt when one last came through, or when we began to wait for the first
    public boolean isMissing(Instant throughAt, Instant now) {
        return throughAt.plus(every.multipliedBy(MISSED)).isBefore(now);
    }
}
