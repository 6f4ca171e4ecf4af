package dev.candor.page;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One public word on an incident or a maintenance.
///
/// @param id 12 characters, never reused: feeds are keyed by it
/// @param markdown what was said; raw HTML in it is shown as text
/// @param postedAt the time readers see; empty when imported history does not tell
/// @param editedAt when the text was changed afterwards; readers see that it was
/// @param affected empty when the update names no component
public record UpdateModel(
        String id,
        Phase phase,
        String markdown,
        Optional<Instant> postedAt,
        Optional<Instant> editedAt,
        List<AffectedModel> affected,
        boolean deliverNotifications) {

    public UpdateModel {
        affected = List.copyOf(affected);
    }

    public static UpdateModel of(String id, Phase phase, String markdown, Instant postedAt) {
        return new UpdateModel(id, phase, markdown, Optional.of(postedAt), Optional.empty(), List.of(), true);
    }

    public UpdateModel affecting(List<AffectedModel> components) {
        return new UpdateModel(id, phase, markdown, postedAt, editedAt, components, deliverNotifications);
    }
}
