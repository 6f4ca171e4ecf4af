package dev.candor.lab.parts;

import dev.candor.base.time.Elapsed;
import dev.candor.base.time.Sleeper;
import dev.candor.base.time.SystemTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/// The clocks of a drill: `wall` to compare with what an observer reports, `elapsed` to measure, `sleeper` to wait.
public record LabClock(InstantSource wall, Elapsed elapsed, Sleeper sleeper) {
    public static LabClock real() {
        return new LabClock(SystemTime.wall(), SystemTime.elapsed(), SystemTime.sleeper());
    }

    /// Waits until `duration` has passed since `startNanos`; returns at once when it has.
    public void sleepUntil(long startNanos, Duration duration) throws InterruptedException {
        Duration left = duration.minusNanos(elapsed.nanos() - startNanos);
        if (left.isPositive()) {
            sleeper.sleep(left);
        }
    }

    /// Waits until something is so, `longest` at most.
    ///
    /// @param poll how often it is looked at
    public void await(Duration longest, Duration poll, BooleanSupplier met) throws InterruptedException {
        long from = elapsed.nanos();
        while (!met.getAsBoolean() && elapsed.nanos() - from < longest.toNanos()) {
            sleeper.sleep(poll);
        }
    }
}
