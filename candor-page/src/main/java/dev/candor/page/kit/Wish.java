package dev.candor.page.kit;

import java.util.List;
import java.util.Optional;

/// What somebody wants to say by hand, in their own words and not yet looked at.
///
/// @param incident the public id of the incident it belongs to
/// @param name what readers call the incident
/// @param phase `investigating`, `identified`, `monitoring` or `resolved`
/// @param components each `NAME=STATUS`; a name as readers know it, or its public id
/// @param text Markdown
/// @param by who says it
public record Wish(
        Optional<String> incident,
        Optional<String> name,
        Optional<String> phase,
        List<String> components,
        String text,
        String by) {
    public Wish {
        components = List.copyOf(components);
    }
}
