package dev.candor.detect.intake;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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

    /// Whether a value stands there that is not null.
    public boolean has(String key) {
        return object.get(key) != null;
    }

    /// Reports a value that is neither a text nor null.
    public void mustBeText(String key) {
        if (object.get(key) != null && !(object.get(key) instanceof String)) {
            errors.add("'" + key + "' must be a text");
        }
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
            case String text -> Optional.of(cut(clean(text), most)).filter(found -> !found.isBlank());
            case Number number -> Optional.of(number.toString());
            case Boolean flag -> Optional.of(flag.toString());
            case null, default -> Optional.empty();
        };
    }

    public Optional<Map<String, @Nullable Object>> object(String key) {
        return object.get(key) instanceof Map<?, ?> map ? Optional.of(clean(map)) : Optional.empty();
    }

    private static Map<String, @Nullable Object> clean(Map<?, ?> map) {
        var copy = new LinkedHashMap<String, @Nullable Object>();
        map.forEach((key, value) -> copy.put(clean(String.valueOf(key)), cleanTree(value)));
        return copy;
    }

    private static @Nullable Object cleanTree(@Nullable Object tree) {
        return switch (tree) {
            case String text -> clean(text);
            case Map<?, ?> map -> clean(map);
            case List<?> list -> {
                var copy = new ArrayList<@Nullable Object>();
                list.forEach(item -> copy.add(cleanTree(item)));
                yield copy;
            }
            case null, default -> tree;
        };
    }

    /// Without what no database and no other JSON reader takes: NUL and other control characters, halves of
    /// surrogate pairs.
    private static String clean(String text) {
        return text.codePoints().anyMatch(Fields::isUnstorable)
                ? text.codePoints()
                        .map(c -> isUnstorable(c) ? 0xFFFD : c)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString()
                : text;
    }

    private static boolean isUnstorable(int c) {
        return c < ' ' && c != '\n' && c != '\t' && c != '\r'
                || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    }

    /// At most `most` characters, never half of one.
    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
    }

    /// ISO 8601 with an offset, also written without its colon (`+0000`) as some senders do, or seconds or
    /// milliseconds since the epoch.
    public Optional<Instant> instant(String key) {
        if (object.get(key) instanceof Number number) {
            long value = number.longValue();
            try {
                return Optional.of(
                        value > 100_000_000_000L ? Instant.ofEpochMilli(value) : Instant.ofEpochSecond(value));
            } catch (DateTimeException outside) {
                return Optional.empty();
            }
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
