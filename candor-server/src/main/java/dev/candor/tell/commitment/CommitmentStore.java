package dev.candor.tell.commitment;

import dev.candor.platform.db.Row;
import dev.candor.platform.db.Tx;
import dev.candor.tell.commitment.Commitment.Kind;
import dev.candor.tell.commitment.Commitment.Reminded;
import dev.candor.tell.commitment.Commitment.State;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The rows of commitments. They change by compare-and-set: open ones end, and a kept one may be opened again.
public final class CommitmentStore {
    private static final String COLUMNS =
            "id, incident, page, kind, what, made_at, due_at, made_by, state, reminded, ended_at, why";

    void insert(Tx tx, Commitment commitment) {
        tx.update(
                "INSERT INTO commitment (" + COLUMNS
                        + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'open', 0, NULL, '') ON CONFLICT (id) DO NOTHING",
                commitment.id(),
                commitment.incident(),
                commitment.page(),
                commitment.kind().wire(),
                commitment.what(),
                commitment.madeAt(),
                commitment.dueAt(),
                commitment.madeBy());
    }

    /// False when somebody else ended it.
    boolean end(Tx tx, UUID id, State next) {
        record End(Instant at, String why) {}
        End end = switch (next) {
            case State.Open _ -> throw new IllegalArgumentException("an open commitment has not ended");
            case State.Kept(Instant at) -> new End(at, "");
            case State.Missed(Instant at, String why) -> new End(at, why);
            case State.Dropped(Instant at, String why) -> new End(at, why);
        };
        return tx.update(
                        "UPDATE commitment SET state = ?, ended_at = ?, why = ? WHERE id = ? AND state = 'open'",
                        next.wire(),
                        end.at(),
                        end.why(),
                        id)
                == 1;
    }

    /// As if it had never been kept; who was reminded of it was. False when it was not kept.
    boolean reopen(Tx tx, UUID id) {
        return tx.update("UPDATE commitment SET state = 'open', ended_at = NULL WHERE id = ? AND state = 'kept'", id)
                == 1;
    }

    /// False when it has ended, or somebody was reminded of as much already.
    boolean reminded(Tx tx, UUID id, Reminded of) {
        return tx.update(
                        "UPDATE commitment SET reminded = ? WHERE id = ? AND state = 'open' AND reminded < ?",
                        of.ordinal(),
                        id,
                        of.ordinal())
                == 1;
    }

    public Optional<Commitment> find(Tx tx, UUID id) {
        return tx.one("SELECT " + COLUMNS + " FROM commitment WHERE id = ?", CommitmentStore::commitment, id);
    }

    /// In the order they were made.
    public List<Commitment> ofIncident(Tx tx, UUID incident) {
        return tx.list(
                "SELECT " + COLUMNS + " FROM commitment WHERE incident = ? ORDER BY id LIMIT 500",
                CommitmentStore::commitment,
                incident);
    }

    /// Those somebody waits for, the one that is due first, first.
    public List<Commitment> open(Tx tx) {
        return tx.list(
                "SELECT " + COLUMNS + " FROM commitment WHERE state = 'open' ORDER BY due_at, id LIMIT 1000",
                CommitmentStore::commitment);
    }

    /// Until when readers of a page were promised the next words; empty when they were not.
    public Optional<Instant> nextUpdateBy(Tx tx, UUID incident, String page) {
        return tx.one(
                "SELECT due_at FROM commitment WHERE incident = ? AND state = 'open' AND kind = ? AND (page = ? OR page = '') ORDER BY due_at LIMIT 1",
                row -> row.instant("due_at"),
                incident,
                Kind.NEXT_UPDATE.wire(),
                page);
    }

    /// The newest first.
    ///
    /// @param state a word of {@link State#wire}, or empty for all
    /// @param before the id of the last of the piece before
    public List<Commitment> list(Tx tx, String state, Optional<UUID> before, int limit) {
        String last = before.map(UUID::toString).orElse("");
        return tx.list(
                "SELECT " + COLUMNS
                        + " FROM commitment WHERE (? = '' OR id < ?) AND (? = '' OR state = ?) ORDER BY id DESC LIMIT ?",
                CommitmentStore::commitment,
                last,
                last,
                state,
                state,
                limit);
    }

    private static Commitment commitment(Row row) {
        String why = row.text("why");
        return new Commitment(
                row.uuid("id"),
                row.uuid("incident"),
                row.text("page"),
                Kind.of(row.text("kind")).orElse(Kind.OTHER),
                row.text("what"),
                row.instant("made_at"),
                row.instant("due_at"),
                row.text("made_by"),
                switch (row.text("state")) {
                    case "kept" -> new State.Kept(row.instant("ended_at"));
                    case "missed" -> new State.Missed(row.instant("ended_at"), why);
                    case "dropped" -> new State.Dropped(row.instant("ended_at"), why);
                    default -> new State.Open(Reminded.values()[row.integer("reminded")]);
                });
    }
}
