package dev.candor.page.kit;

import dev.candor.page.ComponentStatus;
import dev.candor.page.IncidentPhase;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/// One word that somebody said on a page while no server ran, for the ledger to take in later.
///
/// @param id the same wherever this word is seen again: it is taken in once
/// @param code its public id, 12 characters
/// @param incident the public id of its incident, 12 characters
/// @param title what the public calls the incident
/// @param components what it says of components, by their public ids
/// @param at when it was said, whole milliseconds
/// @param by who said it, as the machine knew them
public record HandWord(
        UUID id,
        String code,
        String incident,
        String title,
        IncidentPhase phase,
        String markdown,
        Map<String, ComponentStatus> components,
        Instant at,
        String by) {

    public HandWord {
        components = Collections.unmodifiableMap(new LinkedHashMap<>(components));
    }

    /// The same, said at another time.
    public HandWord saidAt(Instant time) {
        return new HandWord(id, code, incident, title, phase, markdown, components, time, by);
    }
}
