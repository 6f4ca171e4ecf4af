package dev.candor.learn.history;

import java.util.List;
import java.util.Optional;

/// All incidents of one text.
///
/// @param source the name of the file or address, for people
/// @param incidents in the order of the text
/// @param notes about the text as a whole; one of kind UNSUPPORTED when it could not be read
public record ImportedHistory(String source, Form form, List<ImportedIncident> incidents, List<Note> notes) {
    public ImportedHistory {
        incidents = List.copyOf(incidents);
        notes = List.copyOf(notes);
    }

    static ImportedHistory notRead(String source, String why) {
        return new ImportedHistory(
                source, Form.UNKNOWN, List.of(), List.of(new Note("form", Note.Kind.UNSUPPORTED, why)));
    }

    /// Why nothing could be read, if so.
    public Optional<String> problem() {
        return notes.stream()
                .filter(note -> note.kind() == Note.Kind.UNSUPPORTED)
                .map(Note::detail)
                .findFirst();
    }
}
