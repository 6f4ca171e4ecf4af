package dev.candor.respond.runbook;

import dev.candor.base.json.Json;
import dev.candor.platform.db.Row;
import dev.candor.platform.db.Tx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Rows of runs, their steps, tries and locks.
public final class RunStore {
    public static final String TOPIC = "run";

    private static final String STOPPED_ALL = "runbooks/stopped-by";
    private static final String COLUMNS =
            "id, number, runbook, params, incident, started_by, started_at, deadline, undo_of, undoes, step, phase, attempt, since, held, blind_since, processes, resume_at, reason, why, marks, maintenance, stop_by, answer, answer_by, epoch, due_at, ended_at";
    private static final String MOVES = "phase IN ('guard', 'act', 'verify', 'ask')";

    /// A run with the runbook as it was when the run began, secrets sealed.
    public record Loaded(Run run, Map<String, @Nullable Object> document) {}

    /// One try of one step.
    ///
    /// @param result empty while nobody knows
    public record Attempt(
            int step,
            int attempt,
            String effect,
            Instant intentAt,
            String before,
            Optional<Instant> actedAt,
            String result) {}

    /// When a step began and ended.
    public record StepTime(int step, Instant beganAt, Optional<Instant> endedAt) {}

    void insert(Tx tx, Run run, String document) {
        tx.update(
                "INSERT INTO runbook_run (" + COLUMNS
                        + ", document, lease_owner, lease_until) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', '', '', 0, ?, NULL, ?, '', 0)",
                run.id(),
                run.number(),
                run.runbook(),
                Json.write(run.values()),
                run.incident(),
                run.startedBy(),
                run.startedAt(),
                run.deadline(),
                run.undoOf(),
                Json.write(run.undoes()),
                run.at(),
                run.phase(),
                run.attempt(),
                run.since(),
                run.held(),
                run.blindSince(),
                Json.write(run.processes()),
                run.resumeAt(),
                run.reason(),
                run.why(),
                Json.write(run.mark()),
                run.maintenance(),
                run.dueAt(),
                document);
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
                row -> new Loaded(
                        run(row), Json.parseObject(row.text("document").getBytes(StandardCharsets.UTF_8))),
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
        return tx.update(
                        "UPDATE runbook_run SET deadline = ?, step = ?, phase = ?, attempt = ?, since = ?, held = ?, blind_since = ?, processes = ?, resume_at = ?, reason = ?, why = ?, marks = ?, maintenance = ?, stop_by = ?, answer = ?, answer_by = ?, due_at = ?, ended_at = ?, lease_until = ? WHERE id = ? AND epoch = ? AND stop_by = ? AND answer = ?",
                        run.deadline(),
                        run.at(),
                        run.phase(),
                        run.attempt(),
                        run.since(),
                        run.held(),
                        run.blindSince(),
                        Json.write(run.processes()),
                        run.resumeAt(),
                        run.reason(),
                        run.why(),
                        Json.write(run.mark()),
                        run.maintenance(),
                        run.controls().stopBy(),
                        run.controls().answer(),
                        run.controls().answerBy(),
                        run.dueAt(),
                        run.endedAt(),
                        leaseUntil,
                        run.id(),
                        seen.epoch(),
                        seen.controls().stopBy(),
                        seen.controls().answer())
                == 1;
    }

    void maintenance(Tx tx, Run run) {
        tx.update("UPDATE runbook_run SET maintenance = ? WHERE id = ?", run.maintenance(), run.id());
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

    /// A person answers what is asked; false when nothing is, or somebody did.
    boolean answer(Tx tx, UUID id, Run.Reason asked, String answer, String by, Instant now) {
        tx.wake(TOPIC);
        return tx.update(
                        "UPDATE runbook_run SET answer = ?, answer_by = ?, due_at = ? WHERE id = ? AND phase = 'ask' AND reason = ? AND answer = ''",
                        answer,
                        by,
                        now,
                        id,
                        asked)
                == 1;
    }

    /// A person takes a run that stands still elsewhere: nobody works on it, so there is nobody to fence off.
    boolean moveOn(Tx tx, Run seen, Run run) {
        return save(tx, seen, run, Instant.EPOCH);
    }

    void step(Tx tx, UUID run, int step, Instant at) {
        tx.update(
                "INSERT INTO runbook_step (run, step, began_at, ended_at) VALUES (?, ?, ?, NULL) ON CONFLICT (run, step) DO NOTHING",
                run,
                step,
                at);
    }

    void stepOver(Tx tx, UUID run, int step, Instant at) {
        step(tx, run, step, at);
        tx.update("UPDATE runbook_step SET ended_at = ? WHERE run = ? AND step = ?", at, run, step);
    }

    void intent(Tx tx, Run run, String effect, String before, Instant now) {
        tx.update(
                "INSERT INTO runbook_attempt (run, step, attempt, epoch, effect, intent_at, seen_before, acted_at, result) VALUES (?, ?, ?, ?, ?, ?, ?, NULL, '') ON CONFLICT (run, step, attempt) DO NOTHING",
                run.id(),
                run.at(),
                run.attempt(),
                run.epoch(),
                effect,
                now,
                shortened(before));
    }

    void acted(Tx tx, Run run, String result, Instant now) {
        tx.update(
                "UPDATE runbook_attempt SET acted_at = ?, result = ? WHERE run = ? AND step = ? AND attempt = ?",
                now,
                shortened(result),
                run.id(),
                run.at(),
                run.attempt());
    }

    private static String shortened(String text) {
        return text.length() > 1000 ? text.substring(0, 1000) + "…" : text;
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
                        RunStore::run,
                        runbook)
                .stream()
                .filter(run -> run.values().equals(values))
                .findFirst();
    }

    public Optional<Run> find(Tx tx, UUID id) {
        return tx.one("SELECT " + COLUMNS + " FROM runbook_run WHERE id = ?", RunStore::run, id);
    }

    public Optional<Run> byNumber(Tx tx, long number) {
        return tx.one("SELECT " + COLUMNS + " FROM runbook_run WHERE number = ?", RunStore::run, number);
    }

    /// The newest first.
    public List<Run> list(Tx tx, long before, int limit) {
        return tx.list(
                "SELECT " + COLUMNS + " FROM runbook_run WHERE number < ? ORDER BY number DESC LIMIT ?",
                RunStore::run,
                before,
                limit);
    }

    /// Those that are not over, oldest first.
    public List<Run> open(Tx tx) {
        return tx.list(
                "SELECT " + COLUMNS + " FROM runbook_run WHERE ended_at IS NULL ORDER BY number LIMIT 500",
                RunStore::run);
    }

    public List<Run> ofIncident(Tx tx, UUID incident) {
        return tx.list(
                "SELECT " + COLUMNS + " FROM runbook_run WHERE incident = ? ORDER BY number LIMIT 100",
                RunStore::run,
                incident);
    }

    /// The run that takes this one back.
    public Optional<Run> undoing(Tx tx, UUID of) {
        return tx.one(
                "SELECT " + COLUMNS + " FROM runbook_run WHERE undo_of = ? ORDER BY number DESC LIMIT 1",
                RunStore::run,
                of);
    }

    public List<Attempt> attempts(Tx tx, UUID run) {
        return tx.list(
                "SELECT step, attempt, effect, intent_at, seen_before, acted_at, result FROM runbook_attempt WHERE run = ? ORDER BY step, attempt LIMIT 1000",
                row -> new Attempt(
                        row.integer("step"),
                        row.integer("attempt"),
                        row.text("effect"),
                        row.instant("intent_at"),
                        row.text("seen_before"),
                        row.optionalInstant("acted_at"),
                        row.text("result")),
                run);
    }

    Set<Integer> acted(Tx tx, UUID run) {
        var acted = new HashSet<Integer>();
        attempts(tx, run).forEach(attempt -> acted.add(attempt.step()));
        return acted;
    }

    public List<StepTime> steps(Tx tx, UUID run) {
        return tx.list(
                "SELECT step, began_at, ended_at FROM runbook_step WHERE run = ? ORDER BY step LIMIT 1000",
                row -> new StepTime(row.integer("step"), row.instant("began_at"), row.optionalInstant("ended_at")),
                run);
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

    private static Run run(Row row) {
        var controls = new Run.Controls(row.text("stop_by"), row.text("answer"), row.text("answer_by"));
        return new Run(
                row.uuid("id"),
                row.number("number"),
                row.text("runbook"),
                texts(row.text("params")),
                row.optionalUuid("incident"),
                row.text("started_by"),
                row.instant("started_at"),
                row.instant("deadline"),
                row.optionalUuid("undo_of"),
                numbers(row.text("undoes")),
                row.integer("step"),
                phase(row.text("phase")),
                row.integer("attempt"),
                row.instant("since"),
                row.integer("held"),
                row.optionalInstant("blind_since"),
                texts(row.text("processes")),
                phase(row.text("resume_at")),
                Run.Reason.valueOf(row.text("reason").toUpperCase(Locale.ROOT)),
                row.text("why"),
                marks(row.text("marks")),
                row.optionalUuid("maintenance"),
                controls,
                row.number("epoch"),
                row.instant("due_at"),
                row.optionalInstant("ended_at"));
    }

    private static Run.Phase phase(String word) {
        return Run.Phase.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static Map<String, String> texts(String json) {
        var texts = new LinkedHashMap<String, String>();
        Json.parseObject(json.getBytes(StandardCharsets.UTF_8))
                .forEach((key, value) -> texts.put(key, String.valueOf(value)));
        return texts;
    }

    private static Map<Integer, String> marks(String json) {
        var marks = new TreeMap<Integer, String>();
        texts(json).forEach((key, value) -> marks.put(Integer.valueOf(key), value));
        return marks;
    }

    private static List<Integer> numbers(String json) {
        var numbers = new ArrayList<Integer>();
        if (Json.parse(json) instanceof List<?> list) {
            list.forEach(each -> numbers.add(Integer.valueOf(String.valueOf(each))));
        }
        return List.copyOf(numbers);
    }
}
