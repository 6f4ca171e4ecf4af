package dev.candor.tell.page;

import dev.candor.catalog.Code;
import dev.candor.page.SnapshotKey;
import dev.candor.platform.db.Tx;
import dev.candor.platform.secret.SecretBox;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// What each page keeps besides its configuration: public id, sequence, signing key.
public final class PageStore {
    /// @param position in order of appearance: the first page also answers under `/`, and stays the first
    /// @param renderedAt when a snapshot was made last: then we were alive
    public record PageRow(String code, long sequence, long position, Instant renderedAt, SnapshotKey key) {
        /// Of a page that is not stored yet.
        static PageRow fresh(String page, Instant now) {
            return new PageRow(Code.of("page", page), 0, Long.MAX_VALUE, now, SnapshotKey.generate());
        }
    }

    private final SecretBox secrets;
    private final Map<String, SnapshotKey> keys = new ConcurrentHashMap<>();

    public PageStore(SecretBox secrets) {
        this.secrets = secrets;
    }

    public Optional<PageRow> find(Tx tx, String page) {
        return tx.one(
                "SELECT code, sequence, position, rendered_at, signing_key FROM page_state WHERE page = ?",
                row -> new PageRow(
                        row.text("code"),
                        row.number("sequence"),
                        row.number("position"),
                        row.instant("rendered_at"),
                        key(row.text("signing_key"))),
                page);
    }

    /// Opening and decoding a key costs more than all else in a tick, and keys never change.
    private SnapshotKey key(String stored) {
        return keys.computeIfAbsent(stored, this::opened);
    }

    private SnapshotKey opened(String stored) {
        String opened = secrets.open(stored)
                .orElseThrow(() -> new IllegalStateException("the secrets key does not open the page's signing key"));
        int space = opened.indexOf(' ');
        return SnapshotKey.of(opened.substring(0, space), opened.substring(space + 1));
    }

    /// Makes the row on first sight. `freshKey` is used only then.
    PageRow ensure(Tx tx, String page, SnapshotKey freshKey, Instant now) {
        tx.update(
                "INSERT INTO page_state (page, code, sequence, position, changed_at, rendered_at, signing_key) VALUES (?, ?, 0, (SELECT count(*) FROM page_state), ?, ?, ?) ON CONFLICT (page) DO NOTHING",
                page,
                Code.of("page", page),
                now,
                now,
                secrets.seal(freshKey.privateText() + " " + freshKey.publicText()));
        return find(tx, page).orElseThrow();
    }

    /// What is published from now on is above `sequence`, which somebody used without us. Never goes back; nothing
    /// happens for a page that was never shown.
    public void raise(Tx tx, String page, long sequence) {
        tx.update("UPDATE page_state SET sequence = ? WHERE page = ? AND sequence < ?", sequence, page, sequence);
    }

    /// The next sequence number of the page.
    long nextSequence(Tx tx, String page, Instant now) {
        return tx.one(
                        "UPDATE page_state SET sequence = sequence + 1, rendered_at = ? WHERE page = ? RETURNING sequence",
                        row -> row.number("sequence"),
                        now,
                        page)
                .orElseThrow();
    }
}
