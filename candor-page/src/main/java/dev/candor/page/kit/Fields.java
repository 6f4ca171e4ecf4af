package dev.candor.page.kit;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One JSON object read strictly: what is missing, of another kind or unknown is a mistake, with the place where it is.
final class Fields {
    /// A mistake in what is read; never leaves this package.
    static final class Wrong extends RuntimeException {
        private static final long serialVersionUID = 1;

        Wrong(String message) {
            super(message, null, false, false);
        }
    }

    private final Map<?, ?> object;
    private final String at;
    private final Set<String> read = new HashSet<>();

    private Fields(Map<?, ?> object, String at) {
        this.object = object;
        this.at = at;
    }

    /// Reads one object to its end.
    static <T> T read(@Nullable Object value, String at, Function<Fields, T> reader) {
        if (!(value instanceof Map<?, ?> object)) {
            throw new Wrong(at + ": expected an object");
        }
        var fields = new Fields(object, at);
        T whole;
        try {
            whole = reader.apply(fields);
        } catch (IllegalArgumentException | DateTimeException refused) {
            throw new Wrong(at + ": " + refused.getMessage());
        }
        for (Object name : object.keySet()) {
            if (!fields.read.contains(String.valueOf(name))) {
                throw new Wrong(at + "." + name + ": unknown");
            }
        }
        return whole;
    }

    private @Nullable Object value(String name) {
        read.add(name);
        return object.get(name);
    }

    private Wrong wrong(String name, String expected) {
        return new Wrong(at + "." + name + ": expected " + expected);
    }

    String text(String name) {
        if (value(name) instanceof String text) {
            return text;
        }
        throw wrong(name, "text");
    }

    Optional<String> optionalText(String name) {
        return value(name) == null ? Optional.empty() : Optional.of(text(name));
    }

    long number(String name) {
        if (value(name) instanceof Long number) {
            return number;
        }
        throw wrong(name, "a whole number");
    }

    boolean flag(String name) {
        if (value(name) instanceof Boolean flag) {
            return flag;
        }
        throw wrong(name, "true or false");
    }

    Instant instant(String name) {
        try {
            return Instant.parse(text(name));
        } catch (DateTimeException malformed) {
            throw wrong(name, "a time such as 2026-01-31T09:30:00Z");
        }
    }

    Optional<Instant> optionalInstant(String name) {
        return value(name) == null ? Optional.empty() : Optional.of(instant(name));
    }

    /// One of `words`, each called by what `wireName` gives.
    <T> T word(String name, T[] words, Function<T, String> wireName) {
        return word(text(name), name, words, wireName);
    }

    private <T> T word(String found, String name, T[] words, Function<T, String> wireName) {
        return Arrays.stream(words)
                .filter(word -> wireName.apply(word).equals(found))
                .findFirst()
                .orElseThrow(() -> wrong(
                        name,
                        "one of "
                                + String.join(
                                        ", ", Arrays.stream(words).map(wireName).toList())));
    }

    List<String> texts(String name) {
        var texts = new ArrayList<String>();
        for (Object each : array(name)) {
            if (!(each instanceof String text)) {
                throw wrong(name, "a list of texts");
            }
            texts.add(text);
        }
        return texts;
    }

    <T> List<T> list(String name, Function<Fields, T> reader) {
        var items = new ArrayList<T>();
        for (Object each : array(name)) {
            items.add(Fields.<T>read(each, at + "." + name + "[" + items.size() + "]", reader));
        }
        return items;
    }

    private List<?> array(String name) {
        if (value(name) instanceof List<?> list) {
            return list;
        }
        throw wrong(name, "a list");
    }

    <T> T object(String name, Function<Fields, T> reader) {
        return Fields.<T>read(value(name), at + "." + name, reader);
    }

    /// The names of this object, for one whose names are not known before; each is then read with the others.
    List<String> names() {
        return object.keySet().stream().map(String::valueOf).toList();
    }
}
