package dev.candor.catalog.change;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a change touches, as senders write it: `{"customer": ["acme", "orb"], "version": "1.4"}`.
public final class Labels {
    /// How many names a change may have.
    public static final int MOST = 20;

    /// How many values a name may have.
    public static final int MOST_VALUES = 50;

    private static final int LONGEST = 255;

    private Labels() {}

    /// @param tree what stands under `labels`; null for nothing
    /// @param problem hears what is wrong, in words; what is wrong is left out
    public static Map<String, List<String>> read(@Nullable Object tree, Consumer<String> problem) {
        var labels = new TreeMap<String, List<String>>();
        switch (tree) {
            case null -> {}
            case Map<?, ?> map -> map.forEach((name, values) -> one(labels, String.valueOf(name), values, problem));
            default -> problem.accept("'labels' must be an object: {\"customer\": \"acme\"}");
        }
        return labels;
    }

    private static void one(
            Map<String, List<String>> labels, String name, @Nullable Object said, Consumer<String> problem) {
        List<String> values = values(said);
        if (!name.matches("[a-z][a-z0-9_-]{0,39}")) {
            problem.accept("'labels': a name has small letters, digits, `-` or `_`, 40 at most");
        } else if (values.isEmpty() || values.stream().anyMatch(value -> value.isBlank() || value.length() > LONGEST)) {
            problem.accept(
                    "'labels." + name + "' must be a text of 1 to " + LONGEST + " characters, or a list of such");
        } else if (values.size() > MOST_VALUES) {
            problem.accept("'labels." + name + "' has " + values.size() + " values, at most " + MOST_VALUES);
        } else if (labels.size() >= MOST) {
            problem.accept("'labels' has more than " + MOST + " names");
        } else {
            labels.put(name, values);
        }
    }

    private static List<String> values(@Nullable Object said) {
        return switch (said) {
            case String text -> List.of(text.strip());
            case Number number -> List.of(number.toString());
            case Boolean flag -> List.of(flag.toString());
            case List<?> list -> {
                var all = new ArrayList<String>();
                for (Object item : list) {
                    List<String> inner = item instanceof List<?> ? List.of() : values(item);
                    if (inner.isEmpty()) {
                        yield List.of();
                    }
                    all.addAll(inner);
                }
                yield List.copyOf(all);
            }
            case null, default -> List.of();
        };
    }
}
