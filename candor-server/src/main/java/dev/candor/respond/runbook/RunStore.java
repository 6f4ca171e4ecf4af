package dev.candor.respond.runbook;

import dev.candor.platform.db.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Rows of runs and of what nobody else may touch meanwhile.
public final class RunStore {
    public static final String TOPIC = "run";

    private static final String STOPPED_ALL = "runbooks/stopped-by";
    private static final String COLUMNS = RunRow.COLUMNS;
    private static final String MOVES = "phase IN ('guard', 'act', 'verify', 'ask')";

    /// A run with the runbook as it was when the run began.
    ///
    /// @param document JSON, secrets sealed
    public record Loaded(Run run, String document) {}

    void insert(Tx tx, Run run, String document) {
        var arguments = new ArrayList<>(RunRow.order(run));
        arguments.addAll(RunRow.state(run));
        arguments.add(document);
        tx.update(RunRow.INSERT, arguments.toArray());
        tx.wake(TOPIC);
    }

    /// Runs that want to be looked at, and nobody has taken on; oldest first.
    List<UUID> due(Tx tx, Instant now, int limit) {
        return tx.list(
                "SELECT id FROM runbook_run WHERE " + MOVES
                        + " AND due_at <= ? AND lease_until <= ? ORDER BY due_at LIMIT ?",
                row -> row.uuid("id"),
                now,
                now,
                limit);
    }

    Optional<Instant> nextDue(Tx tx) {
        return tx.one(
                "SELECT CASE WHEN due_at > lease_until THEN due_at ELSE lease_until END AS at FROM runbook_run WHERE "
                        + MOVES + " ORDER BY 1 LIMIT 1",
                row -> row.instant("at"));
    }

    /// Takes a run on: whoever had it may do nothing more. Empty when somebody was faster.
    Optional<Loaded> claim(Tx tx, UUID id, String owner, Instant now, Duration lease) {
        int claimed = tx.update(
                "UPDATE runbook_run SET epoch = epoch + 1, lease_owner = ?, lease_until = ? WHERE id = ? AND lease_until <= ? AND due_at <= ? AND "
                        + MOVES,
                owner,
                now.plus(lease),
                id,
                now,
                now);
        return claimed == 1 ? loaded(tx, id) : Optional.empty();
    }

    /// The same for one who may have taken it on before without learning of it.
    Optional<Loaded> loaded(Tx tx, UUID id) {
        return tx.one(
                "SELECT document, " + COLUMNS + " FROM runbook_run WHERE id = ?",
                row -> new Loaded(RunRow.run(row), row.text("document")),
                id);
    }

    /// Whoever of this name had taken on runs is dead.
    public void release(Tx tx, String owner) {
        tx.update(
                "UPDATE runbook_run SET lease_until = 0, lease_owner = '' WHERE lease_owner = ? AND lease_until > 0",
                owner);
    }

    /// Stores how a run stands, if it is still ours and nobody wanted something of it meanwhile that was not seen.
    ///
    /// @param seen as it was when the decision was made
    /// @param leaseUntil the epoch to let go
    boolean save(Tx tx, Run seen, Run run, Instant leaseUntil) {
        tx.wake(TOPIC);
        var arguments = new ArrayList<>(RunRow.state(run));
        arguments.addAll(List.of(
                leaseUntil,
                run.id(),
                seen.epoch(),
                seen.controls().stopBy(),
                seen.controls().answer(),
                seen.question()));
        return tx.update(
                        "UPDATE runbook_run SET " + RunRow.SET
                                + ", lease_until = ? WHERE id = ? AND epoch = ? AND stop_by = ? AND answer = ? AND question = ?",
                        arguments.toArray())
                == 1;
    }

    void maintenance(Tx tx, Run run) {
        tx.update(
                "UPDATE runbook_run SET maintenance = ? WHERE id = ?",
                run.left().maintenance(),
                run.id());
    }

    /// Lets go of a run without a change; it is looked at again at `due`.
    void letGo(Tx tx, Run run, Instant due) {
        tx.update(
                "UPDATE runbook_run SET lease_until = 0, due_at = ? WHERE id = ? AND epoch = ?",
                due,
                run.id(),
                run.epoch());
    }

    /// A person stops it; false when it is over or stands still.
    boolean stop(Tx tx, UUID id, String by, Instant now) {
        tx.wake(TOPIC);
        return tx.update(
                        "UPDATE runbook_run SET stop_by = ?, due_at = ? WHERE id = ? AND stop_by = '' AND " + MOVES,
                        by,
                        now,
                        id)
                == 1;
    }

    /// A person answers this very question; false when it is not asked any more, or somebody did.
    boolean answer(Tx tx, UUID id, int question, String answer, String by, Instant now) {
        tx.wake(TOPIC);
        return tx.update(
                        "UPDATE runbook_run SET answer = ?, answer_by = ?, due_at = ? WHERE id = ? AND phase = 'ask' AND question = ? AND answer = ''",
                        answer,
                        by,
                        now,
                        id,
                        question)
                == 1;
    }

    /// A person takes a run that stands still elsewhere: nobody works on it, so there is nobody to fence off.
    boolean moveOn(Tx tx, Run seen, Run run) {
        return save(tx, seen, run, Instant.EPOCH);
    }

    /// Who holds one of `resources`; empty when all are taken for `run` now.
    Optional<UUID> lock(Tx tx, UUID run, Set<String> resources, Instant now) {
        for (String resource : resources) {
            tx.update(
                    "INSERT INTO runbook_lock (resource, run, taken_at) VALUES (?, ?, ?) ON CONFLICT (resource) DO NOTHING",
                    resource,
                    run,
                    now);
            Optional<UUID> holder =
                    tx.one("SELECT run FROM runbook_lock WHERE resource = ?", row -> row.uuid("run"), resource);
            if (holder.isPresent() && !holder.get().equals(run)) {
                return holder;
            }
        }
        return Optional.empty();
    }

    void unlock(Tx tx, UUID run) {
        tx.update("DELETE FROM runbook_lock WHERE run = ?", run);
    }

    /// What one run must not touch, another may from now on.
    void handOver(Tx tx, UUID from, UUID to) {
        tx.update("UPDATE runbook_lock SET run = ? WHERE run = ?", to, from);
    }

    Optional<Run> openOf(Tx tx, String runbook, Map<String, String> values) {
        return tx
                .list(
                        "SELECT " + COLUMNS
                                + " FROM runbook_run WHERE runbook = ? AND ended_at IS NULL AND undo_of IS NULL ORDER BY number LIMIT 200",
                        RunRow::run,
                        runbook)
                .stream()
                .filter(run -> run.values().equals(values))
                .findFirst();
    }

    public Optional<Run> find(Tx tx, UUID id) {
        return tx.one("SELECT " + COLUMNS + " FROM runbook_run WHERE id = ?", RunRow::run, id);
    }

    public Optional<Run> byNumber(Tx tx, long number) {
        return tx.one("SELECT " + COLUMNS + " FROM runbook_run WHERE number = ?", RunRow::run, number);
    }

    /// The newest first.
    public List<Run> list(Tx tx, long before, int limit) {
        return tx.list(
                "SELECT " + COLUMNS + " FROM runbook_run WHERE number < ? ORDER BY number DESC LIMIT ?",
                RunRow::run,
                before,
                limit);
    }

    /// Those that are not over, oldest first.
    public List<Run> open(Tx tx) {
        return tx.list(
                "SELECT " + COLUMNS + " FROM runbook_run WHERE ended_at IS NULL ORDER BY number LIMIT 500",
                RunRow::run);
    }

    public List<Run> ofIncident(Tx tx, UUID incident) {
        return tx.list(
                "SELECT " + COLUMNS + " FROM runbook_run WHERE incident = ? ORDER BY number LIMIT 100",
                RunRow::run,
                incident);
    }

    /// The run that takes this one back.
    public Optional<Run> undoing(Tx tx, UUID of) {
        return tx.one(
                "SELECT " + COLUMNS + " FROM runbook_run WHERE undo_of = ? ORDER BY number DESC LIMIT 1",
                RunRow::run,
                of);
    }

    /// Forgets runs that ended before this, with what they left; never one whose makeshift is on, nor one that another
    /// is about to take back.
    public int prune(Tx tx, Instant before) {
        List<UUID> old = tx.list(
                "SELECT id FROM runbook_run r WHERE ended_at < ? AND NOT EXISTS (SELECT 1 FROM mitigation m WHERE m.run = r.id AND m.ended_at IS NULL) AND NOT EXISTS (SELECT 1 FROM runbook_run u WHERE u.undo_of = r.id AND u.ended_at IS NULL) ORDER BY ended_at LIMIT 200",
                row -> row.uuid("id"),
                before);
        for (UUID id : old) {
            tx.update("DELETE FROM mitigation WHERE run = ?", id);
            tx.update("DELETE FROM runbook_attempt WHERE run = ?", id);
            tx.update("DELETE FROM runbook_step WHERE run = ?", id);
            tx.update("DELETE FROM runbook_run WHERE id = ?", id);
        }
        return old.size();
    }

    /// Who stopped every run; empty when nobody did.
    public String stoppedAll(Tx tx) {
        return tx.one("SELECT value FROM setting WHERE name = ?", row -> row.text("value"), STOPPED_ALL)
                .orElse("");
    }

    /// @param by empty to let runs go on again
    void stopAll(Tx tx, String by, Instant now) {
        tx.update(
                "INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                STOPPED_ALL,
                by);
        if (!by.isEmpty()) {
            tx.update("UPDATE runbook_run SET due_at = ? WHERE due_at > ? AND " + MOVES, now, now);
        }
        tx.wake(TOPIC);
    }
}
