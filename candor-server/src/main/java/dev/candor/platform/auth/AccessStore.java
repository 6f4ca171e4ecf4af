package dev.candor.platform.auth;

import dev.candor.platform.db.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Rows of passwords, sessions, one-time tokens and API tokens. Tokens are stored as hashes only.
public final class AccessStore {
    private static final int MAKERS = 20;

    static final Duration IDLE = Duration.ofHours(12);
    static final Duration LONGEST = Duration.ofDays(7);

    public Optional<String> passwordHash(Tx tx, String person) {
        return tx.one(
                "SELECT password_hash FROM credential WHERE person = ?", row -> row.text("password_hash"), person);
    }

    /// Sets the password and ends every session of the person.
    public void setPassword(Tx tx, String person, String hash, Instant now) {
        tx.update(
                "INSERT INTO credential (person, password_hash, changed_at) VALUES (?, ?, ?) ON CONFLICT (person) DO UPDATE SET password_hash = excluded.password_hash, changed_at = excluded.changed_at",
                person,
                hash,
                now);
        endSessions(tx, person);
    }

    /// The first password only: false when there is one already.
    public boolean setFirstPassword(Tx tx, String person, String hash, Instant now) {
        return tx.update(
                        "INSERT INTO credential (person, password_hash, changed_at) VALUES (?, ?, ?) ON CONFLICT (person) DO NOTHING",
                        person,
                        hash,
                        now)
                == 1;
    }

    public boolean anybodyHasAPassword(Tx tx) {
        return tx.count("SELECT count(*) AS n FROM credential") > 0;
    }

    public void openSession(Tx tx, String tokenHash, String person, Instant now) {
        tx.update("DELETE FROM session WHERE expires_at < ?", now);
        tx.update(
                "INSERT INTO session (token_hash, person, created_at, seen_at, expires_at) VALUES (?, ?, ?, ?, ?)",
                tokenHash,
                person,
                now,
                now,
                now.plus(LONGEST));
    }

    /// The person of a living session: idle less than 12 h, younger than 7 days.
    public Optional<String> session(Tx tx, String tokenHash, Instant now) {
        return tx.one(
                "SELECT person FROM session WHERE token_hash = ? AND expires_at > ? AND seen_at > ?",
                row -> row.text("person"),
                tokenHash,
                now,
                now.minus(IDLE));
    }

    /// Whether the session was not used for a minute.
    boolean isIdle(Tx tx, String tokenHash, Instant now) {
        return tx.count(
                        "SELECT count(*) AS n FROM session WHERE token_hash = ? AND seen_at < ?",
                        tokenHash,
                        now.minusSeconds(60))
                == 1;
    }

    /// Remembers that the session is used, at most once a minute.
    public void touch(Tx tx, String tokenHash, Instant now) {
        tx.update(
                "UPDATE session SET seen_at = ? WHERE token_hash = ? AND seen_at < ?",
                now,
                tokenHash,
                now.minusSeconds(60));
    }

    public void endSession(Tx tx, String tokenHash) {
        tx.update("DELETE FROM session WHERE token_hash = ?", tokenHash);
    }

    public void endSessions(Tx tx, String person) {
        tx.update("DELETE FROM session WHERE person = ?", person);
    }

    /// A link that works once until `expiresAt`: lost passwords, acknowledge links, subscriptions.
    public void issue(Tx tx, String tokenHash, String purpose, String subject, Instant expiresAt, Instant now) {
        tx.update(
                "INSERT INTO one_time_token (token_hash, purpose, subject, created_at, expires_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT (token_hash) DO NOTHING",
                tokenHash,
                purpose,
                subject,
                now,
                expiresAt);
    }

    /// What a token is for; stays valid. Empty when unknown, used or expired.
    public Optional<String> look(Tx tx, String tokenHash, String purpose, Instant now) {
        return tx.one(
                "SELECT subject FROM one_time_token WHERE token_hash = ? AND purpose = ? AND used_at IS NULL AND expires_at > ?",
                row -> row.text("subject"),
                tokenHash,
                purpose,
                now);
    }

    /// What a token is or was for, also when it was used; empty when it is unknown or forgotten.
    public Optional<String> subject(Tx tx, String tokenHash, String purpose) {
        return tx.one(
                "SELECT subject FROM one_time_token WHERE token_hash = ? AND purpose = ?",
                row -> row.text("subject"),
                tokenHash,
                purpose);
    }

    /// Uses the token up. Empty when unknown, used or expired.
    public Optional<String> redeem(Tx tx, String tokenHash, String purpose, Instant now) {
        return tx.one(
                "UPDATE one_time_token SET used_at = ? WHERE token_hash = ? AND purpose = ? AND used_at IS NULL AND expires_at > ? RETURNING subject",
                row -> row.text("subject"),
                now,
                tokenHash,
                purpose,
                now);
    }

    /// @param usedAt when it was last used, to the minute
    public record ApiToken(
            UUID id, String name, Role role, String createdBy, Instant createdAt, Optional<Instant> usedAt) {}

    /// False when the name is taken.
    public boolean addToken(Tx tx, UUID id, String name, String tokenHash, Role role, String createdBy, Instant now) {
        return tx.update(
                        "INSERT INTO api_token (id, name, token_hash, role, team, created_by, created_at) VALUES (?, ?, ?, ?, '', ?, ?) ON CONFLICT (name) DO NOTHING",
                        id,
                        name,
                        tokenHash,
                        role,
                        createdBy,
                        now)
                == 1;
    }

    public Optional<ApiToken> token(Tx tx, String tokenHash, Instant now) {
        return tx.one(
                "SELECT id, name, role, created_by, created_at, used_at FROM api_token WHERE token_hash = ? AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ?)",
                AccessStore::apiToken,
                tokenHash,
                now);
    }

    /// Who stands at the beginning of a row of tokens that made each other; empty when it has no beginning.
    ///
    /// @param createdBy `ana` or `token:ci`
    Optional<String> maker(Tx tx, String createdBy) {
        String by = createdBy;
        for (int i = 0; i < MAKERS; i++) {
            if (!by.startsWith("token:")) {
                return Optional.of(by);
            }
            Optional<String> next = tx.one(
                    "SELECT created_by FROM api_token WHERE name = ?",
                    row -> row.text("created_by"),
                    by.substring("token:".length()));
            if (next.isEmpty()) {
                return Optional.empty();
            }
            by = next.get();
        }
        return Optional.empty();
    }

    /// Whether the token of this name is neither revoked nor expired.
    boolean holds(Tx tx, String name, Instant now) {
        return tx.one(
                        "SELECT 1 AS one FROM api_token WHERE name = ? AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ?)",
                        row -> row.integer("one"),
                        name,
                        now)
                .isPresent();
    }

    public List<ApiToken> tokens(Tx tx) {
        return tx.list(
                "SELECT id, name, role, created_by, created_at, used_at FROM api_token WHERE revoked_at IS NULL ORDER BY name LIMIT 1000",
                AccessStore::apiToken);
    }

    public void tokenUsed(Tx tx, UUID id, Instant now) {
        tx.update(
                "UPDATE api_token SET used_at = ? WHERE id = ? AND (used_at IS NULL OR used_at < ?)",
                now,
                id,
                now.minusSeconds(60));
    }

    public boolean revoke(Tx tx, UUID id, Instant now) {
        return tx.update("UPDATE api_token SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL", now, id) == 1;
    }

    private static ApiToken apiToken(dev.candor.platform.db.Row row) {
        return new ApiToken(
                row.uuid("id"),
                row.text("name"),
                Role.of(row.text("role")).orElse(Role.VIEWER),
                row.text("created_by"),
                row.instant("created_at"),
                row.optionalInstant("used_at"));
    }
}
