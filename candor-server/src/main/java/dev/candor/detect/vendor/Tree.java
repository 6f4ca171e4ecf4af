package dev.candor.detect.vendor;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A JSON object of foreign make: what is missing or of another type is not there.
record Tree(Map<?, ?> map) {
    private static final DateTimeFormatter SCRIPT_DATE =
            DateTimeFormatter.ofPattern("EEE MMM d uuuu HH:mm:ss 'GMT'xx", Locale.ROOT);
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");

    static Optional<Tree> of(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? Optional.of(new Tree(map)) : Optional.empty();
    }

    boolean has(String key) {
        return map.containsKey(key);
    }

    /// One line; empty when there is none.
    String text(String key) {
        return map.get(key) instanceof String text ? Plain.line(text, 255) : "";
    }

    String id(String key) {
        Object value = map.get(key);
        return value instanceof String || value instanceof Long ? Plain.line(value.toString(), 100) : "";
    }

    String link(String key) {
        return map.get(key) instanceof String text ? Plain.link(text) : "";
    }

    String words(String key) {
        return map.get(key) instanceof String text ? Plain.text(text, 4000) : "";
    }

    boolean flag(String key) {
        return Boolean.TRUE.equals(map.get(key));
    }

    Optional<Tree> tree(String key) {
        return of(map.get(key));
    }

    boolean isList(String key) {
        return map.get(key) instanceof List<?>;
    }

    /// The objects of a list; what is none is left out.
    List<Tree> trees(String key) {
        return map.get(key) instanceof List<?> list
                ? list.stream()
                        .limit(2000)
                        .map(Tree::of)
                        .flatMap(Optional::stream)
                        .toList()
                : List.of();
    }

    Optional<Instant> time(String key) {
        return map.get(key) instanceof String text ? instant(text) : Optional.empty();
    }

    /// The first of several keys that has a time.
    Optional<Instant> firstTime(String... keys) {
        for (String key : keys) {
            Optional<Instant> time = time(key);
            if (time.isPresent()) {
                return time;
            }
        }
        return Optional.empty();
    }

    /// ISO 8601 with an offset, or as JavaScript prints a date. Times outside 2000 to 2100 are none.
    static Optional<Instant> instant(String text) {
        String clean = text.strip().replaceAll("\\s*\\([^()]{0,60}\\)$", "");
        if (clean.length() > 60) {
            return Optional.empty();
        }
        Optional<Instant> read = parsed(clean, DateTimeFormatter.ISO_OFFSET_DATE_TIME);
        if (read.isEmpty() && clean.matches("\\d{4}-\\d\\d-\\d\\dT[0-9:.]{5,20}")) {
            read = parsed(clean + "Z", DateTimeFormatter.ISO_OFFSET_DATE_TIME);
        }
        if (read.isEmpty()) {
            read = parsed(clean, SCRIPT_DATE);
        }
        return read.filter(time -> time.isAfter(EARLIEST) && time.isBefore(LATEST));
    }

    private static Optional<Instant> parsed(String text, DateTimeFormatter format) {
        try {
            return Optional.of(OffsetDateTime.parse(text, format)
                    .withOffsetSameInstant(ZoneOffset.UTC)
                    .toInstant());
        } catch (DateTimeParseException notThis) {
            return Optional.empty();
        }
    }
}
