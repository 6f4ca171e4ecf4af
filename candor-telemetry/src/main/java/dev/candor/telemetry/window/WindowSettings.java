package dev.candor.telemetry.window;

import java.time.Duration;

/// How requests of one service are counted.
///
/// @param length of a window
/// @param grace how long after its end a window is handed out: lines that take a moment are in
/// @param lateness how old a line may be and still be counted where it belongs, in a supplement
/// @param values how many values of a dimension an open window tells apart
/// @param kept how many of them the closed window keeps; the rest is `(other)`
/// @param combinations how many kinds of failing request an open window tells apart
/// @param failures what counts as one
public record WindowSettings(
        Duration length,
        Duration grace,
        Duration lateness,
        int values,
        int kept,
        int combinations,
        FailureRule failures) {
    public static final WindowSettings USUAL = new WindowSettings(
            Duration.ofSeconds(10), Duration.ofSeconds(3), Duration.ofSeconds(120), 1000, 100, 500, FailureRule.USUAL);

    public WindowSettings {
        require(
                length.toMillis() >= 1000 && length.toMinutes() < 60,
                "the length of a window must be 1 s to 1 h, was " + length);
        require(
                !grace.isNegative() && grace.compareTo(lateness) <= 0,
                "grace (" + grace + ") must be 0 or more and not longer than lateness (" + lateness + ")");
        require(lateness.dividedBy(length) <= 1000, "lateness (" + lateness + ") is more than 1000 windows");
        require(
                kept >= 1 && kept <= values && values <= 10_000,
                "kept (" + kept + ") must be 1 to values (" + values + "), at most 10000");
        require(combinations >= 10 && combinations <= 10_000, "combinations must be 10 to 10000, was " + combinations);
    }

    private static void require(boolean fine, String problem) {
        if (!fine) {
            throw new IllegalArgumentException(problem);
        }
    }

    public WindowSettings withFailures(FailureRule rule) {
        return new WindowSettings(length, grace, lateness, values, kept, combinations, rule);
    }

    public WindowSettings withLateness(Duration late) {
        return new WindowSettings(length, grace, late, values, kept, combinations, failures);
    }
}
