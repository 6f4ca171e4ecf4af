package dev.candor.probe.assertion;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How long ago a point in time is, in the forms in which services write one: ISO 8601 with an offset, the form of
/// HTTP headers (RFC 9110, section 5.6.7), seconds or milliseconds since 1970 as number or text.
public final class Age {
    /// Seconds of the year 5138; as milliseconds it is 1973. What is larger counts milliseconds.
    private static final BigDecimal SECONDS_END = BigDecimal.valueOf(100_000_000_000L);

    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);

    private Age() {}

    /// @param path into `json`
    /// @param json the document, or why there is none
    public static Seen at(String path, Seen json, Instant now) {
        Seen found = found(path, json);
        return found instanceof Seen.JsonValue(Object value) ? of(value, now) : found;
    }

    /// How long the oldest that waits has been waiting; nothing there means that nothing waits.
    ///
    /// @param found the oldest one's time; JSON's null when there is none
    public static Seen lag(Seen found, Instant now) {
        return found instanceof Seen.JsonValue(Object value) ? waiting(value, now) : found;
    }

    /// How long somebody has been waiting since then; who is only due in the future has not begun to wait.
    ///
    /// @param value null when nobody waits
    public static Seen waiting(@Nullable Object value, Instant now) {
        return value == null || time(value).filter(at -> at.isAfter(now)).isPresent()
                ? new Seen.Time(Duration.ZERO)
                : of(value, now);
    }

    /// What stands at a path; missing when the path leads nowhere.
    public static Seen found(String path, Seen json) {
        if (!(json instanceof Seen.JsonValue(Object document))) {
            return json;
        }
        if (!path.startsWith("$")) {
            return new Seen.Missing("must name a JSON path such as $.updated_at");
        }
        try {
            return JsonPath.parse(path)
                    .in(document)
                    .<Seen>map(found -> new Seen.JsonValue(found.value()))
                    .orElse(new Seen.Missing("is not in the document"));
        } catch (JsonPath.Wrong wrong) {
            return new Seen.Missing("is no JSON path: " + wrong.getMessage());
        }
    }

    /// @param value as JSON or a database gives it; what lies in the future by no more than clocks
    /// differ is 0 old, and what lies further ahead has no age: one such row would hide for years that nothing new
    /// comes
    public static Seen of(@Nullable Object value, Instant now) {
        if (value == null) {
            return new Seen.Missing("is null: there is no time");
        }
        return time(value)
                .map(at -> since(at, now))
                .orElse(new Seen.Missing("is no time: found " + shorten(String.valueOf(value))));
    }

    private static Seen since(Instant at, Instant now) {
        Duration ahead = Duration.between(now, at);
        if (ahead.compareTo(CLOCKS_DIFFER) > 0) {
            return new Seen.Missing("lies " + about(ahead) + " in the future");
        }
        return new Seen.Time(ahead.isNegative() ? ahead.negated() : Duration.ZERO);
    }

    private static String about(Duration duration) {
        long days = duration.toDays();
        if (days >= 2 * 365) {
            return days * 100 / 36_525 + " years";
        }
        if (days >= 2) {
            return days + " days";
        }
        return duration.toHours() >= 2 ? duration.toHours() + " hours" : duration.toMinutes() + " minutes";
    }

    private static Optional<Instant> time(Object value) {
        return switch (value) {
            case Instant instant -> Optional.of(instant);
            case Number number -> number(new BigDecimal(number.toString()));
            case String text -> text(text.strip());
            default -> Optional.empty();
        };
    }

    private static Optional<Instant> number(BigDecimal since1970) {
        boolean millis = since1970.abs().compareTo(SECONDS_END) >= 0;
        BigDecimal exact = millis ? since1970 : since1970.movePointRight(3);
        return exact.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE / 1000)) > 0
                ? Optional.empty()
                : Optional.of(Instant.ofEpochMilli(exact.longValue()));
    }

    private static Optional<Instant> text(String text) {
        if (text.matches("-?[0-9]{1,18}(\\.[0-9]{1,9})?")) {
            return number(new BigDecimal(text));
        }
        if (text.length() > 64) {
            return Optional.empty();
        }
        try {
            String iso = text.indexOf(' ') == 10 ? text.substring(0, 10) + "T" + text.substring(11) : text;
            return Optional.of(OffsetDateTime.parse(iso).toInstant());
        } catch (DateTimeException otherForm) {
            try {
                return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
            } catch (DateTimeException unknown) {
                return Optional.empty();
            }
        }
    }

    private static String shorten(String text) {
        return "'" + (text.length() > 60 ? text.substring(0, 60) + "…" : text) + "'";
    }
}
