package dev.candor.app.console.form;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One of the shapes a kind of document comes in, each with its own fields: monitors differ by what they look at.
///
/// @param word names it in addresses: `/monitors/new?kind=steps`
/// @param title in the words of somebody who chooses: "Several steps"
/// @param about what it is, and when one wants it
/// @param fits whether a document has this shape
/// @param first what a new one begins with
public record Shape(
        String word,
        String title,
        String about,
        Predicate<Map<String, @Nullable Object>> fits,
        List<Group> groups,
        Map<String, Object> first) {
    public List<Field> fields() {
        return groups.stream().flatMap(group -> group.fields().stream()).toList();
    }
}
