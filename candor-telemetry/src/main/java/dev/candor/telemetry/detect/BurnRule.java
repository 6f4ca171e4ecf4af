package dev.candor.telemetry.detect;

import java.time.Duration;
import java.util.List;

/// One pair of windows of a multi-window burn-rate alert: fires while the error budget burns at least `factor`
/// times
/// as fast as it may, over the long window and still over the short one. Says nothing before the service has been
/// seen for as long as the short one.
///
/// @param page whether it wakes people, or makes a ticket
/// @param leastFailures in the long window; 0 for the textbook rule, more where traffic is low
public record BurnRule(
        String name, boolean page, Duration longWindow, Duration shortWindow, double factor, long leastFailures) {
    /// The SRE workbook's set for a budget of 30 days: 2 % in 1 h and 5 % in 6 h page, 10 % in 1 d and in 3 d
    /// make a
    /// ticket.
    public static final List<BurnRule> SRE = List.of(
            new BurnRule("2% of the budget in 1 h", true, Duration.ofHours(1), Duration.ofMinutes(5), 14.4, 0),
            new BurnRule("5% of the budget in 6 h", true, Duration.ofHours(6), Duration.ofMinutes(30), 6, 0),
            new BurnRule("10% of the budget in 1 d", false, Duration.ofDays(1), Duration.ofHours(2), 3, 0),
            new BurnRule("10% of the budget in 3 d", false, Duration.ofDays(3), Duration.ofHours(6), 1, 0));

    public BurnRule {
        if (factor <= 0
                || shortWindow.compareTo(longWindow) > 0
                || shortWindow.toSeconds() < 60
                || longWindow.toDays() > 30) {
            throw new IllegalArgumentException(
                    "burn rule \"" + name
                            + "\": the factor must be above 0, the short window 1 minute or more and not longer than the long one, the long one at most 30 days");
        }
    }
}
