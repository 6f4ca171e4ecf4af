package dev.candor.tell.subscriber;

import dev.candor.platform.db.Row;
import dev.candor.platform.db.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The rows of subscribers. States: `unconfirmed`, `active`, `ended`.
public final class SubscriberStore {
    public record Subscriber(UUID id, String page, String email, String state, Instant createdAt) {}

    private static final String COLUMNS = "id, page, email, state, created_at";

    /// Notes the wish to subscribe; an ended subscription starts again unconfirmed, an active one stays active.
    Subscriber wish(Tx tx, UUID id, String page, String email, Instant now) {
        tx.update(
                "INSERT INTO subscriber (id, page, email, state, created_at) VALUES (?, ?, ?, 'unconfirmed', ?) ON CONFLICT (page, email) DO UPDATE SET state = CASE WHEN subscriber.state = 'active' THEN 'active' ELSE 'unconfirmed' END",
                id,
                page,
                email,
                now);
        return tx.one(
                        "SELECT " + COLUMNS + " FROM subscriber WHERE page = ? AND email = ?",
                        SubscriberStore::subscriber,
                        page,
                        email)
                .orElseThrow();
    }

    boolean confirm(Tx tx, UUID id, Instant now) {
        return tx.update(
                        "UPDATE subscriber SET state = 'active', confirmed_at = ? WHERE id = ? AND state = 'unconfirmed'",
                        now,
                        id)
                == 1;
    }

    boolean isActive(Tx tx, UUID id) {
        return tx.count("SELECT count(*) AS n FROM subscriber WHERE id = ? AND state = 'active'", id) == 1;
    }

    boolean end(Tx tx, UUID id, Instant now) {
        return tx.update(
                        "UPDATE subscriber SET state = 'ended', ended_at = ? WHERE id = ? AND state <> 'ended'",
                        now,
                        id)
                == 1;
    }

    public Optional<Subscriber> find(Tx tx, UUID id) {
        return tx.one("SELECT " + COLUMNS + " FROM subscriber WHERE id = ?", SubscriberStore::subscriber, id);
    }

    /// Active ones of a page after `after` (empty id for the first), by id.
    List<Subscriber> active(Tx tx, String page, String after, int limit) {
        return tx.list(
                "SELECT " + COLUMNS
                        + " FROM subscriber WHERE page = ? AND state = 'active' AND id > ? ORDER BY id LIMIT ?",
                SubscriberStore::subscriber,
                page,
                after,
                limit);
    }

    public long countActive(Tx tx, String page) {
        return tx.count("SELECT count(*) AS n FROM subscriber WHERE page = ? AND state = 'active'", page);
    }

    /// A page's, newest first.
    ///
    /// @param state one of the states, or empty for all
    /// @param before the last id seen, or empty for the first page
    public List<Subscriber> ofPage(Tx tx, String page, String state, String before, int limit) {
        return tx.list(
                "SELECT " + COLUMNS
                        + " FROM subscriber WHERE page = ? AND (? = '' OR state = ?) AND (? = '' OR id < ?) ORDER BY id DESC LIMIT ?",
                SubscriberStore::subscriber,
                page,
                state,
                state,
                before,
                before,
                limit);
    }

    /// Takes a subscriber away with everything known of them. Gives whether there was one.
    public boolean remove(Tx tx, String page, UUID id) {
        return tx.update("DELETE FROM subscriber WHERE page = ? AND id = ?", page, id) == 1;
    }

    public List<Subscriber> list(Tx tx, String page, int limit) {
        return tx.list(
                "SELECT " + COLUMNS + " FROM subscriber WHERE (? = '' OR page = ?) ORDER BY id DESC LIMIT ?",
                SubscriberStore::subscriber,
                page,
                page,
                limit);
    }

    private static Subscriber subscriber(Row row) {
        return new Subscriber(
                row.uuid("id"), row.text("page"), row.text("email"), row.text("state"), row.instant("created_at"));
    }
}
