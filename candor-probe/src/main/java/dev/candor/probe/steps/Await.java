package dev.candor.probe.steps;

import java.time.Duration;

/// A step that may need time: it is repeated until its assertions hold.
///
/// @param atMost how long, 100 ms to 5 min; the monitor's time-out ends it sooner
/// @param every from one end to the next start, 50 ms to 1 min
public record Await(Duration atMost, Duration every) {
    public Await {
        within("await.for", atMost, Duration.ofMillis(100), Duration.ofMinutes(5));
        within("await.every", every, Duration.ofMillis(50), Duration.ofMinutes(1));
    }

    static void within(String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(name + " must be " + least.toMillis() + "ms to " + most.toMillis()
                    + "ms, was " + value.toMillis() + "ms");
        }
    }
}
