package dev.candor.learn.history;

import java.util.List;
import java.util.Optional;

/// An incident as a text tells it. What the text does not say is empty and named in `notes`.
///
/// @param key the same for the same incident in every import (32 hexadecimal digits), see [IncidentKey]
/// @param updates oldest first, without the postmortem
/// @param postmortemMarkdown the postmortem as CommonMark
/// @param postmortemAt when the postmortem was posted
/// @param startedAt only when the layout itself gives it; times in prose are `statements`
/// @param resolvedAt when the post with the phase "resolved" (planned work: "completed") was posted
/// @param statements facts found in prose, in the order of the posts, oldest first, then the postmortem
public record ImportedIncident(
        String key,
        String title,
        Optional<String> organisation,
        List<ImportedUpdate> updates,
        Optional<String> postmortemMarkdown,
        Optional<ImportedTime> postmortemAt,
        List<AffectedComponent> affectedComponents,
        Optional<ImportedTime> startedAt,
        Optional<ImportedTime> resolvedAt,
        List<Statement> statements,
        List<Note> notes) {
    public ImportedIncident {
        updates = List.copyOf(updates);
        affectedComponents = List.copyOf(affectedComponents);
        statements = List.copyOf(statements);
        notes = List.copyOf(notes);
    }

    /// When the first public word was posted, if the text says.
    public Optional<ImportedTime> firstPostedAt() {
        return updates.isEmpty() ? Optional.empty() : updates.getFirst().at();
    }

    /// What the text says and the record could not take whole.
    public List<String> losses() {
        return notes.stream()
                .filter(note -> note.kind() == Note.Kind.LOSSY)
                .map(note -> note.field() + ": " + note.detail())
                .toList();
    }
}
