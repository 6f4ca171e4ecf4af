package dev.candor.app.console;

import dev.candor.learn.figures.Cause;
import dev.candor.learn.postmortem.Likeness;
import dev.candor.learn.postmortem.PostmortemDraft;
import dev.candor.learn.postmortem.PostmortemStore;
import dev.candor.page.html.Markdown;
import dev.candor.respond.incident.Incident;
import java.util.List;
import java.util.Optional;

/// A postmortem being written.
///
/// @param stored empty while it is only drafted
/// @param body what stands in the field
/// @param wrong why nothing was done; may be empty
/// @param likeness whose text it is, when somebody has to say why
/// @param look whether to show it as readers would see it
/// @param who looks at it
public record PostmortemView(
        Incident incident,
        Optional<PostmortemStore.Postmortem> stored,
        String body,
        String wrong,
        Optional<Likeness> likeness,
        boolean look,
        Optional<Cause> cause,
        String who) {
    public boolean published() {
        return stored.filter(PostmortemStore.Postmortem::published).isPresent();
    }

    /// The text is stored as it stands here, by somebody else, and nobody reviewed it.
    public boolean mayReview() {
        return stored.isPresent()
                && stored.get().body().equals(body)
                && !stored.get().author().equals(who)
                && stored.get().reviewedBy().isEmpty();
    }

    /// What is still to be done before it can be published.
    public List<String> left() {
        return PostmortemDraft.left(body);
    }

    public String html() {
        return Markdown.article(body, 3);
    }
}
