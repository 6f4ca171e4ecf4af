package dev.candor.tell.page;

import dev.candor.base.ids.Ids;
import dev.candor.page.ComponentStatus;
import dev.candor.platform.db.Row;
import dev.candor.platform.db.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The intervals in which a component had a status: what uptime is computed from.
public final class ComponentStatusStore {
    /// @param until empty while it lasts
    public record Interval(ComponentStatus status, boolean unknown, Instant from, Optional<Instant> until) {}

    private final Ids ids;

    public ComponentStatusStore(Ids ids) {
        this.ids = ids;
    }

    Optional<Interval> current(Tx tx, String page, String component) {
        return tx.one(
                "SELECT status, unknown, from_at, until_at FROM component_status WHERE page = ? AND component = ? AND until_at IS NULL",
                ComponentStatusStore::interval,
                page,
                component);
    }

    /// Ends the running interval at `at` and begins the next.
    void begin(Tx tx, String page, String component, StatusRule.Told told, Instant at) {
        tx.update(
                "UPDATE component_status SET until_at = ? WHERE page = ? AND component = ? AND until_at IS NULL",
                at,
                page,
                component);
        tx.update(
                "INSERT INTO component_status (id, page, component, status, unknown, from_at, cause) VALUES (?, ?, ?, ?, ?, ?, ?)",
                ids.next(),
                page,
                component,
                told.status(),
                told.unknown(),
                at,
                told.cause());
    }

    /// What it was shown as until `at`.
    Optional<ComponentStatus> before(Tx tx, String page, String component, Instant at) {
        return tx.one(
                        "SELECT status, unknown, from_at, until_at FROM component_status WHERE page = ? AND component = ? AND from_at < ? ORDER BY from_at DESC LIMIT 1",
                        ComponentStatusStore::interval,
                        page,
                        component,
                        at)
                .map(Interval::status);
    }

    /// When the component first had a status.
    public Optional<Instant> first(Tx tx, String page, String component) {
        return tx.one(
                        "SELECT min(from_at) AS at FROM component_status WHERE page = ? AND component = ?",
                        row -> row.optionalInstant("at"),
                        page,
                        component)
                .flatMap(at -> at);
    }

    /// The intervals that touch `[from, …)`, in order.
    public List<Interval> since(Tx tx, String page, String component, Instant from) {
        return tx.list(
                "SELECT status, unknown, from_at, until_at FROM component_status WHERE page = ? AND component = ? AND (until_at IS NULL OR until_at > ?) ORDER BY from_at LIMIT 20000",
                ComponentStatusStore::interval,
                page,
                component,
                from);
    }

    private static Interval interval(Row row) {
        return new Interval(
                ComponentStatus.valueOf(row.text("status").toUpperCase(Locale.ROOT)),
                row.flag("unknown"),
                row.instant("from_at"),
                row.optionalInstant("until_at"));
    }
}
