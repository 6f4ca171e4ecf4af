package dev.candor.learn.postmortem;

import dev.candor.platform.db.Row;
import dev.candor.platform.db.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The rows of postmortems: a text per incident, reviewed or not, published or not.
public final class PostmortemStore {
    private static final String COLUMNS =
            "incident, body, author, published_at, reviewed_by, reviewed_at, copy_reason, updated_at";

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
        tx.update("""
                INSERT INTO postmortem (incident, body, author, published_at, updated_at) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (incident) DO UPDATE SET
                  reviewed_by = CASE WHEN postmortem.body = excluded.body THEN postmortem.reviewed_by END,
                  reviewed_at = CASE WHEN postmortem.body = excluded.body THEN postmortem.reviewed_at END,
                  author = CASE WHEN postmortem.body = excluded.body THEN postmortem.author ELSE excluded.author END,
                  body = excluded.body,
                  published_at = COALESCE(postmortem.published_at, excluded.published_at), updated_at = excluded.updated_at
                """, incident, body, author, publish ? now.toEpochMilli() : null, now);
        tx.wake("page");
    }

    /// False when the text is not the one that was read any more.
    boolean review(Tx tx, UUID incident, String body, String by, Instant now) {
        return tx.update(
                        "UPDATE postmortem SET reviewed_by = ?, reviewed_at = ? WHERE incident = ? AND body = ?",
                        by,
                        now,
                        incident,
                        body)
                == 1;
    }

    void overridden(Tx tx, UUID incident, String reason) {
        tx.update("UPDATE postmortem SET copy_reason = ? WHERE incident = ?", reason, incident);
    }

    public Optional<Postmortem> find(Tx tx, UUID incident) {
        return tx.one(
                "SELECT " + COLUMNS + " FROM postmortem WHERE incident = ?", PostmortemStore::postmortem, incident);
    }

    /// The newest first.
    public List<Postmortem> list(Tx tx, int limit) {
        return tx.list(
                "SELECT " + COLUMNS + " FROM postmortem ORDER BY updated_at DESC, incident LIMIT ?",
                PostmortemStore::postmortem,
                limit);
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
