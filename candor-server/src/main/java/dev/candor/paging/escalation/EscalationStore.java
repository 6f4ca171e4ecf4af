package dev.candor.paging.escalation;

import dev.candor.paging.channel.canary.CanaryRoute;
import dev.candor.platform.db.Row;
import dev.candor.platform.db.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The rows of escalations. States: `running`, `stopped` (answered or over). One that nobody answered in any round runs
/// on in round -1, which is called `exhausted`: everybody is asked again at `next_at`.
public final class EscalationStore {
    public static final String TOPIC = "escalation";

    void start(Tx tx, UUID alert, String policy, Instant now) {
        start(tx, alert, policy, 0, now);
    }

    /// @param version of a row that is new; pages are named by it, and one of the same name is not sent again
    private static void start(Tx tx, UUID alert, String policy, long version, Instant now) {
        tx.update("""
                INSERT INTO escalation (alert, policy, step, round, next_at, state, version) VALUES (?, ?, 0, 0, ?, 'running', ?)
                ON CONFLICT (alert) DO UPDATE SET policy = excluded.policy, step = 0, round = 0, next_at = excluded.next_at, state = 'running', version = escalation.version + 1
                """, alert, policy, now, version);
        tx.wake(TOPIC);
    }

    /// Begins anew when what was there is lost; nothing remembers how far it had come.
    void revive(Tx tx, UUID alert, String policy, Instant now) {
        start(tx, alert, policy, now.getEpochSecond(), now);
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
            case EscalationRule.Next.Exhausted(Instant again) ->
                tx.update(
                                "UPDATE escalation SET step = 0, round = -1, next_at = ?, version = version + 1 WHERE alert = ? AND version = ? AND state = 'running'",
                                again,
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
                "UPDATE escalation SET next_at = ?, version = version + 1 WHERE alert = ? AND state = 'running' AND next_at > ? AND version = ? AND round >= 0 AND (step > 0 OR ? = 1)",
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
                        row.integer("round") < 0 && row.text("state").equals("running")
                                ? "exhausted"
                                : row.text("state"),
                        row.text("policy"),
                        row.integer("step"),
                        row.integer("round"),
                        row.instant("next_at")),
                alert);
    }

    /// An alert that waits for somebody, and where its escalation stands.
    ///
    /// @param standing empty when there is none
    public record Waiting(UUID alert, long number, String service, Instant triggeredAt, Optional<Standing> standing) {}

    /// Alerts that wait for somebody and have no next action after `before`, oldest first.
    public List<Waiting> unaccounted(Tx tx, Instant before, int limit) {
        return tx.list(
                """
                SELECT a.id, a.number, a.service, a.triggered_at, e.state, e.policy, e.step, e.round, e.next_at
                  FROM alert a LEFT JOIN escalation e ON e.alert = a.id
                 WHERE a.state = 'triggered' AND a.muted = '' AND a.triggered_at < ? AND a.service <> ?
                   AND (e.alert IS NULL OR e.state <> 'running' OR e.next_at < ?)
                 ORDER BY a.number LIMIT ?
                """,
                row -> new Waiting(
                        row.uuid("id"),
                        row.number("number"),
                        row.text("service"),
                        row.instant("triggered_at"),
                        row.optionalText("state")
                                .map(state -> new Standing(
                                        state,
                                        row.text("policy"),
                                        row.integer("step"),
                                        row.integer("round"),
                                        row.instant("next_at")))),
                before,
                CanaryRoute.NAME,
                before,
                limit);
    }

    private static EscalationRule.Running running(Row row) {
        return new EscalationRule.Running(
                row.uuid("alert"),
                row.text("policy"),
                row.integer("step"),
                row.integer("round"),
                row.instant("next_at"),
                row.number("version"),
                row.integer("round") < 0);
    }
}
