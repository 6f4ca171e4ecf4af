package dev.candor.page;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// An incident as the public may see it.
///
/// @param id 12 characters
/// @param updatedAt last change of our record; for imported history the import
/// @param updates newest first
/// @param componentIds ids of the affected components, each 12 characters; unknown ids are left out of the page
/// @param postmortemMarkdown only when published
/// @param nextUpdateBy the promised time of the next word, shown (and shown as overdue) while the incident is open
/// @param imported from another system; [IncidentTimes#source()] says from where
public record IncidentModel(
        String id,
        String name,
        IncidentPhase phase,
        Impact impact,
        IncidentTimes times,
        Instant updatedAt,
        List<UpdateModel> updates,
        List<String> componentIds,
        Optional<String> postmortemMarkdown,
        Optional<Instant> nextUpdateBy,
        boolean imported) {

    public IncidentModel {
        updates = List.copyOf(updates);
        componentIds = List.copyOf(componentIds);
    }

    public boolean open() {
        return phase.open();
    }

    /// The same with these updates, newest first, and what they make of it.
    public IncidentModel with(Impact worst, List<UpdateModel> words, List<String> components) {
        return new IncidentModel(
                id,
                name,
                phase,
                worst,
                times,
                updatedAt,
                words,
                components,
                postmortemMarkdown,
                nextUpdateBy,
                imported);
    }
}
