package dev.candor.learn.history;

import java.util.Optional;

/// A component that a report names as affected, with the group it stands in, if any.
public record AffectedComponent(Optional<String> group, String name) {
    /// `Group (Name)` or `Name`, as Statuspage writes it.
    public String words() {
        return group.map(g -> g + " (" + name + ")").orElse(name);
    }
}
