package dev.candor.detect.location;

import dev.candor.detect.monitor.MonitorState;
import dev.candor.detect.monitor.Verdict;
import dev.candor.platform.db.Tx;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Rows of what is seen from each place.
final class VoteStore {
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

    /// Where a view is kept of.
    record Place(UUID monitor, String location) {}

    List<Place> places(Tx tx) {
        return tx.list(
                "SELECT monitor, location FROM vote", row -> new Place(row.uuid("monitor"), row.text("location")));
    }

    void forget(Tx tx, Place place) {
        tx.update("DELETE FROM vote WHERE monitor = ? AND location = ?", place.monitor(), place.location());
    }
}
