package dev.candor.learn.history;

import java.util.List;
import java.util.Optional;

/// An incident as its layout parts it, before the fields are judged.
///
/// @param posts in the order of the text: newest first
/// @param flattened the posts are Markdown without its line breaks
/// @param notes what the layout already showed
record Draft(
        String title,
        Optional<String> organisation,
        List<Post> posts,
        List<AffectedComponent> components,
        Optional<ImportedTime> startedAt,
        boolean flattened,
        List<Note> notes) {
    /// @param body clean text, stripped
    record Post(Optional<Phase> phase, String body, Optional<ImportedTime> at) {}
}
