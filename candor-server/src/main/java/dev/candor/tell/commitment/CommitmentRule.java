package dev.candor.tell.commitment;

import dev.candor.tell.commitment.Commitment.Kind;
import dev.candor.tell.commitment.Commitment.Reminded;
import dev.candor.tell.commitment.Commitment.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// When somebody is reminded of a commitment, and what ends it. Pure.
public final class CommitmentRule {
    static final Duration LONGEST_AHEAD = Duration.ofMinutes(10);
    static final Duration SHORTEST_AHEAD = Duration.ofMinutes(2);

    private CommitmentRule() {}

    /// What happens to commitments.
    public sealed interface Event {
        /// @param phaseOpen whether the words say that it goes on
        /// @param harmEndedAt by evidence, at or before `at`; `at` where there is none
        record Said(String page, boolean phaseOpen, Instant harmEndedAt, Instant at) implements Event {}

        record PostmortemPublished(Instant at) implements Event {}

        /// @param harmEndedAt by evidence, at or before `at`
        /// @param openPages those, by slug, that still say that it goes on
        record IncidentResolved(Instant harmEndedAt, Set<String> openPages, Instant at) implements Event {}

        /// What was over is not.
        ///
        /// @param page whose readers had heard that it was; empty when all had, or the monitors had seen it
        record Relapsed(String page, Instant at) implements Event {}

        /// Something newer was promised in its place.
        record Replaced(Kind kind, String page, Instant at) implements Event {}

        /// A person says that it is kept; counts for {@link Kind#OTHER} only.
        record SaidKept(Instant at) implements Event {}

        /// Nobody waits for it any more.
        record Withdrawn(String why, Instant at) implements Event {}
    }

    /// What `event` makes of it; empty when that does not touch it. What has ended stays as it ended, but for a
    /// fix that was none.
    public static Optional<State> after(Commitment commitment, Event event) {
        if (event instanceof Event.Relapsed(String page, Instant _)) {
            return relapsed(commitment, page);
        }
        if (!commitment.open()) {
            return Optional.empty();
        }
        return switch (event) {
            case Event.Said said ->
                touches(commitment, said)
                        ? fulfilled(commitment, commitment.kind() == Kind.FIXED ? said.harmEndedAt() : said.at())
                        : Optional.empty();
            case Event.PostmortemPublished published ->
                commitment.kind() == Kind.POSTMORTEM ? fulfilled(commitment, published.at()) : Optional.empty();
            case Event.IncidentResolved resolved -> resolved(commitment, resolved);
            case Event.Replaced(Kind kind, String page, Instant at) ->
                kind != Kind.OTHER && kind == commitment.kind() && page.equals(commitment.page())
                        ? ended(commitment, "another time was promised", at)
                        : Optional.empty();
            case Event.SaidKept kept ->
                commitment.kind() == Kind.OTHER ? fulfilled(commitment, kept.at()) : Optional.empty();
            case Event.Withdrawn(String why, Instant at) -> ended(commitment, why, at);
            case Event.Relapsed _ -> Optional.empty();
        };
    }

    /// The fix is still to come. One that came late was promised for a time that has passed: it stays not kept.
    private static Optional<State> relapsed(Commitment commitment, String page) {
        boolean here = page.isEmpty()
                || commitment.page().isEmpty()
                || commitment.page().equals(page);
        return commitment.kind() == Kind.FIXED && commitment.state() instanceof State.Kept && here
                ? Optional.of(new State.Open(Reminded.NOT_YET))
                : Optional.empty();
    }

    private static boolean touches(Commitment commitment, Event.Said said) {
        boolean here = commitment.page().isEmpty() || commitment.page().equals(said.page());
        // Words from before the promise come in late when they were said by hand: they are not the next ones.
        boolean next = commitment.kind() == Kind.NEXT_UPDATE && !said.at().isBefore(commitment.madeAt());
        return here && (next || commitment.kind() == Kind.FIXED && !said.phaseOpen());
    }

    private static Optional<State> resolved(Commitment commitment, Event.IncidentResolved resolved) {
        return switch (commitment.kind()) {
            case FIXED -> fulfilled(commitment, resolved.harmEndedAt());
            // Readers to whom it still goes on wait for their words, whatever the team knows.
            case NEXT_UPDATE ->
                waits(commitment, resolved.openPages())
                        ? Optional.empty()
                        : ended(commitment, "the incident is over and no reader waits", resolved.at());
            case POSTMORTEM, OTHER -> Optional.empty();
        };
    }

    private static boolean waits(Commitment commitment, Set<String> openPages) {
        return commitment.page().isEmpty() ? !openPages.isEmpty() : openPages.contains(commitment.page());
    }

    /// Evidence may be older than the promise: then it was kept when it was made.
    private static Optional<State> fulfilled(Commitment commitment, Instant by) {
        Instant at = by.isBefore(commitment.madeAt()) ? commitment.madeAt() : by;
        return Optional.of(at.isAfter(commitment.dueAt()) ? new State.Missed(at, "") : new State.Kept(at));
    }

    /// What was due before is missed, whatever came in its place.
    private static Optional<State> ended(Commitment commitment, String why, Instant at) {
        return Optional.of(at.isAfter(commitment.dueAt()) ? new State.Missed(at, why) : new State.Dropped(at, why));
    }

    /// Of what somebody is to be reminded now; empty when of nothing, or when that was done.
    ///
    /// @param harmEndedAt when the incident's harm ended by evidence: what is fixed already is not called overdue
    /// while we watch whether it stays
    public static Optional<Reminded> decide(Commitment commitment, Optional<Instant> harmEndedAt, Instant now) {
        if (!(commitment.state() instanceof State.Open(Reminded before))) {
            return Optional.empty();
        }
        boolean fixed = commitment.kind() == Kind.FIXED
                && harmEndedAt.filter(at -> !at.isAfter(commitment.dueAt())).isPresent();
        Reminded wanted = fixed
                ? Reminded.NOT_YET
                : now.isAfter(commitment.dueAt())
                        ? Reminded.OVERDUE
                        : soonAt(commitment).filter(at -> !at.isAfter(now)).isPresent()
                                ? Reminded.SOON
                                : Reminded.NOT_YET;
        return wanted.compareTo(before) > 0 ? Optional.of(wanted) : Optional.empty();
    }

    /// When the next reminder is due, seen from `now`; empty when none is left.
    public static Optional<Instant> nextAt(Commitment commitment, Instant now) {
        if (!(commitment.state() instanceof State.Open(Reminded before)) || before == Reminded.OVERDUE) {
            return Optional.empty();
        }
        Instant overdueAt = commitment.dueAt().plusMillis(1);
        return before == Reminded.NOT_YET
                ? soonAt(commitment).filter(now::isBefore).or(() -> Optional.of(overdueAt))
                : Optional.of(overdueAt);
    }

    /// A quarter of the whole span before it is due, between two and ten minutes; empty when it is promised for so
    /// soon that the reminder would come with the promise.
    public static Optional<Instant> soonAt(Commitment commitment) {
        Duration quarter =
                Duration.between(commitment.madeAt(), commitment.dueAt()).dividedBy(4);
        Duration ahead = quarter.compareTo(SHORTEST_AHEAD) < 0
                ? SHORTEST_AHEAD
                : quarter.compareTo(LONGEST_AHEAD) > 0 ? LONGEST_AHEAD : quarter;
        return Optional.of(commitment.dueAt().minus(ahead)).filter(at -> at.isAfter(commitment.madeAt()));
    }

    /// Whether it is worth a look: overdue, or due within the hour, or within a quarter of its span.
    public static boolean near(Commitment commitment, Instant now) {
        Duration quarter =
                Duration.between(commitment.madeAt(), commitment.dueAt()).dividedBy(4);
        Duration ahead = quarter.compareTo(Duration.ofHours(1)) < 0 ? Duration.ofHours(1) : quarter;
        return commitment.open() && !commitment.dueAt().minus(ahead).isAfter(now);
    }
}
