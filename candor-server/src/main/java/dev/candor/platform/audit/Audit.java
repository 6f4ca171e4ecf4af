package dev.candor.platform.audit;

import dev.candor.base.ids.Ids;
import dev.candor.platform.db.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Who did what, from where. Append-only; secrets never get here.
public final class Audit {
    /// @param actor a person's name, `token:{name}` or `candor`
    /// @param action verb and noun: `monitor.pause`
    public record Entry(
            UUID id, Instant at, String actor, String address, String action, String subject, String detail) {}

    private final Ids ids;

    public Audit(Ids ids) {
        this.ids = ids;
    }

    public void note(Tx tx, String actor, String address, String action, String subject, String detail, Instant now) {
        tx.update(
                "INSERT INTO audit (id, at, actor, address, action, subject, detail) VALUES (?, ?, ?, ?, ?, ?, ?)",
                ids.next(),
                now,
                actor,
                address,
                action,
                subject,
                detail.length() > 4000 ? detail.substring(0, 4000) : detail);
    }

    /// Newest first; `before` is the last id of the page before.
    public List<Entry> list(Tx tx, Optional<UUID> before, int limit) {
        return tx.list(
                "SELECT id, at, actor, address, action, subject, detail FROM audit WHERE (? = '' OR id < ?) ORDER BY id DESC LIMIT ?",
                row -> new Entry(
                        row.uuid("id"),
                        row.instant("at"),
                        row.text("actor"),
                        row.text("address"),
                        row.text("action"),
                        row.text("subject"),
                        row.text("detail")),
                before.map(UUID::toString).orElse(""),
                before.map(UUID::toString).orElse(""),
                limit);
    }
}
