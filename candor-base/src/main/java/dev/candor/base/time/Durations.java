package dev.candor.base.time;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as people write and read them: `300ms`, `10s`, `2m`, `1h30m`, `1 week`.
public final class Durations {
    private static final Pattern PART =
            Pattern.compile("([0-9]{1,9}) ?(ms|milliseconds?|seconds?|s|minutes?|min|m|hours?|h|days?|d|weeks?|w)");

    private Durations() {}

    /// Empty when `text` is not a duration in this form. Never negative; at most about 19,000 years of seconds fit.
    public static Optional<Duration> parse(String text) {
        if (text.length() > 64) {
            return Optional.empty();
        }
        Matcher parts = PART.matcher(text.strip().toLowerCase(Locale.ROOT));
        Duration sum = Duration.ZERO;
        int at = 0;
        while (parts.find()) {
            if (parts.start() != at) {
                return Optional.empty();
            }
            sum = sum.plus(one(Long.parseLong(parts.group(1)), parts.group(2)));
            at = parts.end();
            while (at < text.strip().length() && text.strip().charAt(at) == ' ') {
                at++;
            }
            parts.region(at, text.strip().length());
        }
        return at == 0 || at != text.strip().length() ? Optional.empty() : Optional.of(sum);
    }

    private static Duration one(long amount, String unit) {
        return switch (unit.charAt(0)) {
            case 's' -> Duration.ofSeconds(amount);
            case 'h' -> Duration.ofHours(amount);
            case 'd' -> Duration.ofDays(amount);
            case 'w' -> Duration.ofDays(7 * amount);
            default ->
                unit.startsWith("ms") || unit.startsWith("milli")
                        ? Duration.ofMillis(amount)
                        : Duration.ofMinutes(amount);
        };
    }

    /// The shortest exact form in our own notation: `90s` is `1m30s`, zero is `0s`. `parse(format(d))` is `d` for
    /// whole milliseconds.
    public static String format(Duration duration) {
        var parts = new ArrayList<String>();
        add(parts, duration.toDays(), "d");
        add(parts, duration.toHoursPart(), "h");
        add(parts, duration.toMinutesPart(), "m");
        add(parts, duration.toSecondsPart(), "s");
        add(parts, duration.toMillisPart(), "ms");
        return parts.isEmpty() ? "0s" : String.join("", parts);
    }

    /// For reading, not for parsing: the two largest units (`2 h 38 min`, `44 min`, `4 s`, `< 1 s`).
    public static String words(Duration duration) {
        var parts = new ArrayList<String>();
        add(parts, duration.toDays(), " d");
        add(parts, duration.toHoursPart(), " h");
        add(parts, duration.toMinutesPart(), " min");
        add(parts, duration.toSecondsPart(), " s");
        return parts.isEmpty() ? "< 1 s" : String.join(" ", parts.subList(0, Math.min(2, parts.size())));
    }

    private static void add(ArrayList<String> parts, long amount, String unit) {
        if (amount > 0) {
            parts.add(amount + unit);
        }
    }
}
