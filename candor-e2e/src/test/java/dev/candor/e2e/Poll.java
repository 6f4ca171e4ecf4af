package dev.candor.e2e;

import java.time.Duration;

/// Waits for something to become true, with a deadline that means "broken", not "slow".
final class Poll {
    private Poll() {}

    @FunctionalInterface
    interface Condition {
        boolean holds() throws Exception;
    }

    static void until(String what, Duration deadline, Condition condition) throws InterruptedException {
        long end = System.nanoTime() + deadline.toNanos();
        Exception last = null;
        while (System.nanoTime() < end) {
            try {
                if (condition.holds()) {
                    return;
                }
            } catch (IllegalStateException fatal) {
                throw fatal;
            } catch (Exception notYet) {
                last = notYet;
            }
            Thread.sleep(50);
        }
        throw new AssertionError("waited " + deadline.toSeconds() + " s in vain until " + what, last);
    }
}
