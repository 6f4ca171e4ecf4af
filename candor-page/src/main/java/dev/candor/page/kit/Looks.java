package dev.candor.page.kit;

import dev.candor.page.ComponentModel;
import dev.candor.page.ComponentStatus;
import dev.candor.page.IncidentModel;
import java.util.Map;
import java.util.Optional;

/// How components look from now on.
///
/// @param late others spoke of the incident since
/// @param spoken what people said of them by hand
/// @param told the incident of this word
record Looks(HandWord word, boolean late, Map<String, ComponentStatus> spoken, IncidentModel told) {
    ComponentModel of(ComponentModel component) {
        return component.group()
                ? component.with(component.children().stream().map(this::of).toList())
                : leaf(component);
    }

    private ComponentModel leaf(ComponentModel leaf) {
        Optional<ComponentStatus> said = Optional.ofNullable(
                        late ? null : word.components().get(leaf.id()))
                .or(() -> Optional.ofNullable(spoken.get(leaf.id())));
        if (said.isPresent()) {
            return as(leaf, said.get()).withUnknown(false);
        }
        boolean over = !told.open() && told.componentIds().contains(leaf.id());
        return (over ? as(leaf, ComponentStatus.OPERATIONAL) : leaf).withUnknown(true);
    }

    private ComponentModel as(ComponentModel leaf, ComponentStatus status) {
        return leaf.status() == status ? leaf : leaf.in(status, word.at());
    }
}
