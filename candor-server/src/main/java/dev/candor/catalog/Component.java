package dev.candor.catalog;

import dev.candor.catalog.document.Reading;
import java.util.List;
import java.util.Optional;

/// Something the public knows by name, fed by services of ours.
///
/// @param code its public id, 12 characters, the same as long as page and name stay
/// @param group the heading it stands under
public record Component(String code, String name, String description, Optional<String> group, List<String> services) {
    static Component read(Reading in, String page) {
        String name = in.text("name");
        return new Component(
                Code.of("component", page, name),
                name,
                in.text("description", ""),
                in.optionalText("group"),
                in.references("services", Service.KIND.plural()));
    }
}
