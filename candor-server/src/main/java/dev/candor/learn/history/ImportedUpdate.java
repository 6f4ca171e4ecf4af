package dev.candor.learn.history;

import java.util.Optional;

/// One post of a report.
///
/// @param phase empty when the text gives none
/// @param text plain text, paragraphs parted by line breaks
/// @param at when it was posted, as the text says
public record ImportedUpdate(Optional<Phase> phase, String text, Optional<ImportedTime> at) {}
