package dev.candor.lab.run;

import dev.candor.base.json.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What one run measured, and whether that is within the budget. Times count from the fault.
///
/// @param fault zero when there was one
/// @param userErrors requests of customers that failed
/// @param falseAlerts alerts without a cause
/// @param recovered when customers had everything again, or where nobody asks for them, when Candor said so
/// @param facts what else this drill measures, by name
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
        Map<String, @Nullable Object> facts,
        List<String> shortfalls) {
    public DrillResult {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
        shortfalls = List.copyOf(shortfalls);
    }

    /// A run that could not be made.
    public static DrillResult broken(String drill, Round round, String why) {
        Optional<Duration> none = Optional.empty();
        return new DrillResult(
                drill, round.mode(), round.seed(), none, none, none, none, none, none, 0, 0, 0, Map.of(), List.of(why));
    }

    /// The same, told as a run of this mode.
    public DrillResult in(Mode other) {
        return new DrillResult(
                drill,
                other,
                seed,
                fault,
                signal,
                alert,
                page,
                published,
                recovered,
                userErrors,
                lost,
                falseAlerts,
                facts,
                shortfalls);
    }

    public boolean pass() {
        return shortfalls.isEmpty();
    }

    /// The object of `candor drill --json`: times in seconds with milliseconds, null where there was no such moment.
    public Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> object = Json.object(
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
                "pass", pass());
        var whole = new LinkedHashMap<>(object);
        whole.putAll(facts);
        return whole;
    }

    private static @Nullable BigDecimal seconds(Optional<Duration> time) {
        return time.map(t -> BigDecimal.valueOf(t.toMillis(), 3).setScale(3, RoundingMode.UNNECESSARY))
                .orElse(null);
    }

    /// One line for a terminal, and one more for every shortfall.
    public String text() {
        var out = new StringBuilder(String.format(
                Locale.ROOT,
                "%s %-8s seed %d  signal %s  alert %s  page %s  published %s  recovered %s  user errors %d  %s  %s",
                drill,
                mode.name().toLowerCase(Locale.ROOT),
                seed,
                words(signal),
                words(alert),
                words(page),
                words(published),
                words(recovered),
                userErrors,
                words(facts),
                pass() ? "pass" : "FAIL"));
        shortfalls.forEach(shortfall -> out.append("\n    ").append(shortfall));
        return out.toString();
    }

    private static String words(Map<String, @Nullable Object> facts) {
        return facts.entrySet().stream()
                .map(fact -> fact.getKey().replace('_', ' ') + " " + fact.getValue())
                .collect(Collectors.joining("  "));
    }

    /// `1.5 s`, or `-`.
    public static String words(Optional<Duration> time) {
        return time.map(t -> String.format(Locale.ROOT, "%.1f s", t.toMillis() / 1000.0))
                .orElse("-");
    }
}
