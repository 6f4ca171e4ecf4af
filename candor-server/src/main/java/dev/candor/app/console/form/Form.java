package dev.candor.app.console.form;

import dev.candor.catalog.document.Kind;
import dev.candor.platform.auth.Resource;
import java.util.List;
import java.util.Map;

/// How one kind of document is edited in the console.
///
/// @param resource whose roles decide
/// @param root path of its screens: `/monitors`
/// @param section of the navigation it belongs to
/// @param listed what the list it belongs to is called
/// @param about what such a thing is, for somebody who never saw one
/// @param first what a new one begins with
public record Form(
        Kind<?> kind,
        Resource resource,
        String root,
        String section,
        String listed,
        String about,
        List<Group> groups,
        Map<String, Object> first) {
    public List<Field> fields() {
        return groups.stream().flatMap(group -> group.fields().stream()).toList();
    }
}
