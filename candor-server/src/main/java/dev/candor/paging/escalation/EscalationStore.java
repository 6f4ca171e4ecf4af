package dev.candor.paging.escalation;

import dev.candor.platform.db.Row;
import dev.candor.platform.db.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The rows of escalations. States: `running`, `stopped` (answered or over), `exhausted` (nobody answered).
public final class EscalationStore {
    public static final String TOPIC = "escalation";

    void start(Tx tx, UUID alert, String policy, Instant now) {
        tx.update("""
                INSERT INTO escalation (alert, policy, step, round, next_at, state, version) VALUES (?, ?, 0, 0, ?, 'running', 0)
                ON CONFLICT (alert) DO UPDATE SET policy = excluded.policy, step = 0, round = 0, next_at = excluded.next_at, state = 'running', version = escalation.version + 1
                """, alert, policy, now);
        tx.wake(TOPIC);
    }

    void stop(Tx tx, UUID alert) {
        tx.update(
                "UPDATE escalation SET state = 'stopped', version = version + 1 WHERE alert = ? AND state = 'running'",
                alert);
    }

    List<EscalationRule.Running> due(Tx tx, Instant now, int limit) {
        return tx.list(
                "SELECT alert, policy, step, round, next_at, version FROM escalation WHERE state = 'running' AND next_at <= ? ORDER BY next_at LIMIT ?",
                EscalationStore::running,
                now,
                limit);
    }

    /// False when it was stopped or moved meanwhile.
    boolean move(Tx tx, EscalationRule.Running seen, EscalationRule.Next next) {
        return switch (next) {
            case EscalationRule.Next.At at ->
                tx.update(
                                "UPDATE escalation SET step = ?, round = ?, next_at = ?, version = version + 1 WHERE alert = ? AND version = ? AND state = 'running'",
                                at.step(),
                                at.round(),
                                at.at(),
                                seen.alert(),
                                seen.version())
                        == 1;
            case EscalationRule.Next.Exhausted _ ->
                tx.update(
                                "UPDATE escalation SET state = 'exhausted', version = version + 1 WHERE alert = ? AND version = ? AND state = 'running'",
                                seen.alert(),
                                seen.version())
                        == 1;
        };
    }

    /// The next step fires now: everybody of the last one proved unreachable. Nothing happens when `turn` (the
    /// version whose step was fired) is not the last one any more: somebody else has been paged since and has the
    /// time the policy gives.
    ///
    /// @param newRound also when all steps were taken and the first would come again
    void hasten(Tx tx, UUID alert, long turn, boolean newRound, Instant now) {
        tx.update(
                "UPDATE escalation SET next_at = ?, version = version + 1 WHERE alert = ? AND state = 'running' AND next_at > ? AND version = ? AND (step > 0 OR ? = 1)",
                now,
                alert,
                now,
                turn + 1,
                newRound ? 1 : 0);
        tx.wake(TOPIC);
    }

    Optional<Instant> nextDue(Tx tx) {
        return tx.one(
                        "SELECT min(next_at) AS at FROM escalation WHERE state = 'running'",
                        row -> row.optionalInstant("at"))
                .flatMap(at -> at);
    }

    /// What an alert's page shows: `running` with its next time, `stopped`, `exhausted`.
    public record Standing(String state, String policy, int step, int round, Instant nextAt) {}

    public Optional<Standing> standing(Tx tx, UUID alert) {
        return tx.one(
                "SELECT state, policy, step, round, next_at FROM escalation WHERE alert = ?",
                row -> new Standing(
                        row.text("state"),
                        row.text("policy"),
                        row.integer("step"),
                        row.integer("round"),
                        row.instant("next_at")),
                alert);
    }

    private static EscalationRule.Running running(Row row) {
        return new EscalationRule.Running(
                row.uuid("alert"),
                row.text("policy"),
                row.integer("step"),
                row.integer("round"),
                row.instant("next_at"),
                row.number("version"));
    }
}
