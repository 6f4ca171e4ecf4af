package dev.candor.paging.escalation;

import java.util.List;
import java.util.Set;

/// Whom a step reaches at an instant.
///
/// @param people by name, each with at least one contact method
/// @param channels of teams, by name
/// @param gaps in words: whom the step should have reached and does not
public record Reached(Set<String> people, Set<String> channels, List<String> gaps) {
    public boolean anybody() {
        return !people.isEmpty() || !channels.isEmpty();
    }
}
