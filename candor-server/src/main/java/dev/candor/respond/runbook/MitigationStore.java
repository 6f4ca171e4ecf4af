package dev.candor.respond.runbook;

import dev.candor.platform.db.Row;
import dev.candor.platform.db.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The ledger of makeshifts.
public final class MitigationStore {
    private static final String COLUMNS =
            "id, run, runbook, title, incident, owner, began_at, expires_at, reminded, ended_at, ended_by";

    void begin(Tx tx, Plan plan, Run run, Instant expiresAt, Instant now) {
        tx.update(
                "INSERT INTO mitigation (" + COLUMNS
                        + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, NULL, '') ON CONFLICT (run) DO NOTHING",
                run.id(), // one run leaves one
                run.id(),
                run.runbook(),
                title(plan.runbook(), run.values()),
                run.incident(),
                run.order().by().person().orElse(run.startedBy()),
                now,
                expiresAt);
    }

    /// `bypass the CDN: customer acme`.
    static String title(Runbook runbook, Map<String, String> values) {
        String chosen = String.join(
                ", ",
                values.entrySet().stream()
                        .map(each -> each.getKey() + " " + each.getValue())
                        .toList());
        return runbook.name() + (chosen.isEmpty() ? "" : ": " + chosen);
    }

    boolean end(Tx tx, UUID run, String by, Instant now) {
        return tx.update(
                        "UPDATE mitigation SET ended_at = ?, ended_by = ? WHERE run = ? AND ended_at IS NULL",
                        now,
                        by,
                        run)
                == 1;
    }

    boolean reminded(Tx tx, UUID id, int before, int now) {
        return tx.update("UPDATE mitigation SET reminded = ? WHERE id = ? AND reminded = ?", now, id, before) == 1;
    }

    boolean extend(Tx tx, UUID run, Instant expiresAt) {
        return tx.update(
                        "UPDATE mitigation SET expires_at = ?, reminded = 0 WHERE run = ? AND ended_at IS NULL",
                        expiresAt,
                        run)
                == 1;
    }

    /// Those that are on, the one that ends first first.
    public List<Mitigation> on(Tx tx) {
        return tx.list(
                "SELECT " + COLUMNS + " FROM mitigation WHERE ended_at IS NULL ORDER BY expires_at LIMIT 200",
                MitigationStore::mitigation);
    }

    public Optional<Mitigation> ofRun(Tx tx, UUID run) {
        return tx.one("SELECT " + COLUMNS + " FROM mitigation WHERE run = ?", MitigationStore::mitigation, run);
    }

    /// Of an incident, on or over.
    public List<Mitigation> ofIncident(Tx tx, UUID incident) {
        return tx.list(
                "SELECT " + COLUMNS + " FROM mitigation WHERE incident = ? ORDER BY began_at LIMIT 100",
                MitigationStore::mitigation,
                incident);
    }

    private static Mitigation mitigation(Row row) {
        return new Mitigation(
                row.uuid("id"),
                row.uuid("run"),
                row.text("runbook"),
                row.text("title"),
                row.optionalUuid("incident"),
                row.text("owner"),
                row.instant("began_at"),
                row.instant("expires_at"),
                row.integer("reminded"),
                row.optionalInstant("ended_at"),
                row.text("ended_by"));
    }
}
