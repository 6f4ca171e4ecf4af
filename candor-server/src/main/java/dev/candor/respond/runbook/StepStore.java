package dev.candor.respond.runbook;

import dev.candor.platform.db.Tx;
import dev.candor.respond.runbook.Run.Was;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Rows of the steps of runs, every try of them, and what was seen right before it.
public final class StepStore {
    private static final String NOT_DONE = "refused";

    /// One try of one step.
    ///
    /// @param before the pool as it was right before, in words
    /// @param was the server as it was right before; empty where the step sets none
    /// @param outcome `done`, `refused`, `unknown`; empty while nobody knows
    /// @param result the same in words
    public record Attempt(
            int step,
            int attempt,
            String effect,
            Instant intentAt,
            String before,
            Optional<Was> was,
            Optional<Instant> actedAt,
            String outcome,
            String result) {
        /// Whether it may have changed something.
        boolean mayHaveActed() {
            return !outcome.equals(NOT_DONE);
        }
    }

    /// When a step began and ended.
    public record StepTime(int step, Instant beganAt, Optional<Instant> endedAt) {}

    void began(Tx tx, UUID run, int step, Instant at) {
        tx.update(
                "INSERT INTO runbook_step (run, step, began_at, ended_at) VALUES (?, ?, ?, NULL) ON CONFLICT (run, step) DO NOTHING",
                run,
                step,
                at);
    }

    void over(Tx tx, UUID run, int step, Instant at) {
        began(tx, run, step, at);
        tx.update("UPDATE runbook_step SET ended_at = ? WHERE run = ? AND step = ?", at, run, step);
    }

    /// Written in the transaction that makes the run act.
    void intent(Tx tx, Run run, String effect, Decision.Before before, Instant now) {
        tx.update(
                "INSERT INTO runbook_attempt (run, step, attempt, epoch, effect, intent_at, seen_before, was_state, was_weight, acted_at, outcome, result) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, '', '') ON CONFLICT (run, step, attempt) DO NOTHING",
                run.id(),
                run.at(),
                run.attempt(),
                run.epoch(),
                effect,
                now,
                shortened(before.words()),
                before.was().map(was -> was.admin().word()).orElse(""),
                before.was().map(Was::weight).orElse(0));
    }

    void acted(Tx tx, Run run, Acted acted, Instant now) {
        String outcome = switch (acted) {
            case Acted.Done _ -> "done";
            case Acted.Refused _ -> NOT_DONE;
            case Acted.Unknown _ -> "unknown";
        };
        String result = switch (acted) {
            case Acted.Done(String what) -> what;
            case Acted.Refused(String why) -> "refused: " + why;
            case Acted.Unknown(String why) -> "unknown: " + why;
        };
        tx.update(
                "UPDATE runbook_attempt SET acted_at = ?, outcome = ?, result = ? WHERE run = ? AND step = ? AND attempt = ?",
                now,
                outcome,
                shortened(result),
                run.id(),
                run.at(),
                run.attempt());
    }

    private static String shortened(String text) {
        return text.length() > 1000 ? text.substring(0, 1000) + "…" : text;
    }

    public List<Attempt> attempts(Tx tx, UUID run) {
        return tx.list(
                "SELECT step, attempt, effect, intent_at, seen_before, was_state, was_weight, acted_at, outcome, result FROM runbook_attempt WHERE run = ? ORDER BY step, attempt LIMIT 1000",
                row -> new Attempt(
                        row.integer("step"),
                        row.integer("attempt"),
                        row.text("effect"),
                        row.instant("intent_at"),
                        row.text("seen_before"),
                        RunRow.was(row.text("was_state"), row.integer("was_weight")),
                        row.optionalInstant("acted_at"),
                        row.text("outcome"),
                        row.text("result")),
                run);
    }

    /// The steps that may have changed something; one whose every try was refused has not.
    Set<Integer> acted(Tx tx, UUID run) {
        var acted = new HashSet<Integer>();
        attempts(tx, run).stream().filter(Attempt::mayHaveActed).forEach(attempt -> acted.add(attempt.step()));
        return acted;
    }

    /// How each step's server was before the first try that may have changed it.
    Map<Integer, Was> before(Tx tx, UUID run) {
        var before = new LinkedHashMap<Integer, Was>();
        attempts(tx, run).stream()
                .filter(Attempt::mayHaveActed)
                .forEach(attempt -> attempt.was().ifPresent(was -> before.putIfAbsent(attempt.step(), was)));
        return before;
    }

    public List<StepTime> times(Tx tx, UUID run) {
        return tx.list(
                "SELECT step, began_at, ended_at FROM runbook_step WHERE run = ? ORDER BY step LIMIT 1000",
                row -> new StepTime(row.integer("step"), row.instant("began_at"), row.optionalInstant("ended_at")),
                run);
    }
}
