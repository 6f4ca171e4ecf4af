package dev.candor.detect.vendor;

import dev.candor.detect.vendor.VendorReport.Event;
import dev.candor.detect.vendor.VendorReport.Part;
import dev.candor.platform.db.Row;
import dev.candor.platform.db.Tx;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Rows of what vendors say and said.
public final class VendorStore {
    /// Woken after every look that changed something.
    public static final String TOPIC = "vendor";

    private static final String EVENTS =
            "SELECT id, title, planned, phase, impact, started_at, said_at, first_seen_at, ended_at, components, updates, link FROM vendor_event WHERE vendor = ?";

    /// What is known of a vendor.
    ///
    /// @param title what their page is called
    /// @param changedAt the newest time on it
    /// @param parts its components, when it could last be read
    public record Known(
            VendorState state,
            Instant dueAt,
            long version,
            String title,
            String format,
            Optional<Instant> changedAt,
            List<Part> parts) {}

    /// An event as they report it, and when we first saw it. Its `saidAt` is never before our look that had not seen
    /// it.
    public record Seen(Event event, Instant firstSeenAt) {}

    /// How they stood from then on.
    public record Change(Instant at, Standing standing, boolean readable, String why) {}

    public Optional<Known> find(Tx tx, UUID vendor) {
        return tx.one(
                "SELECT state, due_at, version, title, format, changed_at, components FROM vendor_state WHERE vendor = ?",
                VendorStore::known,
                vendor);
    }

    Map<UUID, Known> all(Tx tx) {
        var all = new HashMap<UUID, Known>();
        tx.list(
                        "SELECT vendor, state, due_at, version, title, format, changed_at, components FROM vendor_state LIMIT 10000",
                        row -> Map.entry(row.uuid("vendor"), known(row)))
                .forEach(entry -> all.put(entry.getKey(), entry.getValue()));
        return all;
    }

    private static Known known(Row row) {
        return new Known(
                VendorState.of(row.text("state")),
                row.instant("due_at"),
                row.number("version"),
                row.text("title"),
                row.text("format"),
                row.optionalInstant("changed_at"),
                Stored.parts(row.text("components")));
    }

    /// @param version the state had when it was read, 0 when there was none
    /// @return false when somebody was faster
    boolean save(Tx tx, UUID vendor, long version, VendorState state, Instant dueAt) {
        if (version == 0) {
            return tx.update(
                            "INSERT INTO vendor_state (vendor, due_at, version, state, title, format, changed_at, components) VALUES (?, ?, 1, ?, '', '', NULL, '[]') ON CONFLICT (vendor) DO NOTHING",
                            vendor,
                            dueAt,
                            state.json())
                    == 1;
        }
        return tx.update(
                        "UPDATE vendor_state SET due_at = ?, version = version + 1, state = ? WHERE vendor = ? AND version = ?",
                        dueAt,
                        state.json(),
                        vendor,
                        version)
                == 1;
    }

    void report(Tx tx, UUID vendor, VendorReport report) {
        tx.update(
                "UPDATE vendor_state SET title = ?, format = ?, changed_at = ?, components = ? WHERE vendor = ?",
                report.title(),
                report.format().word(),
                report.changedAt(),
                Stored.parts(report.components()),
                vendor);
    }

    /// Looks at it as soon as possible.
    public void soon(Tx tx, UUID vendor, Instant now) {
        tx.update("UPDATE vendor_state SET due_at = ? WHERE vendor = ?", now, vendor);
        tx.wake(TOPIC);
    }

    void forget(Tx tx, UUID vendor) {
        tx.update("DELETE FROM vendor_state WHERE vendor = ?", vendor);
        tx.update("DELETE FROM vendor_event WHERE vendor = ?", vendor);
        tx.update("DELETE FROM vendor_change WHERE vendor = ?", vendor);
    }

    /// Newest first.
    public List<Seen> events(Tx tx, UUID vendor, int limit) {
        return tx.list(EVENTS + " ORDER BY said_at DESC, id LIMIT ?", VendorStore::seen, vendor, limit);
    }

    /// Those that are open, newest first.
    public List<Seen> open(Tx tx, UUID vendor) {
        return tx.list(EVENTS + " AND ended_at IS NULL ORDER BY said_at DESC, id LIMIT 200", VendorStore::seen, vendor);
    }

    private static Seen seen(Row row) {
        return new Seen(
                new Event(
                        row.text("id"),
                        row.text("title"),
                        row.flag("planned"),
                        row.text("phase"),
                        Stored.standing(row.text("impact").toLowerCase(Locale.ROOT)),
                        row.instant("started_at"),
                        row.instant("said_at"),
                        row.optionalInstant("ended_at"),
                        Stored.names(row.text("components")),
                        Stored.updates(row.text("updates")),
                        row.text("link")),
                row.instant("first_seen_at"));
    }

    void put(Tx tx, UUID vendor, Event event, Instant now) {
        tx.update(
                """
                INSERT INTO vendor_event (vendor, id, title, planned, phase, impact, started_at, said_at, first_seen_at, ended_at, components, updates, link)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (vendor, id) DO UPDATE SET title = excluded.title, planned = excluded.planned, phase = excluded.phase, impact = excluded.impact,
                  started_at = excluded.started_at, said_at = excluded.said_at, ended_at = excluded.ended_at, components = excluded.components,
                  updates = excluded.updates, link = excluded.link
                """,
                vendor,
                event.id(),
                event.title(),
                event.planned(),
                event.phase(),
                event.impact(),
                event.startedAt(),
                event.saidAt(),
                now,
                event.endedAt(),
                Stored.names(event.components()),
                Stored.updates(event.updates()),
                event.link());
    }

    void end(Tx tx, UUID vendor, String id, Instant now) {
        tx.update(
                "UPDATE vendor_event SET ended_at = ? WHERE vendor = ? AND id = ? AND ended_at IS NULL",
                now,
                vendor,
                id);
    }

    void change(Tx tx, UUID id, UUID vendor, VendorState state, Instant now) {
        tx.update(
                "INSERT INTO vendor_change (id, vendor, at, standing, readable, why) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
                id,
                vendor,
                now,
                state.standing(),
                state.readable(),
                state.readable() ? state.why() : state.unreadable());
    }

    /// Newest first.
    public List<Change> changes(Tx tx, UUID vendor, int limit) {
        return tx.list(
                "SELECT at, standing, readable, why FROM vendor_change WHERE vendor = ? ORDER BY at DESC, id DESC LIMIT ?",
                row -> new Change(
                        row.instant("at"),
                        Stored.standing(row.text("standing")),
                        row.flag("readable"),
                        row.text("why")),
                vendor,
                limit);
    }

    /// Forgets what ended before `until`, a thousand rows at a time.
    public void prune(Tx tx, Instant until) {
        tx.update(
                "DELETE FROM vendor_event WHERE (vendor, id) IN (SELECT vendor, id FROM vendor_event WHERE ended_at < ? LIMIT 1000)",
                until);
        tx.update(
                "DELETE FROM vendor_change WHERE id IN (SELECT id FROM vendor_change WHERE at < ? LIMIT 1000)", until);
    }
}
