package dev.candor.lab.report;

import java.time.Duration;
import java.util.Locale;

/// Lengths of time as people say them.
final class Spans {
    private static final Duration SHORT = Duration.ofMinutes(2);

    private Spans() {}

    /// `1.5 s`, `44 min`, `2 h 38 min`, `8 d 12 h`: two parts at most, the last one rounded.
    static String words(Duration span) {
        if (span.compareTo(SHORT) < 0) {
            return String.format(Locale.ROOT, "%.1f s", span.toMillis() / 1000.0);
        }
        long minutes = Math.round(span.toSeconds() / 60.0);
        if (minutes < 60) {
            return minutes + " min";
        }
        if (minutes < 24 * 60) {
            return minutes / 60 + " h" + (minutes % 60 == 0 ? "" : " " + minutes % 60 + " min");
        }
        long hours = Math.round(minutes / 60.0);
        return hours / 24 + " d" + (hours % 24 == 0 ? "" : " " + hours % 24 + " h");
    }
}
