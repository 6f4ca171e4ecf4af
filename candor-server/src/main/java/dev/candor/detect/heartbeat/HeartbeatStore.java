package dev.candor.detect.heartbeat;

import dev.candor.platform.db.Tx;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Rows of jobs and of their last pings.
public final class HeartbeatStore {
    private static final String LISTENED = "heartbeats/listened-until";

    Map<UUID, HeartbeatState> states(Tx tx) {
        var states = new HashMap<UUID, HeartbeatState>();
        tx.list(
                        "SELECT monitor, state FROM heartbeat LIMIT 200000",
                        row -> Map.entry(row.uuid("monitor"), HeartbeatState.of(row.text("state"))))
                .forEach(entry -> states.put(entry.getKey(), entry.getValue()));
        return states;
    }

    Optional<HeartbeatState> state(Tx tx, UUID monitor) {
        return tx.one(
                "SELECT state FROM heartbeat WHERE monitor = ?", row -> HeartbeatState.of(row.text("state")), monitor);
    }

    void save(Tx tx, UUID monitor, HeartbeatState state) {
        tx.update(
                "INSERT INTO heartbeat (monitor, state) VALUES (?, ?) ON CONFLICT (monitor) DO UPDATE SET state = excluded.state",
                monitor,
                state.json());
    }

    /// @return false when this very ping was stored before
    boolean add(Tx tx, Ping ping) {
        return tx.update(
                        "INSERT INTO ping (id, monitor, at, kind, exit_code, run, sender, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
                        ping.id(),
                        ping.monitor(),
                        ping.at(),
                        ping.kind().word(),
                        (long) ping.exit(),
                        ping.run(),
                        ping.from(),
                        ping.body())
                > 0;
    }

    /// Newest first.
    public List<Ping> pings(Tx tx, UUID monitor, int limit) {
        return tx.list(
                "SELECT id, at, kind, exit_code, run, sender, body FROM ping WHERE monitor = ? ORDER BY at DESC, id DESC LIMIT ?",
                row -> new Ping(
                        row.uuid("id"),
                        monitor,
                        Ping.Kind.of(row.text("kind")),
                        (int) row.number("exit_code"),
                        row.text("run"),
                        row.instant("at"),
                        row.text("sender"),
                        row.text("body")),
                monitor,
                limit);
    }

    /// Until when we worked and listened, noted every half minute; empty before the first start.
    public Optional<Instant> listenedUntil(Tx tx) {
        return tx.one(
                "SELECT value FROM setting WHERE name = ?",
                row -> Instant.ofEpochMilli(Long.parseLong(row.text("value"))),
                LISTENED);
    }

    void listened(Tx tx, Instant until) {
        tx.update(
                "INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                LISTENED,
                String.valueOf(until.toEpochMilli()));
    }

    /// Forgets pings before `until`, a thousand at a time.
    public int prune(Tx tx, Instant until) {
        return tx.update("DELETE FROM ping WHERE id IN (SELECT id FROM ping WHERE at < ? LIMIT 1000)", until);
    }
}
