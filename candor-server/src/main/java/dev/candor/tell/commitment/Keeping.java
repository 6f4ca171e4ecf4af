package dev.candor.tell.commitment;

import dev.candor.base.ids.Ids;
import dev.candor.base.time.Durations;
import dev.candor.platform.db.Tx;
import dev.candor.platform.journal.Fact;
import dev.candor.platform.journal.Journal;
import dev.candor.respond.incident.Incident;
import dev.candor.tell.commitment.Commitment.Kind;
import dev.candor.tell.commitment.Commitment.Reminded;
import dev.candor.tell.commitment.Commitment.State;
import dev.candor.tell.commitment.CommitmentRule.Event;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Makes commitments and ends them, in the transaction of what made or kept them; all of it is on the incident's
/// timeline.
public final class Keeping {
    /// Wakes what waits for the next due time.
    public static final String TOPIC = "commitment";

    private static final String REOPENED = "commitment.reopened";

    private final CommitmentStore store = new CommitmentStore();
    private final Journal journal;
    private final Ids ids;

    public Keeping(Journal journal, Ids ids) {
        this.journal = journal;
        this.ids = ids;
    }

    public CommitmentStore store() {
        return store;
    }

    /// Whoever calls holds the incident.
    ///
    /// @param page whose readers it is promised to, by slug; empty when to nobody in particular
    public void make(Tx tx, Incident incident, String page, List<Promise> promises, String by, Instant now) {
        for (Promise promise : promises) {
            happened(tx, incident.id(), new Event.Replaced(promise.kind(), page, now), by, now);
            var made = new Commitment(
                    ids.next(),
                    incident.id(),
                    page,
                    promise.kind(),
                    promise.kind() == Kind.OTHER ? promise.what().strip() : "",
                    now,
                    promise.dueAt(),
                    by,
                    new State.Open(Reminded.NOT_YET));
            store.insert(tx, made);
            note(
                    tx,
                    made,
                    "commitment.made",
                    by,
                    "Promised within " + length(now, made.dueAt()) + ": " + made.words()
                            + (page.isEmpty() ? "" : ", to the readers of " + page),
                    now,
                    now);
            tx.wake(TOPIC);
        }
    }

    /// Words were said on a page.
    public void said(Tx tx, Incident incident, String page, boolean phaseOpen, String by, Instant now) {
        happened(tx, incident.id(), new Event.Said(page, phaseOpen, endedAt(tx, incident, now), now), by, now);
    }

    /// The incident is resolved inside.
    ///
    /// @param openPages those, by slug, that still say that it goes on
    public void resolved(Tx tx, Incident incident, Set<String> openPages, Instant now) {
        var event = new Event.IncidentResolved(endedAt(tx, incident, now), openPages, now);
        happened(tx, incident.id(), event, Journal.CANDOR, now);
    }

    /// What was over is not: the newest promise of a fix that was kept by it is open again, with its time.
    ///
    /// @param page whose readers had heard that it was over; empty when all had, or the monitors had seen it
    public void relapsed(Tx tx, Incident incident, String page, Instant now) {
        var newest = new HashSet<String>();
        for (Commitment commitment : store.ofIncident(tx, incident.id()).reversed()) {
            if (commitment.kind() == Kind.FIXED && newest.add(commitment.page())) {
                happened(tx, commitment, new Event.Relapsed(page, now), Journal.CANDOR, now);
            }
        }
    }

    private Instant endedAt(Tx tx, Incident incident, Instant now) {
        return harmEndedAt(tx, incident).filter(at -> at.isBefore(now)).orElse(now);
    }

    /// When the harm ended by evidence; empty when it did not, or when it came back since, be it a person who says so.
    Optional<Instant> harmEndedAt(Tx tx, Incident incident) {
        Optional<Instant> cameBack = journal.newest(tx, incident.subject(), REOPENED, 1).stream()
                .map(Fact::recordedAt)
                .findFirst();
        return incident.mitigatedAt()
                .filter(at -> cameBack.filter(back -> !back.isBefore(at)).isEmpty());
    }

    /// An incident's postmortem is there to be read.
    public void postmortemPublished(Tx tx, UUID incident, String by, Instant now) {
        happened(tx, incident, new Event.PostmortemPublished(now), by, now);
    }

    /// Ends what `event` ends, for each of an incident's commitments.
    ///
    /// @return how many it ended
    public int happened(Tx tx, UUID incident, Event event, String by, Instant now) {
        int ended = 0;
        for (Commitment commitment : store.ofIncident(tx, incident)) {
            ended += happened(tx, commitment, event, by, now) ? 1 : 0;
        }
        return ended;
    }

    /// False when `event` does not touch it, or it has ended.
    public boolean happened(Tx tx, Commitment commitment, Event event, String by, Instant now) {
        return CommitmentRule.after(commitment, event)
                .filter(next -> next instanceof State.Open
                        ? store.reopen(tx, commitment.id())
                        : store.end(tx, commitment.id(), next))
                .map(next -> {
                    String kind = next instanceof State.Open ? REOPENED : "commitment." + next.wire();
                    note(tx, commitment, kind, by, words(commitment, next), at(next, now), now);
                    tx.wake("page");
                    tx.wake(TOPIC);
                    return true;
                })
                .orElse(false);
    }

    private static Instant at(State state, Instant now) {
        return state instanceof State.Kept(Instant at) && at.isBefore(now) ? at : now;
    }

    /// One line for people: `The next update came 4 min before it was due`.
    static String words(Commitment commitment, State state) {
        return switch (state) {
            case State.Open _ -> "It came back: " + commitment.words() + " is promised still";
            case State.Kept(Instant at) -> {
                Duration early = Duration.between(at, commitment.dueAt());
                yield "Promise kept: " + commitment.words()
                        + (early.isZero() ? ", just in time" : ", " + length(at, commitment.dueAt()) + " early");
            }
            case State.Missed(Instant at, String why) ->
                why.isEmpty()
                        ? "Promise not kept: " + commitment.words() + " came " + length(commitment.dueAt(), at)
                                + " late"
                        : "Promise not kept: " + commitment.words() + " was overdue for "
                                + length(commitment.dueAt(), at) + " when " + why;
            case State.Dropped(Instant _, String why) ->
                "No longer promised: " + commitment.words() + ", because " + why;
        };
    }

    /// For people: from a minute on to the nearest minute, nobody promises seconds.
    public static String length(Instant from, Instant until) {
        Duration length = Duration.between(from, until);
        return Durations.words(
                length.toMillis() < 60_000 ? length : length.plusSeconds(30).truncatedTo(ChronoUnit.MINUTES));
    }

    void note(Tx tx, Commitment commitment, String kind, String by, String text, Instant at, Instant now) {
        journal.note(
                tx,
                "incident/" + commitment.incident(),
                kind,
                by,
                text,
                Map.of(
                        "commitment",
                        commitment.id().toString(),
                        "promise",
                        commitment.kind().wire(),
                        "due_at",
                        commitment.dueAt().toString()),
                at,
                now);
    }
}
