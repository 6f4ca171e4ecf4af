package dev.candor.detect.location;

import dev.candor.detect.monitor.MonitorState;
import dev.candor.detect.monitor.Verdict;
import dev.candor.platform.db.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Rows of what is seen from each place.
final class VoteStore {
    private static final String NOTED = "votes/noted-at";

    Optional<MonitorState> state(Tx tx, UUID monitor, String location) {
        return tx.one(
                "SELECT verdict, since, state FROM vote WHERE monitor = ? AND location = ?",
                row -> MonitorState.of(Verdict.of(row.text("verdict")), row.instant("since"), row.text("state")),
                monitor,
                location);
    }

    void save(Tx tx, UUID monitor, String location, MonitorState state) {
        tx.update("""
                INSERT INTO vote (monitor, location, verdict, since, state) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (monitor, location) DO UPDATE SET verdict = excluded.verdict, since = excluded.since, state = excluded.state
                """, monitor, location, state.verdict(), state.since(), state.json());
    }

    /// From where a monitor is looked at.
    record Place(UUID monitor, String location) {}

    List<Place> places(Tx tx) {
        return tx.list(
                "SELECT monitor, location FROM vote", row -> new Place(row.uuid("monitor"), row.text("location")));
    }

    void forget(Tx tx, Place place) {
        tx.update("DELETE FROM vote WHERE monitor = ? AND location = ?", place.monitor(), place.location());
    }

    /// When it was last noted who looked; empty before that was done the first time.
    Optional<Instant> noted(Tx tx) {
        return tx.one(
                "SELECT value FROM setting WHERE name = ?",
                row -> Instant.ofEpochMilli(Long.parseLong(row.text("value"))),
                NOTED);
    }

    void noted(Tx tx, Instant now) {
        tx.update(
                "INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                NOTED,
                String.valueOf(now.toEpochMilli()));
    }

    /// What was left of the waits, by monitor and place.
    Map<UUID, Map<String, Wait.Rest>> left(Tx tx) {
        var left = new HashMap<UUID, Map<String, Wait.Rest>>();
        tx.list(
                        "SELECT monitor, location, left_ms, as_it_was, again FROM awaited LIMIT 200000",
                        row -> Map.entry(
                                new Place(row.uuid("monitor"), row.text("location")),
                                new Wait.Rest(
                                        Duration.ofMillis(row.number("left_ms")),
                                        row.number("as_it_was") != 0,
                                        row.number("again") != 0)))
                .forEach(row -> left.computeIfAbsent(row.getKey().monitor(), _ -> new HashMap<>())
                        .put(row.getKey().location(), row.getValue()));
        return left;
    }

    void await(Tx tx, Place place, Wait.Rest rest) {
        tx.update("""
                INSERT INTO awaited (monitor, location, left_ms, as_it_was, again) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (monitor, location) DO UPDATE SET left_ms = excluded.left_ms, as_it_was = excluded.as_it_was, again = excluded.again
                """, place.monitor(), place.location(), rest.left().toMillis(), rest.asItWas(), rest.again());
    }

    void awaitNoMore(Tx tx, Place place) {
        tx.update("DELETE FROM awaited WHERE monitor = ? AND location = ?", place.monitor(), place.location());
    }
}
