package dev.candor.app.console.form;

import dev.candor.catalog.document.Kind;
import dev.candor.platform.auth.Resource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How one kind of document is edited in the console.
///
/// @param resource whose roles decide
/// @param root path of its screens: `/monitors`
/// @param section of the navigation it belongs to
/// @param listed what the list it belongs to is called
/// @param about what such a thing is, for somebody who never saw one
/// @param shapes in which it comes; where there are several, whoever makes a new one chooses first
public record Form(
        Kind<?> kind, Resource resource, String root, String section, String listed, String about, List<Shape> shapes) {
    /// A kind with one shape.
    ///
    /// @param first what a new one begins with
    Form(
            Kind<?> kind,
            Resource resource,
            String root,
            String section,
            String listed,
            String about,
            List<Group> groups,
            Map<String, Object> first) {
        this(kind, resource, root, section, listed, about, List.of(new Shape("", "", about, _ -> true, groups, first)));
    }

    /// What the navigation calls the section.
    public String sectionName() {
        return switch (section) {
            case "/people" -> "People";
            case "/services" -> "Services";
            case "/monitors" -> "Monitors";
            default -> listed;
        };
    }

    /// Whether whoever makes a new one chooses a shape first.
    public boolean hasChoice() {
        return shapes.size() > 1;
    }

    /// The shape a document has; the first when it fits none.
    public Shape shape(Map<String, @Nullable Object> document) {
        return shapes.stream()
                .filter(shape -> shape.fits().test(document))
                .findFirst()
                .orElse(shapes.getFirst());
    }

    /// The shape of that word.
    public Optional<Shape> shape(String word) {
        return shapes.stream().filter(shape -> shape.word().equals(word)).findFirst();
    }
}
