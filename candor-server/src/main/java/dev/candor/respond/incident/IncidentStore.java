package dev.candor.respond.incident;

import dev.candor.base.json.Json;
import dev.candor.page.ComponentStatus;
import dev.candor.page.Impact;
import dev.candor.page.IncidentPhase;
import dev.candor.platform.db.DatabaseException;
import dev.candor.platform.db.Row;
import dev.candor.platform.db.Tx;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The rows of incidents; every change is a compare-and-set on the version.
public final class IncidentStore {
    private static final String COLUMNS =
            "id, code, number, title, public_title, service, severity, state, phase, visibility, impact, components, commander, started_at, detected_at, acknowledged_at, mitigated_at, resolved_at, created_at, updated_at, version";

    public void insert(Tx tx, Incident incident) {
        tx.update(
                "INSERT INTO incident (" + COLUMNS
                        + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
                incident.id(),
                incident.code(),
                incident.number(),
                incident.title(),
                incident.publicTitle(),
                incident.service(),
                incident.severity(),
                incident.state(),
                incident.phase(),
                incident.visibility(),
                incident.impact(),
                components(incident.components()),
                incident.commander(),
                incident.startedAt(),
                incident.detectedAt(),
                incident.acknowledgedAt(),
                incident.mitigatedAt(),
                incident.resolvedAt(),
                incident.createdAt(),
                incident.updatedAt());
    }

    /// From here to the end of the transaction nobody else decides about incidents of this service: whether one is
    /// open,
    /// which alerts are in it, and what is said of it rests on many rows.
    public void lock(Tx tx, String service) {
        tx.lock("incident/" + service);
    }

    /// The incident as it stands, and nobody else changes it before the transaction ends.
    public Optional<Incident> held(Tx tx, UUID id) {
        Optional<Incident> seen = find(tx, id);
        seen.ifPresent(incident -> lock(tx, incident.service()));
        return seen.isPresent() ? find(tx, id) : seen;
    }

    /// @throws DatabaseException a conflict, when somebody changed it since it was read
    public void update(Tx tx, Incident incident) {
        int rows = tx.update(
                """
                        UPDATE incident SET title = ?, public_title = ?, severity = ?, state = ?, phase = ?, visibility = ?, impact = ?, components = ?, commander = ?,
                          started_at = ?, acknowledged_at = ?, mitigated_at = ?, resolved_at = ?, updated_at = ?, version = version + 1
                         WHERE id = ? AND version = ?
                        """,
                incident.title(),
                incident.publicTitle(),
                incident.severity(),
                incident.state(),
                incident.phase(),
                incident.visibility(),
                incident.impact(),
                components(incident.components()),
                incident.commander(),
                incident.startedAt(),
                incident.acknowledgedAt(),
                incident.mitigatedAt(),
                incident.resolvedAt(),
                incident.updatedAt(),
                incident.id(),
                incident.version());
        if (rows != 1) {
            throw DatabaseException.conflict("incident " + incident.number() + " was changed meanwhile");
        }
    }

    public Optional<Incident> find(Tx tx, UUID id) {
        return tx.one("SELECT " + COLUMNS + " FROM incident WHERE id = ?", IncidentStore::incident, id);
    }

    public Optional<Incident> byNumber(Tx tx, long number) {
        return tx.one("SELECT " + COLUMNS + " FROM incident WHERE number = ?", IncidentStore::incident, number);
    }

    /// @param code the public id
    public Optional<Incident> byCode(Tx tx, String code) {
        return tx.one("SELECT " + COLUMNS + " FROM incident WHERE code = ?", IncidentStore::incident, code);
    }

    public Optional<Incident> openOf(Tx tx, String service) {
        return tx.one(
                "SELECT " + COLUMNS
                        + " FROM incident WHERE service = ? AND state <> 'resolved' ORDER BY number DESC LIMIT 1",
                IncidentStore::incident,
                service);
    }

    public List<Incident> open(Tx tx) {
        return tx.list(
                "SELECT " + COLUMNS + " FROM incident WHERE state <> 'resolved' ORDER BY number DESC LIMIT 500",
                IncidentStore::incident);
    }

    /// Newest first; `before` is the last number of the page before, or `Long.MAX_VALUE`.
    public List<Incident> list(Tx tx, long before, int limit) {
        return list(tx, "", before, limit);
    }

    /// The same of one state; empty means all.
    public List<Incident> list(Tx tx, String state, long before, int limit) {
        return tx.list(
                "SELECT " + COLUMNS
                        + " FROM incident WHERE (? = '' OR state = ?) AND number < ? ORDER BY number DESC LIMIT ?",
                IncidentStore::incident,
                state,
                state,
                before,
                limit);
    }

    private static String components(Map<String, ComponentStatus> components) {
        var words = new LinkedHashMap<String, String>();
        components.forEach((code, status) -> words.put(code, status.wireName()));
        return Json.write(words);
    }

    /// The reverse of how components are stored: code to status.
    public static Map<String, ComponentStatus> components(String json) {
        var components = new LinkedHashMap<String, ComponentStatus>();
        if (Json.parse(json) instanceof Map<?, ?> map) {
            map.forEach((code, word) -> components.put(
                    String.valueOf(code),
                    ComponentStatus.valueOf(String.valueOf(word).toUpperCase(Locale.ROOT))));
        }
        return components;
    }

    private static Incident incident(Row row) {
        return new Incident(
                row.uuid("id"),
                row.text("code"),
                row.number("number"),
                row.text("title"),
                row.text("public_title"),
                row.text("service"),
                Severity.of(row.text("severity")),
                Incident.State.valueOf(row.text("state").toUpperCase(Locale.ROOT)),
                IncidentPhase.valueOf(row.text("phase").toUpperCase(Locale.ROOT)),
                Incident.Visibility.valueOf(row.text("visibility").toUpperCase(Locale.ROOT)),
                Impact.valueOf(row.text("impact").toUpperCase(Locale.ROOT)),
                components(row.text("components")),
                row.text("commander"),
                row.instant("started_at"),
                row.instant("detected_at"),
                row.optionalInstant("acknowledged_at"),
                row.optionalInstant("mitigated_at"),
                row.optionalInstant("resolved_at"),
                row.instant("created_at"),
                row.instant("updated_at"),
                row.number("version"));
    }
}
