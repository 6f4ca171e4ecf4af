package dev.candor.testing;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Waits for a condition by asking again and again: for the few tests with real threads.
public final class Eventually {
    private static final Duration DEADLINE = Duration.ofSeconds(15);

    private Eventually() {}

    /// Fails with `what` when the condition does not come true within 15 s.
    public static void until(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("did not come true in time: " + what);
            }
            try {
                Thread.sleep(5);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while waiting for: " + what, interrupted);
            }
        }
    }
}
