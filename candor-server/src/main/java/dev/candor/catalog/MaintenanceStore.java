package dev.candor.catalog;

import dev.candor.base.json.Json;
import dev.candor.platform.db.Row;
import dev.candor.platform.db.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/// The rows of maintenances.
public final class MaintenanceStore {
    public static final String TOPIC = "maintenance";

    private static final String COLUMNS =
            "id, code, page, name, services, components, state, automatic, scheduled_for, scheduled_until, started_at, completed_at, created_at, updated_at";

    public void insert(Tx tx, Maintenance maintenance) {
        tx.update(
                "INSERT INTO maintenance (" + COLUMNS
                        + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL, ?, ?) ON CONFLICT (id) DO NOTHING",
                maintenance.id(),
                maintenance.code(),
                maintenance.page(),
                maintenance.name(),
                Json.write(maintenance.services()),
                Json.write(maintenance.components()),
                maintenance.state(),
                maintenance.automatic(),
                maintenance.scheduledFor(),
                maintenance.scheduledUntil(),
                maintenance.createdAt(),
                maintenance.updatedAt());
        tx.wake(TOPIC);
    }

    /// False when it is not in state `from` any more.
    public boolean move(Tx tx, UUID id, Maintenance.State from, Maintenance.State to, Instant now) {
        tx.wake(TOPIC);
        return tx.update(
                        "UPDATE maintenance SET state = ?, started_at = CASE WHEN ? = 'in_progress' THEN ? ELSE started_at END, completed_at = CASE WHEN ? = 'completed' THEN ? ELSE completed_at END, updated_at = ? WHERE id = ? AND state = ?",
                        to,
                        to.word(),
                        now,
                        to.word(),
                        now,
                        now,
                        id,
                        from)
                == 1;
    }

    public Optional<Maintenance> find(Tx tx, UUID id) {
        return tx.one("SELECT " + COLUMNS + " FROM maintenance WHERE id = ?", MaintenanceStore::maintenance, id);
    }

    /// Not completed, soonest first.
    public List<Maintenance> open(Tx tx) {
        return tx.list(
                "SELECT " + COLUMNS + " FROM maintenance WHERE state <> 'completed' ORDER BY scheduled_for LIMIT 1000",
                MaintenanceStore::maintenance);
    }

    /// Of one page, latest first.
    public List<Maintenance> ofPage(Tx tx, String page, int limit) {
        return tx.list(
                "SELECT " + COLUMNS + " FROM maintenance WHERE page = ? ORDER BY scheduled_for DESC LIMIT ?",
                MaintenanceStore::maintenance,
                page,
                limit);
    }

    public List<Maintenance> list(Tx tx, int limit) {
        return tx.list(
                "SELECT " + COLUMNS + " FROM maintenance ORDER BY scheduled_for DESC LIMIT ?",
                MaintenanceStore::maintenance,
                limit);
    }

    /// The code of a running maintenance that covers the service.
    public Optional<String> covering(Tx tx, String service) {
        return open(tx).stream()
                .filter(maintenance ->
                        maintenance.active() && maintenance.services().contains(service))
                .map(Maintenance::code)
                .findFirst();
    }

    private static Maintenance maintenance(Row row) {
        return new Maintenance(
                row.uuid("id"),
                row.text("code"),
                row.text("page"),
                row.text("name"),
                texts(row.text("services")),
                texts(row.text("components")),
                Maintenance.State.valueOf(row.text("state").toUpperCase(Locale.ROOT)),
                row.flag("automatic"),
                row.instant("scheduled_for"),
                row.instant("scheduled_until"),
                row.optionalInstant("started_at"),
                row.optionalInstant("completed_at"),
                row.instant("created_at"),
                row.instant("updated_at"));
    }

    private static List<String> texts(String json) {
        return Json.parse(json) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }
}
