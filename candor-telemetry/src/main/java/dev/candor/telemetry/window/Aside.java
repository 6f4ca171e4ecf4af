package dev.candor.telemetry.window;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/// How many senders' lines may be held aside at once, over all services: each of them takes memory for windows of its
/// own, a megabyte at most. Lines of further senders are late, and counted so.
public final class Aside {
    /// Of one service and rule of failures.
    static final int EACH = 10;

    private static final int ALL = 40;

    /// Few values are told apart: what is held is little, and seldom.
    private static final int VALUES = 50;

    private static final int COMBINATIONS = 20;

    private final AtomicInteger taken = new AtomicInteger();

    /// How lines held are counted: as their service's, but smaller. They count when they arrived, so that only the time
    /// they are held matters, not how old they are.
    static WindowSettings smaller(WindowSettings settings) {
        Duration enough = Duration.ofSeconds(90);
        int values = Math.min(VALUES, settings.values());
        return new WindowSettings(
                settings.length(),
                settings.grace(),
                settings.lateness().compareTo(enough) < 0 || settings.grace().compareTo(enough) > 0
                        ? settings.lateness()
                        : enough,
                values,
                Math.min(values, settings.kept()),
                Math.min(COMBINATIONS, settings.combinations()),
                settings.failures());
    }

    /// @return false when there is no room for another sender
    boolean take() {
        return taken.getAndUpdate(many -> Math.min(ALL, many + 1)) < ALL;
    }

    void give(int many) {
        taken.addAndGet(-many);
    }
}
