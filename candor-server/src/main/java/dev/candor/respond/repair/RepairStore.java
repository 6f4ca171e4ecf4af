package dev.candor.respond.repair;

import dev.candor.platform.db.Row;
import dev.candor.platform.db.Tx;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// The rows of repairs.
public final class RepairStore {
    private static final String COLUMNS =
            "id, incident, what, amount, owner, opened_at, state, closed_at, closed_by, evidence";

    void insert(Tx tx, Repair repair) {
        tx.update(
                "INSERT INTO repair (id, incident, what, amount, owner, opened_at, state) VALUES (?, ?, ?, ?, ?, ?, 'open') ON CONFLICT (id) DO NOTHING",
                repair.id(),
                repair.incident(),
                repair.what(),
                repair.amount(),
                repair.owner(),
                repair.openedAt());
    }

    /// False when it is closed already.
    boolean close(Tx tx, UUID id, String state, String by, String evidence, Instant now) {
        return tx.update(
                        "UPDATE repair SET state = ?, closed_at = ?, closed_by = ?, evidence = ? WHERE id = ? AND state = 'open'",
                        state,
                        now,
                        by,
                        evidence,
                        id)
                == 1;
    }

    /// In the order they were found.
    public List<Repair> ofIncident(Tx tx, UUID incident) {
        return tx.list(
                "SELECT " + COLUMNS + " FROM repair WHERE incident = ? ORDER BY id LIMIT 200",
                RepairStore::repair,
                incident);
    }

    public boolean anyOpen(Tx tx, UUID incident) {
        return tx.count("SELECT count(*) AS n FROM repair WHERE incident = ? AND state = 'open'", incident) > 0;
    }

    private static Repair repair(Row row) {
        return new Repair(
                row.uuid("id"),
                row.uuid("incident"),
                row.text("what"),
                row.text("amount"),
                row.text("owner"),
                row.instant("opened_at"),
                switch (row.text("state")) {
                    case "done" ->
                        new Repair.State.Done(row.instant("closed_at"), row.text("closed_by"), row.text("evidence"));
                    case "lost" ->
                        new Repair.State.Lost(row.instant("closed_at"), row.text("closed_by"), row.text("evidence"));
                    default -> new Repair.State.Open();
                });
    }
}
