package dev.candor.learn.postmortem;

import dev.candor.platform.db.Tx;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// The rows of postmortems: a text per incident, published or not.
public final class PostmortemStore {
    public record Postmortem(UUID incident, String body, String author, Optional<Instant> publishedAt) {}

    public void save(Tx tx, UUID incident, String body, String author, boolean publish, Instant now) {
        tx.update("""
                INSERT INTO postmortem (incident, body, author, published_at, updated_at) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (incident) DO UPDATE SET body = excluded.body, author = excluded.author,
                  published_at = COALESCE(postmortem.published_at, excluded.published_at), updated_at = excluded.updated_at
                """, incident, body, author, publish ? now.toEpochMilli() : null, now);
        tx.wake("page");
    }

    public Optional<Postmortem> find(Tx tx, UUID incident) {
        return tx.one(
                "SELECT incident, body, author, published_at FROM postmortem WHERE incident = ?",
                row -> new Postmortem(
                        row.uuid("incident"),
                        row.text("body"),
                        row.text("author"),
                        row.optionalInstant("published_at")),
                incident);
    }

    public Optional<String> published(Tx tx, UUID incident) {
        return find(tx, incident)
                .filter(found -> found.publishedAt().isPresent())
                .map(Postmortem::body);
    }
}
