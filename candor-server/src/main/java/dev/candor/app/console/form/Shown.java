package dev.candor.app.console.form;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A value of a document as its field shows it. What comes back the same was not touched.
final class Shown {
    private Shown() {}

    /// @param value what stands under the field's key
    /// @param tree the mapping around it
    /// @return one text for most; several for lists; key and text for {@link Input.Keyed}
    static List<String> of(Input input, @Nullable Object value, @Nullable Object tree) {
        return switch (input) {
            case Input.Rows _ -> List.of();
            case Input.Lines _ ->
                List.of(String.join(
                        "\n", Trees.list(value).stream().map(Trees::text).toList()));
            case Input.Pairs _ -> List.of(pairs(value));
            case Input.Many _ -> Trees.list(value).stream().map(Trees::text).toList();
            case Input.Ordered ordered -> ordered(ordered, value);
            case Input.Choice choice -> List.of(value == null ? choice.usual() : word(Trees.text(value), choice));
            case Input.Keyed keyed ->
                keyed.keys().stream()
                        .filter(key -> Trees.at(tree, key.value()) != null)
                        .findFirst()
                        .map(key -> List.of(key.value(), Trees.text(Trees.at(tree, key.value()))))
                        .orElse(List.of());
            case Input.Line _, Input.Words _, Input.Flag _, Input.Zone _, Input.One _ -> List.of(Trees.text(value));
        };
    }

    /// As the options write it: documents may say `Automatic`.
    private static String word(String text, Input.Choice choice) {
        return choice.options().stream()
                .map(Option::value)
                .filter(option -> option.equalsIgnoreCase(text))
                .findFirst()
                .orElse(text);
    }

    private static String pairs(@Nullable Object value) {
        var lines = new ArrayList<String>();
        Trees.map(value).forEach((key, text) -> lines.add(key + ": " + Trees.text(text)));
        return String.join("\n", lines);
    }

    private static List<String> ordered(Input.Ordered ordered, @Nullable Object value) {
        if (ordered.sources().size() == 1) {
            return Trees.list(value).stream().map(Trees::text).toList();
        }
        var values = new ArrayList<String>();
        for (Object item : Trees.list(value)) {
            if (item instanceof Map<?, ?> map && map.size() == 1) {
                map.forEach((key, name) -> values.add(key + "/" + name));
            }
        }
        return values;
    }
}
