package dev.candor.platform.outbox;

import dev.candor.base.ids.Ids;
import dev.candor.base.json.Json;
import dev.candor.platform.db.Row;
import dev.candor.platform.db.Tx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The rows of the outbox. States: `pending`, `claimed`, `sent`, `dead` (gave up; can be replayed), `cancelled`
/// (nobody needs it any more).
public final class OutboxStore {
    /// The topic woken when something was put.
    public static final String TOPIC = "outbox";

    private static final String PUT = """
            INSERT INTO outbox (id, key, lane, kind, receiver, subject, payload, state, attempts, priority, created_at, due_at, give_up_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, 'pending', 0, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING
            """;
    /// Fair by receiver: everybody's first message comes before anybody's second. Of what is due at the same moment, as
    /// after an outage, the newest goes first.
    private static final String DUE = """
            SELECT id, attempts, receiver, cancel_at FROM (
              SELECT id, attempts, receiver, cancel_at, priority, due_at,
                     ROW_NUMBER() OVER (PARTITION BY receiver ORDER BY priority DESC, due_at, created_at DESC) AS turn
                FROM (SELECT id, attempts, receiver, cancel_at, priority, due_at, created_at FROM outbox
                       WHERE lane = ? AND state IN ('pending', 'claimed') AND due_at <= ? AND %s
                       ORDER BY due_at LIMIT 5000) AS due) AS turns
             WHERE turn <= 8 ORDER BY turn, priority DESC, due_at LIMIT ?
            """;
    /// Counted at claim time, not at settle time: a crash while sending must use up a try. The lease is the new due
    /// time.
    private static final String CLAIM = """
            UPDATE outbox SET state = 'claimed', attempts = attempts + 1, claim_token = ?, due_at = ?
             WHERE id = ? AND attempts = ? AND state IN ('pending', 'claimed') AND due_at <= ?
            RETURNING id, key, lane, kind, receiver, subject, payload, attempts, claim_token, due_at, give_up_at, created_at
            """;
    /// Somebody cancelled it while it was under way: a try that failed is then the last one.
    private static final String SETTLE = """
            UPDATE outbox SET state = CASE WHEN cancel_at IS NOT NULL AND CAST(? AS TEXT) = 'pending' THEN 'cancelled' ELSE ? END, due_at = ?, settled_at = ?, last_error = ?, provider_id = ?, claim_token = NULL
             WHERE id = ? AND claim_token = ? AND state = 'claimed'
            """;
    private static final String NOTE_ATTEMPT =
            "INSERT INTO outbox_attempt (id, message_id, attempt, at, outcome, detail) VALUES (?, ?, ?, ?, ?, ?)";
    private static final String COLUMNS =
            "id, key, lane, kind, receiver, subject, payload, state, attempts, created_at, due_at, give_up_at, settled_at, last_error, provider_id";

    private final Ids ids;

    public OutboxStore(Ids ids) {
        this.ids = ids;
    }

    /// Stores the promise; false when this key was put before.
    public boolean put(Tx tx, Message message, Instant now) {
        int rows = tx.update(
                PUT,
                ids.next(),
                message.key(),
                message.lane(),
                message.kind(),
                message.receiver(),
                message.subject(),
                Json.write(message.payload()),
                message.priority(),
                now,
                message.dueAt(),
                message.dueAt().plus(message.keepTrying()));
        tx.wake(TOPIC);
        return rows == 1;
    }

    /// What of `lane` is due, fairest first: candidates to be claimed one by one.
    ///
    /// @param busy receivers that may not have more under way; at most as many as messages are sent at a time
    List<Candidate> due(Tx tx, Lane lane, List<String> busy, int limit, Instant now) {
        var values = new ArrayList<Object>(List.of(lane, now));
        values.addAll(busy);
        values.add(limit);
        String others = busy.isEmpty()
                ? "1 = 1"
                : "receiver NOT IN (" + String.join(", ", Collections.nCopies(busy.size(), "?")) + ")";
        return tx.list(
                DUE.formatted(others),
                row -> new Candidate(
                        row.uuid("id"),
                        row.integer("attempts"),
                        row.text("receiver"),
                        row.optionalInstant("cancel_at").isPresent()),
                values.toArray());
    }

    /// @param cancelled cancelled while a worker held it that never came back
    record Candidate(UUID id, int attempts, String receiver, boolean cancelled) {}

    /// Empty when another worker was faster, or when it was cancelled meanwhile. A claim whose lease ran out is due
    /// again.
    Optional<Claim> claim(Tx tx, Candidate seen, String token, Duration lease, Instant now) {
        if (seen.cancelled()) {
            tx.update(
                    "UPDATE outbox SET state = 'cancelled', settled_at = ?, claim_token = NULL WHERE id = ? AND attempts = ? AND state IN ('pending', 'claimed')",
                    now,
                    seen.id(),
                    seen.attempts());
            return Optional.empty();
        }
        return tx.one(CLAIM, OutboxStore::claimed, token, now.plus(lease), seen.id(), seen.attempts(), now);
    }

    /// Makes what `worker` had claimed due at once: its process is dead, there is nothing to wait for.
    ///
    /// @return how many messages were under way when it died
    public int releaseClaims(Tx tx, String worker, Instant now) {
        tx.wake(TOPIC);
        return tx.update(
                "UPDATE outbox SET due_at = ? WHERE state = 'claimed' AND substr(claim_token, 1, ?) = ?",
                now,
                worker.length() + 1,
                worker + "/");
    }

    /// False when the lease was lost meanwhile and somebody else holds the message: then nothing was changed.
    boolean settle(Tx tx, Claim claim, Settlement outcome, Instant now) {
        Instant due = outcome instanceof Settlement.Again again ? again.at() : now;
        int rows = tx.update(
                SETTLE,
                outcome.state(),
                outcome.state(),
                due,
                outcome instanceof Settlement.Again ? null : now,
                cut(outcome.detail()),
                outcome instanceof Settlement.Sent sent ? sent.providerId() : null,
                claim.id(),
                claim.token());
        if (rows == 0) {
            return false;
        }
        tx.update(NOTE_ATTEMPT, ids.next(), claim.id(), claim.attempts(), now, outcome.word(), cut(outcome.detail()));
        return true;
    }

    /// Nobody needs these any more: everything still unsent about `subject` whose key starts with `keyPrefix`; gives
    /// how many. What is under way right now may still arrive, but is not tried again.
    public int cancel(Tx tx, String subject, String keyPrefix, Instant now) {
        tx.update(
                "UPDATE outbox SET cancel_at = ? WHERE subject = ? AND state = 'claimed' AND substr(key, 1, CAST(? AS INTEGER)) = ?",
                now,
                subject,
                keyPrefix.length(),
                keyPrefix);
        return tx.update(
                "UPDATE outbox SET state = 'cancelled', settled_at = ? WHERE subject = ? AND state = 'pending' AND substr(key, 1, CAST(? AS INTEGER)) = ?",
                now,
                subject,
                keyPrefix.length(),
                keyPrefix);
    }

    /// Makes the first of the unsent, untried messages whose key starts with `keyPrefix` due now: the next channel
    /// takes over. False when none was waiting.
    public boolean hasten(Tx tx, String subject, String keyPrefix, Instant now) {
        int rows = tx.update("""
                UPDATE outbox SET due_at = ?
                 WHERE id = (SELECT id FROM outbox
                              WHERE subject = ? AND state = 'pending' AND attempts = 0 AND due_at > ? AND substr(key, 1, CAST(? AS INTEGER)) = ?
                              ORDER BY due_at, id LIMIT 1)
                """, now, subject, now, keyPrefix.length(), keyPrefix);
        tx.wake(TOPIC);
        return rows == 1;
    }

    /// An outage is over: what had been tried and waits for its next try is due now.
    ///
    /// @param receiver empty for all receivers of this kind
    void bringForward(Tx tx, Lane lane, String kind, Optional<String> receiver, Instant now) {
        tx.update("""
                UPDATE outbox SET due_at = ?
                 WHERE lane = ? AND kind = ? AND state = 'pending' AND attempts > 0 AND due_at > ? AND (? = '' OR receiver = ?)
                """, now, lane, kind, now, receiver.orElse(""), receiver.orElse(""));
        tx.wake(TOPIC);
    }

    /// Puts a dead letter back with a fresh day to be tried in. False when it is not dead.
    public boolean replay(Tx tx, UUID id, Instant now) {
        int rows = tx.update(
                "UPDATE outbox SET state = 'pending', due_at = ?, give_up_at = ?, settled_at = NULL, cancel_at = NULL WHERE id = ? AND state = 'dead'",
                now,
                now.plus(Message.A_DAY),
                id);
        tx.wake(TOPIC);
        return rows == 1;
    }

    /// Newest first, without the canary's; `state` empty means all. Pass the last id of a page as `before` to go on.
    public List<Delivery> list(Tx tx, String state, String subject, Optional<UUID> before, int limit) {
        return tx.list(
                "SELECT " + COLUMNS
                        + " FROM outbox WHERE kind <> 'canary' AND (? = '' OR state = ?) AND (? = '' OR subject = ?) AND (? = '' OR id < ?) ORDER BY id DESC LIMIT ?",
                OutboxStore::delivery,
                state,
                state,
                subject,
                subject,
                before.map(UUID::toString).orElse(""),
                before.map(UUID::toString).orElse(""),
                limit);
    }

    public Optional<Delivery> find(Tx tx, UUID id) {
        return tx.one("SELECT " + COLUMNS + " FROM outbox WHERE id = ?", OutboxStore::delivery, id);
    }

    public List<Delivery.Attempt> attempts(Tx tx, UUID message) {
        return tx.list(
                "SELECT attempt, at, outcome, detail FROM outbox_attempt WHERE message_id = ? ORDER BY id LIMIT 500",
                row -> new Delivery.Attempt(
                        row.integer("attempt"), row.instant("at"), row.text("outcome"), row.text("detail")),
                message);
    }

    /// How many messages wait, are dead …, and since when the oldest unsent one is due, per lane and state.
    public List<Depth> depths(Tx tx) {
        return tx.list(
                "SELECT lane, state, count(*) AS n, min(due_at) AS oldest FROM outbox WHERE state IN ('pending', 'claimed', 'dead') GROUP BY lane, state",
                row -> new Depth(Lane.of(row.text("lane")), row.text("state"), row.number("n"), row.instant("oldest")));
    }

    public record Depth(Lane lane, String state, long count, Instant oldestDueAt) {}

    /// When the next unsent message of `lane` becomes due, of those not due yet.
    Optional<Instant> nextDue(Tx tx, Lane lane, Instant now) {
        return tx.one(
                        "SELECT min(due_at) AS at FROM outbox WHERE lane = ? AND state IN ('pending', 'claimed') AND due_at > ?",
                        row -> row.optionalInstant("at"),
                        lane,
                        now)
                .flatMap(at -> at);
    }

    /// Forgets settled messages older than `until`; dead letters stay.
    public int prune(Tx tx, Instant until) {
        tx.update(
                "DELETE FROM outbox_attempt WHERE message_id IN (SELECT id FROM outbox WHERE state IN ('sent', 'cancelled') AND settled_at < ? ORDER BY settled_at LIMIT 500)",
                until);
        return tx.update(
                "DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE state IN ('sent', 'cancelled') AND settled_at < ? ORDER BY settled_at LIMIT 500)",
                until);
    }

    private static Claim claimed(Row row) {
        return new Claim(
                row.uuid("id"),
                row.text("key"),
                Lane.of(row.text("lane")),
                row.text("kind"),
                row.text("receiver"),
                row.text("subject"),
                Json.parseObject(row.text("payload").getBytes(StandardCharsets.UTF_8)),
                row.integer("attempts"),
                row.text("claim_token"),
                row.instant("due_at"),
                row.instant("give_up_at"),
                row.instant("created_at"));
    }

    private static Delivery delivery(Row row) {
        return new Delivery(
                row.uuid("id"),
                row.text("key"),
                Lane.of(row.text("lane")),
                row.text("kind"),
                row.text("receiver"),
                row.text("subject"),
                Json.parseObject(row.text("payload").getBytes(StandardCharsets.UTF_8)),
                row.text("state"),
                row.integer("attempts"),
                row.instant("created_at"),
                row.instant("due_at"),
                row.optionalInstant("settled_at"),
                row.optionalText("last_error").orElse(""),
                row.optionalText("provider_id").orElse(""));
    }

    private static String cut(String text) {
        return text.length() <= 1000 ? text : text.substring(0, 1000);
    }
}
