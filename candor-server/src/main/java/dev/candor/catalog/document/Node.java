package dev.candor.catalog.document;

import dev.candor.platform.secret.SecretAddress;
import java.util.List;
import java.util.Map;

/// A parsed document, wherever it came from, with the place of every part.
public sealed interface Node {
    Place place();

    /// Keys in order.
    record Mapping(Place place, Map<String, Node> entries) implements Node {}

    record Sequence(Place place, List<Node> items) implements Node {}

    /// Any single value as text. `quoted` tells `"5"` from `5`.
    record Scalar(Place place, String text, boolean quoted) implements Node {}

    /// Nothing: `key:` or JSON null.
    record Empty(Place place) implements Node {}

    /// In words, for messages; an address without what is secret in it.
    default String describe() {
        return switch (this) {
            case Mapping _ -> "a mapping";
            case Sequence _ -> "a list";
            case Scalar scalar when scalar.text().contains("://") -> "`" + SecretAddress.echoed(scalar.text()) + "`";
            case Scalar scalar ->
                "`" + (scalar.text().length() > 60 ? scalar.text().substring(0, 60) + "…" : scalar.text()) + "`";
            case Empty _ -> "nothing";
        };
    }
}
