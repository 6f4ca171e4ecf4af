package dev.candor.catalog.apply;

import dev.candor.catalog.CatalogStore;
import dev.candor.catalog.document.Node;
import dev.candor.catalog.document.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Dots in a document that stand for no secret: one message for all of them, and none about what else such a value is
/// not.
final class LeftDots {
    private final List<Problem> found = new ArrayList<>();
    private final String message;

    private LeftDots(String message) {
        this.message = message;
    }

    /// Adds the message, at the first dots of `document`, if it has any.
    ///
    /// @param path what messages call the document, as when it was read
    /// @param read the problems reading it found; those about values with dots are taken out
    /// @return whether there were dots
    static boolean report(Node document, String path, String message, List<Problem> read) {
        var dots = new LeftDots(message);
        dots.walk(document, path);
        if (dots.found.isEmpty()) {
            return false;
        }
        var paths = dots.found.stream().map(Problem::path).collect(Collectors.toSet());
        read.removeIf(problem -> paths.contains(problem.path()));
        read.add(dots.found.getFirst());
        return true;
    }

    /// Paths as {@link dev.candor.catalog.document.Reading} makes them: texts of a list have the path of the list.
    private void walk(Node node, String path) {
        switch (node) {
            case Node.Scalar scalar
            when CatalogStore.hasDots(scalar.text()) -> found.add(new Problem(scalar.place(), path, message));
            case Node.Mapping mapping -> mapping.entries().forEach((key, value) -> walk(value, path + "." + key));
            case Node.Sequence sequence -> {
                for (int i = 0; i < sequence.items().size(); i++) {
                    Node item = sequence.items().get(i);
                    walk(item, item instanceof Node.Scalar ? path : path + "[" + i + "]");
                }
            }
            case Node.Scalar _, Node.Empty _ -> {}
        }
    }
}
