package dev.candor.paging.alert;

import dev.candor.base.json.Json;
import dev.candor.detect.Severity;
import dev.candor.paging.channel.canary.CanaryRoute;
import dev.candor.platform.db.Row;
import dev.candor.platform.db.Tx;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The rows of alerts. At most one is open per service and dedup key; every change is a compare-and-set on the state.
public final class AlertStore {
    /// The canary's alerts are nobody's.
    private static final String PEOPLES = "service <> '" + CanaryRoute.NAME + "'";

    private static final String COLUMNS =
            "id, number, service, dedup_key, source, severity, summary, detail, state, muted, count, started_at, triggered_at, last_signal_at, acknowledged_at, acknowledged_by, resolved_at, resolved_by, incident";

    public void insert(Tx tx, Alert alert) {
        tx.update(
                """
                INSERT INTO alert (id, number, service, dedup_key, source, severity, summary, detail, state, muted, count, started_at, triggered_at, last_signal_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'triggered', ?, 1, ?, ?, ?)
                """,
                alert.id(),
                alert.number(),
                alert.service(),
                alert.dedupKey(),
                alert.source(),
                alert.severity(),
                alert.summary(),
                Json.write(alert.detail()),
                alert.muted(),
                alert.startedAt(),
                alert.triggeredAt(),
                alert.lastSignalAt());
    }

    public Optional<Alert> find(Tx tx, UUID id) {
        return tx.one("SELECT " + COLUMNS + " FROM alert WHERE id = ?", AlertStore::alert, id);
    }

    public Optional<Alert> byNumber(Tx tx, long number) {
        return tx.one("SELECT " + COLUMNS + " FROM alert WHERE number = ?", AlertStore::alert, number);
    }

    public Optional<Alert> open(Tx tx, String service, String dedupKey) {
        return tx.one(
                "SELECT " + COLUMNS + " FROM alert WHERE service = ? AND dedup_key = ? AND state <> 'resolved'",
                AlertStore::alert,
                service,
                dedupKey);
    }

    /// All open ones, worst and oldest first; at most 1,000.
    public List<Alert> open(Tx tx) {
        return tx.list(
                "SELECT " + COLUMNS + " FROM alert WHERE state <> 'resolved' AND " + PEOPLES
                        + " ORDER BY CASE state WHEN 'triggered' THEN 0 ELSE 1 END, CASE severity WHEN 'critical' THEN 0 WHEN 'error' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END, triggered_at LIMIT 1000",
                AlertStore::alert);
    }

    /// Newest first; `before` is the last number of the page before, or `Long.MAX_VALUE`.
    public List<Alert> list(Tx tx, String state, String service, long before, int limit) {
        return tx.list(
                "SELECT " + COLUMNS + " FROM alert WHERE " + PEOPLES
                        + " AND (? = '' OR state = ?) AND (? = '' OR service = ?) AND number < ? ORDER BY number DESC LIMIT ?",
                AlertStore::alert,
                state,
                state,
                service,
                service,
                before,
                limit);
    }

    /// The first thousand.
    public List<Alert> ofIncident(Tx tx, UUID incident) {
        return tx.list(
                "SELECT " + COLUMNS + " FROM alert WHERE incident = ? ORDER BY number LIMIT 1000",
                AlertStore::alert,
                incident);
    }

    /// Its open ones, oldest first.
    public List<Alert> openOf(Tx tx, UUID incident, int limit) {
        return tx.list(
                "SELECT " + COLUMNS + " FROM alert WHERE incident = ? AND state <> 'resolved' ORDER BY number LIMIT ?",
                AlertStore::alert,
                incident,
                limit);
    }

    /// Those of its alerts that nobody has acknowledged, oldest first.
    List<Alert> triggeredOf(Tx tx, UUID incident, int limit) {
        return tx.list(
                "SELECT " + COLUMNS + " FROM alert WHERE incident = ? AND state = 'triggered' ORDER BY number LIMIT ?",
                AlertStore::alert,
                incident,
                limit);
    }

    /// How many are open.
    public long countOpen(Tx tx) {
        return tx.count("SELECT count(*) AS n FROM alert WHERE state IN ('triggered', 'acknowledged') AND " + PEOPLES);
    }

    /// How many wait for somebody: open, not muted, not acknowledged.
    public long countNeedingSomebody(Tx tx) {
        return tx.count("SELECT count(*) AS n FROM alert WHERE state = 'triggered' AND muted = '' AND " + PEOPLES);
    }

    /// The same condition again. Summary and detail are the newest, the worst severity stays.
    void repeat(Tx tx, UUID id, Severity worst, String summary, Map<String, @Nullable Object> detail, Instant at) {
        tx.update(
                "UPDATE alert SET count = count + 1, severity = ?, summary = ?, detail = ?, last_signal_at = ? WHERE id = ?",
                worst,
                summary,
                Json.write(detail),
                at,
                id);
    }

    public boolean acknowledge(Tx tx, UUID id, String by, Instant at) {
        return tx.update(
                        "UPDATE alert SET state = 'acknowledged', acknowledged_at = ?, acknowledged_by = ? WHERE id = ? AND state = 'triggered'",
                        at,
                        by,
                        id)
                == 1;
    }

    public boolean resolve(Tx tx, UUID id, String by, Instant at) {
        return tx.update(
                        "UPDATE alert SET state = 'resolved', resolved_at = ?, resolved_by = ? WHERE id = ? AND state <> 'resolved'",
                        at,
                        by,
                        id)
                == 1;
    }

    /// It needs somebody again, or for the first time: the maintenance that muted it is over.
    public boolean unmute(Tx tx, UUID id) {
        return mute(tx, id, "");
    }

    /// Another reason why nobody is paged, or none. False when it is not an open muted alert that nobody
    /// acknowledged.
    boolean mute(Tx tx, UUID id, String why) {
        return tx.update("UPDATE alert SET muted = ? WHERE id = ? AND muted <> '' AND state = 'triggered'", why, id)
                == 1;
    }

    public List<Alert> mutedByMaintenance(Tx tx) {
        return tx.list(
                "SELECT " + COLUMNS
                        + " FROM alert WHERE state = 'triggered' AND substr(muted, 1, 12) = 'maintenance ' ORDER BY number LIMIT 1000",
                AlertStore::alert);
    }

    public void joinIncident(Tx tx, UUID id, UUID incident) {
        tx.update("UPDATE alert SET incident = ? WHERE id = ?", incident, id);
    }

    private static Alert alert(Row row) {
        return new Alert(
                row.uuid("id"),
                row.number("number"),
                row.text("service"),
                row.text("dedup_key"),
                row.text("source"),
                Severity.of(row.text("severity")).orElse(Severity.ERROR),
                row.text("summary"),
                Json.parseObject(row.text("detail").getBytes(StandardCharsets.UTF_8)),
                state(row),
                row.text("muted"),
                row.integer("count"),
                row.instant("started_at"),
                row.instant("triggered_at"),
                row.instant("last_signal_at"),
                row.optionalUuid("incident"));
    }

    private static Alert.State state(Row row) {
        Optional<Alert.State.Acknowledged> acknowledged = row.optionalInstant("acknowledged_at")
                .map(at -> new Alert.State.Acknowledged(at, row.text("acknowledged_by")));
        return switch (row.text("state")) {
            case "triggered" -> new Alert.State.Triggered();
            case "acknowledged" -> acknowledged.orElseThrow();
            default -> new Alert.State.Resolved(row.instant("resolved_at"), row.text("resolved_by"), acknowledged);
        };
    }
}
