package dev.candor.paging.proof;

import java.time.Duration;

/// When the canary is sent, and when its absence is trouble. Pure, and in spans of time that no set clock changes.
///
/// @param every how often it is sent
public record CanaryRule(Duration every) {
    /// Missing for so many periods is trouble of our own.
    static final int MISSED = 3;

    boolean isDue(Duration sinceSent) {
        return sinceSent.compareTo(every) >= 0;
    }

    /// @param age since one last came through, or since we began to wait for the first
    public boolean isMissing(Duration age) {
        return age.compareTo(every.multipliedBy(MISSED)) > 0;
    }
}
