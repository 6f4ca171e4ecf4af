package dev.candor.app;

import dev.candor.platform.Platform;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The table `idempotency`: who does a piece of work that may be asked for twice, and what came of it.
public final class IdempotencyStore {
    /// The status of work that is not done yet; no answer has it.
    public static final int UNDER_WAY = 0;

    private static final Duration DEAD_AFTER = Duration.ofMinutes(1);

    /// @param request what was asked for: the same key with another request is another matter
    /// @param status of the answer, or {@link #UNDER_WAY}
    /// @param body what was kept; means nothing while it is under way
    public record Kept(String request, int status, String body) {
        public boolean underWay() {
            return status == UNDER_WAY;
        }
    }

    private final Platform platform;

    public IdempotencyStore(Platform platform) {
        this.platform = platform;
    }

    /// Whether the caller is to do it, and by which word it is his: {@link #release} takes it. Two at
    /// once: the row decides. A claim whose owner died is taken over after a minute.
    ///
    /// @return empty when somebody else does it or has done it
    public Optional<String> claim(String key, String request) {
        Instant now = platform.clock().instant();
        String mine = platform.random().token(20); // made outside: a repeat after an unknown commit finds itself
        boolean claimed = platform.ledger()
                .inTransaction(tx ->
                        tx.update("""
                        INSERT INTO idempotency (key, request_hash, status, body, created_at) VALUES (?, ?, ?, ?, ?)
                        ON CONFLICT (key) DO UPDATE SET body = excluded.body, created_at = excluded.created_at
                         WHERE idempotency.status = ? AND idempotency.request_hash = excluded.request_hash
                           AND (idempotency.created_at < ? OR idempotency.body = excluded.body)
                        """, key, request, UNDER_WAY, mine, now, UNDER_WAY, now.minus(DEAD_AFTER)) == 1);
        return claimed ? Optional.of(mine) : Optional.empty();
    }

    /// Keeps what came of it, unless something was kept before: of two who did it, because the first was slow, the one
    /// who was done first has the word.
    public void keep(String key, String request, int status, String body) {
        platform.ledger()
                .inTransaction(tx -> tx.update(
                        "UPDATE idempotency SET status = ?, body = ? WHERE key = ? AND request_hash = ? AND status = ?",
                        status,
                        body,
                        key,
                        request,
                        UNDER_WAY));
    }

    /// Nothing came of it: the next try is a first one, unless somebody else took it over meanwhile.
    public void release(String key, String mine) {
        platform.ledger()
                .inTransaction(tx -> tx.update(
                        "DELETE FROM idempotency WHERE key = ? AND status = ? AND body = ?", key, UNDER_WAY, mine));
    }

    public Optional<Kept> find(String key) {
        return platform.ledger()
                .read(tx -> tx.one(
                        "SELECT request_hash, status, body FROM idempotency WHERE key = ?",
                        row -> new Kept(row.text("request_hash"), row.integer("status"), row.text("body")),
                        key));
    }
}
