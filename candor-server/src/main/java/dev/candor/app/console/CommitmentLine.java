package dev.candor.app.console;

import dev.candor.app.Candor;
import dev.candor.platform.db.Tx;
import dev.candor.respond.incident.Incident;
import dev.candor.tell.commitment.Commitment;
import dev.candor.tell.commitment.Commitment.State;
import dev.candor.tell.commitment.CommitmentRule;
import dev.candor.tell.commitment.Keeping;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/// A commitment as screens show it.
///
/// @param incident its number
public record CommitmentLine(Commitment commitment, long incident) {
    private static final int SHOWN = 20;

    /// Of one incident: what somebody waits for first, then the newest.
    static List<CommitmentLine> of(Candor candor, Tx tx, Incident incident) {
        return candor.tell().commitments().store().ofIncident(tx, incident.id()).stream()
                .sorted(Comparator.comparing((Commitment one) -> !one.open())
                        .thenComparing(one -> one.open() ? one.dueAt() : Instant.EPOCH)
                        .thenComparing(Commitment::madeAt, Comparator.reverseOrder()))
                .limit(SHOWN)
                .map(one -> new CommitmentLine(one, incident.number()))
                .toList();
    }

    /// Those that are overdue or due soon, the most urgent first.
    static List<CommitmentLine> near(Candor candor, Tx tx, Instant now) {
        return candor.tell().commitments().store().open(tx).stream()
                .filter(one -> CommitmentRule.near(one, now))
                .limit(SHOWN)
                .map(one -> new CommitmentLine(
                        one,
                        candor.respond()
                                .incidents()
                                .store()
                                .find(tx, one.incident())
                                .map(Incident::number)
                                .orElse(0L)))
                .toList();
    }

    public String look(Instant now) {
        return switch (commitment.state()) {
            case State.Open _ ->
                commitment.overdue(now) ? "critical" : CommitmentRule.near(commitment, now) ? "minor" : "unknown";
            case State.Kept _ -> "good";
            case State.Missed _ -> "major";
            case State.Dropped _ -> "unknown";
        };
    }

    public String word(Instant now) {
        return switch (commitment.state()) {
            case State.Open _ -> commitment.overdue(now) ? "overdue" : "promised";
            case State.Kept _ -> "kept";
            case State.Missed _ -> "not kept";
            case State.Dropped _ -> "taken back";
        };
    }

    /// How it ended; empty while it has not.
    public String ended() {
        return switch (commitment.state()) {
            case State.Open _ -> "";
            case State.Kept(Instant at) -> Keeping.length(at, commitment.dueAt()) + " early";
            case State.Missed(Instant at, String why) ->
                why.isEmpty() ? Keeping.length(commitment.dueAt(), at) + " late" : "never: " + why;
            case State.Dropped(Instant _, String why) -> why;
        };
    }
}
