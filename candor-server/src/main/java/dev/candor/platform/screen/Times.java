package dev.candor.platform.screen;

import dev.candor.base.time.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/// Times as text for readers without JavaScript: UTC, and ages.
public final class Times {
    private static final DateTimeFormatter FULL = format("d MMM yyyy, HH:mm:ss 'UTC'");
    private static final DateTimeFormatter TIME = format("d MMM, HH:mm 'UTC'");
    private static final DateTimeFormatter DAY = format("d MMM");
    private static final DateTimeFormatter CLOCK = format("HH:mm");
    private static final DateTimeFormatter FIELD = format("yyyy-MM-dd'T'HH:mm");

    private static final List<String> ZONES = ZoneId.getAvailableZoneIds().stream()
            .filter(zone ->
                    zone.matches("(Africa|America|Asia|Atlantic|Australia|Europe|Indian|Pacific)/[^/]+|Etc/UTC"))
            .sorted()
            .toList();

    private Times() {}

    /// Time zones to choose from, by region and city.
    public static List<String> zones() {
        return ZONES;
    }

    private static DateTimeFormatter format(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
    }

    public static String machine(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /// @param form `full`, `time`, `day` or `clock`, as the script knows them
    public static String text(Instant at, String form) {
        return switch (form) {
            case "time" -> TIME.format(at);
            case "day" -> DAY.format(at);
            case "clock" -> CLOCK.format(at);
            default -> FULL.format(at);
        };
    }

    /// How long ago, or how long until.
    public static String apart(Instant one, Instant other) {
        Duration apart = Duration.between(one, other).abs();
        return Durations.words(
                apart.compareTo(Duration.ofMinutes(10)) > 0 ? apart.truncatedTo(ChronoUnit.MINUTES) : apart);
    }

    /// For an `<input type=datetime-local>`.
    public static String field(Instant at) {
        return FIELD.format(at);
    }

    public static String millis(long micros) {
        return micros >= 10_000_000
                ? micros / 1_000_000 + " s"
                : micros >= 10_000 ? micros / 1000 + " ms" : String.format(Locale.ROOT, "%.1f ms", micros / 1000.0);
    }
}
