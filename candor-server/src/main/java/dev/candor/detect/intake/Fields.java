package dev.candor.detect.intake;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads a foreign JSON object field by field and collects what is wrong with it.
public final class Fields {
    private final Map<String, @Nullable Object> object;
    private final List<String> errors = new ArrayList<>();

    public Fields(Map<String, @Nullable Object> object) {
        this.object = object;
    }

    public List<String> errors() {
        return errors;
    }

    public void error(String error) {
        errors.add(error);
    }

    /// A text that must be there, cut at `most` characters.
    public String required(String key, int most) {
        Optional<String> text = optional(key, most);
        if (text.isEmpty()) {
            errors.add("'" + key + "' is missing or blank");
        }
        return text.orElse("");
    }

    /// A text, number or truth value as text; blank and null count as missing.
    public Optional<String> optional(String key, int most) {
        return switch (object.get(key)) {
            case String text when !text.isBlank() -> Optional.of(text.length() > most ? text.substring(0, most) : text);
            case Number number -> Optional.of(number.toString());
            case Boolean flag -> Optional.of(flag.toString());
            case null, default -> Optional.empty();
        };
    }

    @SuppressWarnings("unchecked") // keys of JSON objects are texts
    public Optional<Map<String, @Nullable Object>> object(String key) {
        return object.get(key) instanceof Map<?, ?> map
                ? Optional.of((Map<String, @Nullable Object>) map)
                : Optional.empty();
    }

    /// ISO 8601 with an offset, also written without its colon (`+0000`) as some senders do, or seconds or
    /// milliseconds since the epoch.
    public Optional<Instant> instant(String key) {
        if (object.get(key) instanceof Number number) {
            long value = number.longValue();
            return Optional.of(value > 100_000_000_000L ? Instant.ofEpochMilli(value) : Instant.ofEpochSecond(value));
        }
        return optional(key, 64).flatMap(Fields::parse);
    }

    private static Optional<Instant> parse(String text) {
        String repaired = text.matches(".*[+-][0-9]{4}")
                ? text.substring(0, text.length() - 2) + ":" + text.substring(text.length() - 2)
                : text;
        try {
            return Optional.of(OffsetDateTime.parse(repaired.replace(' ', 'T')).toInstant());
        } catch (DateTimeException notATime) {
            return Optional.empty();
        }
    }
}
