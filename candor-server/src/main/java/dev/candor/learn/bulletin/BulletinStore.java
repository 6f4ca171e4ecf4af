package dev.candor.learn.bulletin;

import dev.candor.platform.db.Row;
import dev.candor.platform.db.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The rows of bulletins: a text per page and week.
public final class BulletinStore {
    /// @param author `candor` until a person changed it
    public record Bulletin(String page, Week week, String body, String author, Optional<Instant> publishedAt) {}

    private static final String COLUMNS = "page, week, body, author, published_at";

    /// A draft, unless there is something already.
    boolean draft(Tx tx, String page, Week week, String body, String author, Instant now) {
        return tx.update(
                        "INSERT INTO bulletin (page, week, body, author, updated_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT (page, week) DO NOTHING",
                        page,
                        week.toString(),
                        body,
                        author,
                        now)
                == 1;
    }

    /// False when it is published already, or was never drafted.
    boolean save(Tx tx, String page, Week week, String body, String author, boolean publish, Instant now) {
        int rows = tx.update(
                "UPDATE bulletin SET body = ?, author = ?, published_at = ?, updated_at = ? WHERE page = ? AND week = ? AND published_at IS NULL",
                body,
                author,
                publish ? now.toEpochMilli() : null,
                now,
                page,
                week.toString());
        tx.wake("page");
        return rows == 1;
    }

    public Optional<Bulletin> find(Tx tx, String page, Week week) {
        return tx.one(
                "SELECT " + COLUMNS + " FROM bulletin WHERE page = ? AND week = ?",
                BulletinStore::bulletin,
                page,
                week.toString());
    }

    /// The newest weeks first.
    public List<Bulletin> list(Tx tx, int limit) {
        return tx.list(
                "SELECT " + COLUMNS + " FROM bulletin ORDER BY week DESC, page LIMIT ?",
                BulletinStore::bulletin,
                limit);
    }

    /// Of a page what readers may read, the newest first.
    public List<Bulletin> published(Tx tx, String page) {
        return tx.list(
                "SELECT " + COLUMNS
                        + " FROM bulletin WHERE page = ? AND published_at IS NOT NULL ORDER BY week DESC LIMIT 260",
                BulletinStore::bulletin,
                page);
    }

    private static Bulletin bulletin(Row row) {
        return new Bulletin(
                row.text("page"),
                Week.parse(row.text("week")).orElseThrow(),
                row.text("body"),
                row.text("author"),
                row.optionalInstant("published_at"));
    }
}
