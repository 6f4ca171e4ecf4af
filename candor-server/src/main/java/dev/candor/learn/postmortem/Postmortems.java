package dev.candor.learn.postmortem;

import dev.candor.base.ids.Ids;
import dev.candor.learn.history.HistoryStore;
import dev.candor.platform.db.Database;
import dev.candor.platform.db.Tx;
import dev.candor.platform.journal.Journal;
import dev.candor.respond.incident.Incident;
import dev.candor.respond.incident.IncidentStore;
import dev.candor.tell.commitment.Keeping;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/// What people do with postmortems: write, review, publish; and what stops them.
public final class Postmortems {
    public static final int LONGEST = 100_000;

    /// The most others a text is compared with, of our own and of imported ones each.
    private static final int COMPARED = 500;

    private final Database ledger;
    private final PostmortemStore store;
    private final HistoryStore history;
    private final IncidentStore incidents = new IncidentStore();
    private final Journal journal;
    private final Keeping keeping;
    private final Ids ids;
    private final InstantSource clock;

    public Postmortems(
            Database ledger,
            PostmortemStore store,
            HistoryStore history,
            Journal journal,
            Keeping keeping,
            Ids ids,
            InstantSource clock) {
        this.ledger = ledger;
        this.store = store;
        this.history = history;
        this.journal = journal;
        this.keeping = keeping;
        this.ids = ids;
        this.clock = clock;
    }

    /// What came of it.
    public sealed interface Outcome {
        record Done() implements Outcome {}

        /// @param why for a person
        record Wrong(String why) implements Outcome {}

        /// It is the text of another one: say why that is right, or write another.
        record Copy(Likeness likeness) implements Outcome {}
    }

    /// Keeps a draft. Of a published one, readers see the new text at once: it passes what publishing passes.
    ///
    /// @param reason why it may be the text of another one; may be empty
    public Outcome save(Incident incident, String body, String by, String reason) {
        boolean published =
                ledger.read(tx -> store.published(tx, incident.id())).isPresent();
        return published
                ? publish(incident, body, by, reason)
                : wrong(body).<Outcome>map(Outcome.Wrong::new).orElseGet(() -> kept(incident, body, by));
    }

    private Outcome kept(Incident incident, String body, String by) {
        Instant now = clock.instant();
        ledger.inTransaction(tx -> {
            store.save(tx, incident.id(), body, by, false, now);
            return true;
        });
        return new Outcome.Done();
    }

    /// Somebody other than its author read exactly this text.
    public Outcome review(Incident incident, String body, String by) {
        Instant now = clock.instant();
        return ledger.inTransaction(tx -> {
            Optional<PostmortemStore.Postmortem> found = store.find(tx, incident.id());
            if (found.isEmpty() || !found.get().body().equals(body)) {
                return new Outcome.Wrong("The text was changed meanwhile: read the new one.");
            }
            if (found.get().author().equals(by)) {
                return new Outcome.Wrong("A review is somebody else's: you wrote this text.");
            }
            store.review(tx, incident.id(), by, now);
            journal.note(tx, incident.subject(), "postmortem.reviewed", by, by + " reviewed the postmortem", now);
            return new Outcome.Done();
        });
    }

    /// Puts it onto the incident's pages.
    ///
    /// @param reason why it may be the text of another one; may be empty
    public Outcome publish(Incident incident, String body, String by, String reason) {
        Optional<String> wrong = wrong(body).or(() -> unfinished(body));
        if (wrong.isPresent()) {
            return new Outcome.Wrong(wrong.get());
        }
        if (reason.length() > 500) {
            return new Outcome.Wrong("A reason has at most 500 characters; this one has " + reason.length() + ".");
        }
        Optional<Likeness> likeness = likest(incident, body);
        if (likeness.isPresent() && reason.isBlank()) {
            return new Outcome.Copy(likeness.get());
        }
        Instant now = clock.instant();
        UUID edition = ids.next();
        ledger.inTransaction(tx -> {
            Optional<String> before = store.published(tx, incident.id());
            boolean first = before.isEmpty();
            before.filter(said -> !said.equals(body))
                    .ifPresent(said -> store.keepBefore(tx, edition, incident.id(), said, by, now));
            store.save(tx, incident.id(), body, by, true, now);
            likeness.ifPresent(_ -> store.overridden(tx, incident.id(), reason.strip()));
            journal.note(
                    tx,
                    incident.subject(),
                    "postmortem.published",
                    by,
                    told(tx, incident, first, likeness, reason),
                    now);
            keeping.postmortemPublished(tx, incident.id(), by, now);
            return true;
        });
        return new Outcome.Done();
    }

    private String told(Tx tx, Incident incident, boolean first, Optional<Likeness> likeness, String reason) {
        String review = store.find(tx, incident.id())
                .flatMap(PostmortemStore.Postmortem::reviewedBy)
                .map(by -> "reviewed by " + by)
                .orElse("not reviewed by a second person");
        String copy = likeness.map(like -> "; " + like.words() + " Published all the same: " + reason.strip())
                .orElse("");
        return (first ? "The postmortem is published, " : "The published postmortem was changed, ") + review + copy;
    }

    /// Why a text cannot even be kept.
    public static Optional<String> wrong(String body) {
        if (body.isBlank()) {
            return Optional.of("A postmortem needs words.");
        }
        return body.length() > LONGEST
                ? Optional.of("A postmortem has at most 100,000 characters; this one has " + body.length() + ".")
                : Optional.empty();
    }

    private static Optional<String> unfinished(String body) {
        var left = PostmortemDraft.left(body);
        return left.isEmpty()
                ? Optional.empty()
                : Optional.of("It is not finished: it still says " + String.join(" and ", left)
                        + ". Write what is asked for, and reword or delete what is for the team.");
    }

    /// The postmortem of another incident that is most like this text, from {@link Likeness#WARN} percent on.
    public Optional<Likeness> likest(Incident incident, String body) {
        Shingles own = Shingles.of(body);
        return ledger.read(tx -> {
            var best = new Likeness("", 0);
            for (var other : store.list(tx, COMPARED)) {
                int percent = percent(own, other.body());
                if (!other.incident().equals(incident.id()) && percent > best.percent()) {
                    String number = incidents
                            .find(tx, other.incident())
                            .map(found -> "incident " + found.number())
                            .orElse("an incident that is gone");
                    best = new Likeness(number, percent);
                }
            }
            for (HistoryStore.Told other : history.postmortems(tx, COMPARED)) {
                int percent = percent(own, other.postmortem());
                if (percent > best.percent()) {
                    best = new Likeness("the imported \"" + other.title() + "\"", percent);
                }
            }
            return best.percent() >= Likeness.WARN ? Optional.of(best) : Optional.<Likeness>empty();
        });
    }

    /// Rounded down: a hundred is every word.
    private static int percent(Shingles own, String other) {
        return (int) (own.similarity(Shingles.of(other)) * 100);
    }
}
