package dev.candor.page;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One public word on an incident or a maintenance.
///
/// @param id 12 characters, never reused: feeds are keyed by it
/// @param markdown what was said; raw HTML in it is shown as text
/// @param postedAt the time readers see; empty when imported history does not tell
/// @param editedAt when the text was changed afterwards; readers see that it was
/// @param affected empty when the update names no component
/// @param earlier what was said in its place before it was put right, the newest first; usually empty
public record UpdateModel(
        String id,
        Phase phase,
        String markdown,
        Optional<Instant> postedAt,
        Optional<Instant> editedAt,
        List<AffectedModel> affected,
        boolean deliverNotifications,
        List<Earlier> earlier) {

    /// Words that were put right.
    ///
    /// @param until when other words took their place
    /// @param why that was done, as readers may know it; may be empty
    public record Earlier(String markdown, Instant until, String why) {}

    public UpdateModel {
        affected = List.copyOf(affected);
        earlier = List.copyOf(earlier);
    }

    public UpdateModel(
            String id,
            Phase phase,
            String markdown,
            Optional<Instant> postedAt,
            Optional<Instant> editedAt,
            List<AffectedModel> affected,
            boolean deliverNotifications) {
        this(id, phase, markdown, postedAt, editedAt, affected, deliverNotifications, List.of());
    }

    public static UpdateModel of(String id, Phase phase, String markdown, Instant postedAt) {
        return new UpdateModel(id, phase, markdown, Optional.of(postedAt), Optional.empty(), List.of(), true);
    }

    public UpdateModel affecting(List<AffectedModel> components) {
        return new UpdateModel(id, phase, markdown, postedAt, editedAt, components, deliverNotifications, earlier);
    }

    /// The same with other words, and what was said before them.
    public UpdateModel corrected(String words, Instant at, String why) {
        var before = new ArrayList<Earlier>();
        before.add(new Earlier(markdown, at, why));
        before.addAll(earlier);
        return new UpdateModel(id, phase, words, postedAt, Optional.of(at), affected, deliverNotifications, before);
    }
}
