package dev.candor.learn.action;

import dev.candor.platform.db.Row;
import dev.candor.platform.db.Tx;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The rows of action items.
public final class ActionStore {
    private static final String COLUMNS = "id, incident, service, what, owner, due, state, closed_by, proof";

    void insert(Tx tx, ActionItem item, Instant now) {
        tx.update(
                "INSERT INTO action_item (id, incident, service, what, owner, due, state, opened_at) VALUES (?, ?, ?, ?, ?, ?, 'open', ?) ON CONFLICT (id) DO NOTHING",
                item.id(),
                item.incident(),
                item.service(),
                item.what(),
                item.owner(),
                item.due().toString(),
                now);
    }

    /// False when it is closed already.
    boolean close(Tx tx, UUID id, String state, String by, String proof, Instant now) {
        return tx.update(
                        "UPDATE action_item SET state = ?, closed_by = ?, proof = ?, closed_at = ? WHERE id = ? AND state = 'open'",
                        state,
                        by,
                        proof,
                        now,
                        id)
                == 1;
    }

    public Optional<ActionItem> find(Tx tx, UUID id) {
        return tx.one("SELECT " + COLUMNS + " FROM action_item WHERE id = ?", ActionStore::item, id);
    }

    public List<ActionItem> ofIncident(Tx tx, UUID incident) {
        return tx.list(
                "SELECT " + COLUMNS + " FROM action_item WHERE incident = ? ORDER BY id LIMIT 200",
                ActionStore::item,
                incident);
    }

    /// The one that is due first, first.
    public List<ActionItem> open(Tx tx) {
        return tx.list(
                "SELECT " + COLUMNS + " FROM action_item WHERE state = 'open' ORDER BY due, id LIMIT 1000",
                ActionStore::item);
    }

    /// Which ones are asked for; empty texts ask for all.
    ///
    /// @param state `open`, `done` or `dropped`
    /// @param overdueOn only open ones that were due before this day
    public record Filter(
            String state, String owner, String service, Optional<UUID> incident, Optional<LocalDate> overdueOn) {
        public static final Filter ALL = new Filter("", "", "", Optional.empty(), Optional.empty());
    }

    /// The newest first.
    ///
    /// @param before the id of the last of the piece before
    public List<ActionItem> list(Tx tx, Filter filter, Optional<UUID> before, int limit) {
        String last = before.map(UUID::toString).orElse("");
        String state = filter.overdueOn().isPresent() ? "open" : filter.state();
        String incident = filter.incident().map(UUID::toString).orElse("");
        String overdue = filter.overdueOn().map(LocalDate::toString).orElse("");
        return tx.list(
                "SELECT " + COLUMNS
                        + " FROM action_item WHERE (? = '' OR id < ?) AND (? = '' OR state = ?) AND (? = '' OR owner = ?) AND (? = '' OR service = ?) AND (? = '' OR incident = ?) AND (? = '' OR due < ?) ORDER BY id DESC LIMIT ?",
                ActionStore::item,
                last,
                last,
                state,
                state,
                filter.owner(),
                filter.owner(),
                filter.service(),
                filter.service(),
                incident,
                incident,
                overdue,
                overdue,
                limit);
    }

    /// Open ones that were due before `today`, the oldest first.
    public List<ActionItem> overdue(Tx tx, LocalDate today) {
        return tx.list(
                "SELECT " + COLUMNS + " FROM action_item WHERE state = 'open' AND due < ? ORDER BY due, id LIMIT 200",
                ActionStore::item,
                today.toString());
    }

    /// False when it is closed already.
    boolean change(Tx tx, UUID id, String owner, LocalDate due) {
        return tx.update(
                        "UPDATE action_item SET owner = ?, due = ? WHERE id = ? AND state = 'open'",
                        owner,
                        due.toString(),
                        id)
                == 1;
    }

    /// Open ones of other incidents of this service, or of this cause, the oldest first.
    ///
    /// @param cause empty when nobody said
    public List<ActionItem> cameBack(Tx tx, UUID incident, String service, String cause) {
        return tx.list(
                "SELECT " + COLUMNS
                        + " FROM action_item WHERE state = 'open' AND incident <> ? AND (service = ? OR incident IN (SELECT incident FROM incident_cause WHERE cause = ?)) ORDER BY due, id LIMIT 20",
                ActionStore::item,
                incident,
                service,
                cause);
    }

    private static ActionItem item(Row row) {
        return new ActionItem(
                row.uuid("id"),
                row.uuid("incident"),
                row.text("service"),
                row.text("what"),
                row.text("owner"),
                LocalDate.parse(row.text("due")),
                switch (row.text("state")) {
                    case "done" -> new ActionItem.State.Done(row.text("closed_by"), row.text("proof"));
                    case "dropped" -> new ActionItem.State.Dropped(row.text("closed_by"), row.text("proof"));
                    default -> new ActionItem.State.Open();
                });
    }
}
