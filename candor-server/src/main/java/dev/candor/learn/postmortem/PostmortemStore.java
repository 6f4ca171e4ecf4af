package dev.candor.learn.postmortem;

import dev.candor.platform.db.Row;
import dev.candor.platform.db.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The rows of postmortems: a text per incident, reviewed or not, published or not.
public final class PostmortemStore {
    private static final String SELECT =
            "SELECT p.incident AS incident, p.body AS body, p.author AS author, p.published_at AS published_at, r.reviewed_by AS reviewed_by, r.reviewed_at AS reviewed_at, c.reason AS copy_reason, p.updated_at AS updated_at"
                    + " FROM postmortem p LEFT JOIN postmortem_review r ON r.incident = p.incident LEFT JOIN postmortem_copy c ON c.incident = p.incident";

    /// @param reviewedBy who read exactly this text; empty when nobody did since it was changed
    /// @param copyReason why it may be the text of another one; empty where it is not
    public record Postmortem(
            UUID incident,
            String body,
            String author,
            Optional<Instant> publishedAt,
            Optional<String> reviewedBy,
            Optional<Instant> reviewedAt,
            Optional<String> copyReason,
            Instant updatedAt) {
        public boolean published() {
            return publishedAt.isPresent();
        }
    }

    /// Stores the text. Published once it stays published; another text has no review.
    public void save(Tx tx, UUID incident, String body, String author, boolean publish, Instant now) {
        tx.update(
                "DELETE FROM postmortem_review WHERE incident = ? AND EXISTS (SELECT 1 FROM postmortem p WHERE p.incident = ? AND p.body <> ?)",
                incident,
                incident,
                body);
        tx.update("""
                INSERT INTO postmortem (incident, body, author, published_at, updated_at) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (incident) DO UPDATE SET
                  author = CASE WHEN postmortem.body = excluded.body THEN postmortem.author ELSE excluded.author END,
                  body = excluded.body,
                  published_at = COALESCE(postmortem.published_at, excluded.published_at), updated_at = excluded.updated_at
                """, incident, body, author, publish ? now.toEpochMilli() : null, now);
        tx.wake("page");
    }

    /// Of the text as it is stored: whoever calls has read it in this transaction.
    void review(Tx tx, UUID incident, String by, Instant now) {
        tx.update(
                "INSERT INTO postmortem_review (incident, reviewed_by, reviewed_at) VALUES (?, ?, ?) ON CONFLICT (incident) DO UPDATE SET reviewed_by = excluded.reviewed_by, reviewed_at = excluded.reviewed_at",
                incident,
                by,
                now);
    }

    /// What a published text said until `until`.
    public record Before(String body, Instant until) {}

    void keepBefore(Tx tx, UUID id, UUID incident, String body, String by, Instant until) {
        tx.update(
                "INSERT INTO postmortem_before (id, incident, body, until_at, changed_by) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
                id,
                incident,
                body,
                until,
                by);
    }

    /// What a published text said before, the oldest first; at most the first 20.
    public List<Before> before(Tx tx, UUID incident) {
        return tx.list(
                "SELECT body, until_at FROM postmortem_before WHERE incident = ? ORDER BY until_at, id LIMIT 20",
                row -> new Before(row.text("body"), row.instant("until_at")),
                incident);
    }

    void overridden(Tx tx, UUID incident, String reason) {
        tx.update(
                "INSERT INTO postmortem_copy (incident, reason) VALUES (?, ?) ON CONFLICT (incident) DO UPDATE SET reason = excluded.reason",
                incident,
                reason);
    }

    public Optional<Postmortem> find(Tx tx, UUID incident) {
        return tx.one(SELECT + " WHERE p.incident = ?", PostmortemStore::postmortem, incident);
    }

    /// The newest first.
    public List<Postmortem> list(Tx tx, int limit) {
        return tx.list(SELECT + " ORDER BY p.updated_at DESC, p.incident LIMIT ?", PostmortemStore::postmortem, limit);
    }

    public Optional<String> published(Tx tx, UUID incident) {
        return find(tx, incident)
                .filter(found -> found.publishedAt().isPresent())
                .map(Postmortem::body);
    }

    private static Postmortem postmortem(Row row) {
        return new Postmortem(
                row.uuid("incident"),
                row.text("body"),
                row.text("author"),
                row.optionalInstant("published_at"),
                row.optionalText("reviewed_by"),
                row.optionalInstant("reviewed_at"),
                row.optionalText("copy_reason"),
                row.instant("updated_at"));
    }
}
