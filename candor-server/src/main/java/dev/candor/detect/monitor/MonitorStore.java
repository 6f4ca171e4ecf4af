package dev.candor.detect.monitor;

import dev.candor.platform.db.Tx;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Rows of what monitors remember: state, flips, failing evidence, pauses.
public final class MonitorStore {
    /// A recorded change of verdict.
    public record Flip(Instant at, Verdict from, Verdict to, String detail) {}

    /// A failing run, kept whole.
    public record Evidence(Instant at, String location, String reason, String detail) {}

    public Optional<MonitorState> state(Tx tx, UUID monitor) {
        return tx.one(
                "SELECT verdict, since, state FROM monitor_state WHERE monitor = ?",
                row -> MonitorState.of(Verdict.of(row.text("verdict")), row.instant("since"), row.text("state")),
                monitor);
    }

    /// What is remembered of every monitor, those that are no longer configured too.
    Map<UUID, MonitorState> states(Tx tx) {
        var states = new HashMap<UUID, MonitorState>();
        tx.list(
                        "SELECT monitor, verdict, since, state FROM monitor_state LIMIT 200000",
                        row -> Map.entry(
                                row.uuid("monitor"),
                                MonitorState.of(
                                        Verdict.of(row.text("verdict")), row.instant("since"), row.text("state"))))
                .forEach(entry -> states.put(entry.getKey(), entry.getValue()));
        return states;
    }

    void delete(Tx tx, UUID monitor) {
        tx.update("DELETE FROM monitor_state WHERE monitor = ?", monitor);
    }

    boolean isPaused(Tx tx, UUID monitor) {
        return tx.count("SELECT count(*) AS n FROM setting WHERE name = ?", "paused/" + monitor) > 0;
    }

    public void save(Tx tx, UUID monitor, MonitorState state) {
        tx.update("""
                INSERT INTO monitor_state (monitor, verdict, since, state, version) VALUES (?, ?, ?, ?, 1)
                ON CONFLICT (monitor) DO UPDATE SET verdict = excluded.verdict, since = excluded.since, state = excluded.state, version = monitor_state.version + 1
                """, monitor, state.verdict(), state.since(), state.json());
    }

    void flip(Tx tx, UUID id, UUID monitor, MonitorState from, MonitorState to, Instant now) {
        tx.update(
                "INSERT INTO flip (id, monitor, at, recorded_at, verdict_from, verdict_to, detail) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
                id,
                monitor,
                to.since(),
                now,
                from.verdict(),
                to.verdict(),
                to.detail());
    }

    void evidence(Tx tx, UUID id, UUID monitor, String location, Observation seen) {
        tx.update(
                "INSERT INTO failing_evidence (id, monitor, location, at, reason, detail) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
                id,
                monitor,
                location,
                seen.at(),
                seen.reason(),
                seen.detail().length() > 4000 ? seen.detail().substring(0, 4000) : seen.detail());
    }

    /// Newest first.
    public List<Flip> flips(Tx tx, UUID monitor, int limit) {
        return tx.list(
                "SELECT at, verdict_from, verdict_to, detail FROM flip WHERE monitor = ? ORDER BY at DESC LIMIT ?",
                row -> new Flip(
                        row.instant("at"),
                        Verdict.of(row.text("verdict_from")),
                        Verdict.of(row.text("verdict_to")),
                        row.text("detail")),
                monitor,
                limit);
    }

    /// Newest first.
    public List<Evidence> evidence(Tx tx, UUID monitor, int limit) {
        return tx.list(
                "SELECT at, location, reason, detail FROM failing_evidence WHERE monitor = ? ORDER BY at DESC LIMIT ?",
                row -> new Evidence(row.instant("at"), row.text("location"), row.text("reason"), row.text("detail")),
                monitor,
                limit);
    }

    public void pause(Tx tx, UUID monitor, String by) {
        tx.update(
                "INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                "paused/" + monitor,
                by);
        tx.wake(dev.candor.catalog.CatalogStore.TOPIC);
    }

    public void resume(Tx tx, UUID monitor) {
        tx.update("DELETE FROM setting WHERE name = ?", "paused/" + monitor);
        tx.wake(dev.candor.catalog.CatalogStore.TOPIC);
    }

    public List<UUID> paused(Tx tx) {
        return List.copyOf(pausedBy(tx).keySet());
    }

    /// Paused monitors, and who paused them.
    public Map<UUID, String> pausedBy(Tx tx) {
        var paused = new HashMap<UUID, String>();
        tx.list(
                        "SELECT name, value FROM setting WHERE name LIKE 'paused/%' LIMIT 100000",
                        row -> Map.entry(
                                UUID.fromString(row.text("name").substring("paused/".length())), row.text("value")))
                .forEach(entry -> paused.put(entry.getKey(), entry.getValue()));
        return paused;
    }

    public int prune(Tx tx, Instant until) {
        return tx.update(
                "DELETE FROM failing_evidence WHERE id IN (SELECT id FROM failing_evidence WHERE at < ? LIMIT 1000)",
                until);
    }
}
