package dev.candor.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// One node's wall clock: the true time, but for a skew that may be changed at any moment.
final class SimulatedClock implements InstantSource {
    private final VirtualTime time;
    private Duration skew = Duration.ZERO;

    SimulatedClock(VirtualTime time) {
        this.time = time;
    }

    void skew(Duration skew) {
        this.skew = skew;
    }

    @Override
    public Instant instant() {
        return time.now().plus(skew);
    }
}
