package dev.candor.lab;

import dev.candor.base.json.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What one run of D01 measured, and whether that is within the budget. Times count from the fault.
///
/// @param fault zero when there was one
/// @param recovered when customers got everything again after the last trouble
/// @param userErrors requests of customers that failed
/// @param falseAlerts alerts without a cause
/// @param burstsInjected bursts of the plan that were carried out
/// @param burstsSeen those of them with a failed observation
/// @param shortfalls what was not within the budget, for people; empty when passed
public record DrillResult(
        String drill,
        Mode mode,
        long seed,
        Optional<Duration> fault,
        Optional<Duration> signal,
        Optional<Duration> alert,
        Optional<Duration> page,
        Optional<Duration> published,
        Optional<Duration> recovered,
        long userErrors,
        int lost,
        int falseAlerts,
        int burstsInjected,
        int burstsSeen,
        int incidents,
        List<String> shortfalls) {
    public DrillResult {
        shortfalls = List.copyOf(shortfalls);
    }

    public boolean pass() {
        return shortfalls.isEmpty();
    }

    /// The object of `candor drill --json`: times in seconds with milliseconds, null where there was no such moment.
    public Map<String, @Nullable Object> json() {
        return Json.object(
                "drill", drill,
                "mode", mode,
                "seed", seed,
                "t_fault", seconds(fault),
                "t_signal", seconds(signal),
                "t_alert", seconds(alert),
                "t_page", seconds(page),
                "t_published", seconds(published),
                "t_recovered", seconds(recovered),
                "user_errors", userErrors,
                "lost", lost,
                "false_alerts", falseAlerts,
                "pass", pass(),
                "bursts_injected", burstsInjected,
                "bursts_seen", burstsSeen,
                "incidents", incidents);
    }

    private static @Nullable BigDecimal seconds(Optional<Duration> time) {
        return time.map(t -> BigDecimal.valueOf(t.toMillis(), 3).setScale(3, RoundingMode.UNNECESSARY))
                .orElse(null);
    }

    /// One line for a terminal, and one more for every shortfall.
    public String text() {
        var out = new StringBuilder(String.format(
                Locale.ROOT,
                "%s %-8s seed %d  signal %s  alert %s  page %s  published %s  recovered %s  user errors %d  bursts %d/%d  incidents %d  %s",
                drill,
                mode.name().toLowerCase(Locale.ROOT),
                seed,
                words(signal),
                words(alert),
                words(page),
                words(published),
                words(recovered),
                userErrors,
                burstsSeen,
                burstsInjected,
                incidents,
                pass() ? "pass" : "FAIL"));
        shortfalls.forEach(shortfall -> out.append("\n    ").append(shortfall));
        return out.toString();
    }

    private static String words(Optional<Duration> time) {
        return time.map(t -> String.format(Locale.ROOT, "%.1f s", t.toMillis() / 1000.0))
                .orElse("-");
    }
}
