package dev.candor.paging.escalation;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Whom a step reaches at an instant.
///
/// @param people by name, each with at least one contact method
/// @param channels of teams, by name
/// @param gaps in words: whom the step should have reached and does not
public record Reached(Set<String> people, Set<String> channels, List<String> gaps) {
    public static final Reached NOBODY = new Reached(Set.of(), Set.of(), List.of());

    /// Whom both reach together, nobody twice.
    public Reached and(Reached other) {
        var both = new LinkedHashSet<>(people);
        both.addAll(other.people);
        var told = new LinkedHashSet<>(channels);
        told.addAll(other.channels);
        var missing = new ArrayList<>(gaps);
        other.gaps.stream().filter(gap -> !missing.contains(gap)).forEach(missing::add);
        return new Reached(both, told, missing);
    }

    public boolean anybody() {
        return !people.isEmpty() || !channels.isEmpty();
    }
}
