package dev.candor.app.demo;

import dev.candor.app.Candor;
import dev.candor.learn.action.ActionItem;
import dev.candor.platform.db.Tx;
import dev.candor.respond.incident.Incident;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;

/// What a story of the past left to do: something to mend, a postmortem that was promised, things to change.
final class DemoAftermath {
    /// How long after the end the postmortem was there.
    private static final Duration WRITTEN = Duration.ofHours(26);

    private final Candor candor;

    DemoAftermath(Candor candor) {
        this.candor = candor;
    }

    void write(Tx tx, DemoStories.Story story, Incident incident, Instant now) {
        story.mended().forEach(mended -> mended(tx, story, incident, mended));
        if (!story.postmortem().isEmpty()) {
            candor.tell()
                    .commitments()
                    .keeping()
                    .postmortemPublished(
                            tx,
                            incident.id(),
                            story.commander(),
                            story.endedAt().plus(WRITTEN));
        }
        LocalDate today = now.atZone(DemoStories.HOME).toLocalDate();
        story.changes()
                .forEach(change -> candor.actions()
                        .note(
                                tx,
                                new ActionItem(
                                        candor.platform().ids().next(),
                                        incident.id(),
                                        incident.service(),
                                        change.what(),
                                        change.owner(),
                                        today.plusDays(change.due()),
                                        new ActionItem.State.Open()),
                                story.commander(),
                                story.endedAt().plus(WRITTEN)));
    }

    private void mended(Tx tx, DemoStories.Story story, Incident incident, DemoStories.Mended mended) {
        Instant found = story.endedAt();
        Instant done = story.startedAt().plus(mended.after());
        tx.update(
                "INSERT INTO repair (id, incident, what, amount, owner, opened_at, state, closed_at, closed_by, evidence) VALUES (?, ?, ?, ?, ?, ?, 'done', ?, ?, ?)",
                candor.platform().ids().next(),
                incident.id(),
                mended.what(),
                mended.amount(),
                mended.owner(),
                found,
                done,
                mended.owner(),
                mended.evidence());
        String words = mended.what() + " (" + mended.amount() + ")";
        candor.platform()
                .journal()
                .note(
                        tx,
                        incident.subject(),
                        "repair.open",
                        story.commander(),
                        "To be repaired: " + words + ", by " + mended.owner(),
                        found);
        candor.platform()
                .journal()
                .note(
                        tx,
                        incident.subject(),
                        "repair.done",
                        mended.owner(),
                        "Repaired: " + words + "; " + mended.evidence(),
                        done);
    }
}
