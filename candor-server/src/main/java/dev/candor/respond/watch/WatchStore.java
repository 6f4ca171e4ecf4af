package dev.candor.respond.watch;

import dev.candor.base.json.Json;
import dev.candor.platform.db.Row;
import dev.candor.platform.db.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The rows of guarded changes.
public final class WatchStore {
    public static final String TOPIC = "watch";

    private static final String COLUMNS =
            "change_id, service, rollback, failing, state, said, began_at, until_at, called_at, ended_at, due_at, version";

    /// False when the change is guarded already: what was ordered first stands.
    public boolean insert(Tx tx, Watch watch) {
        tx.wake(TOPIC);
        return tx.update(
                        "INSERT INTO change_watch (" + COLUMNS
                                + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (change_id) DO NOTHING",
                        watch.change(),
                        watch.service(),
                        watch.rollback(),
                        Json.write(watch.failing()),
                        watch.state(),
                        watch.said(),
                        watch.beganAt(),
                        watch.untilAt(),
                        watch.calledAt(),
                        watch.endedAt(),
                        watch.dueAt(),
                        0L)
                == 1;
    }

    /// False when somebody else was faster.
    boolean move(Tx tx, Watch next) {
        return tx.update(
                        "UPDATE change_watch SET state = ?, said = ?, called_at = ?, ended_at = ?, due_at = ?, version = version + 1 WHERE change_id = ? AND version = ?",
                        next.state(),
                        next.said(),
                        next.calledAt(),
                        next.endedAt(),
                        next.dueAt(),
                        next.change(),
                        next.version())
                == 1;
    }

    public Optional<Watch> find(Tx tx, UUID change) {
        return tx.one("SELECT " + COLUMNS + " FROM change_watch WHERE change_id = ?", WatchStore::watch, change);
    }

    /// Those of a service that did not end.
    List<Watch> open(Tx tx, String service) {
        return tx.list(
                "SELECT " + COLUMNS
                        + " FROM change_watch WHERE service = ? AND due_at IS NOT NULL AND ended_at IS NULL ORDER BY began_at LIMIT 100",
                WatchStore::watch,
                service);
    }

    List<Watch> due(Tx tx, Instant now) {
        return tx.list(
                "SELECT " + COLUMNS
                        + " FROM change_watch WHERE due_at IS NOT NULL AND due_at <= ? ORDER BY due_at LIMIT 100",
                WatchStore::watch,
                now);
    }

    Optional<Instant> nextDue(Tx tx) {
        return tx.one(
                        "SELECT MIN(due_at) AS due_at FROM change_watch WHERE due_at IS NOT NULL",
                        row -> row.optionalInstant("due_at"))
                .flatMap(due -> due);
    }

    /// Forgets what ended before this.
    public int prune(Tx tx, Instant before) {
        return tx.update("DELETE FROM change_watch WHERE ended_at IS NOT NULL AND ended_at < ?", before);
    }

    private static Watch watch(Row row) {
        return new Watch(
                row.uuid("change_id"),
                row.text("service"),
                row.text("rollback"),
                Json.parse(row.text("failing")) instanceof List<?> list
                        ? list.stream().map(String::valueOf).toList()
                        : List.of(),
                Watch.State.of(row.text("state")),
                row.text("said"),
                row.instant("began_at"),
                row.instant("until_at"),
                row.optionalInstant("called_at"),
                row.optionalInstant("ended_at"),
                row.optionalInstant("due_at"),
                row.number("version"));
    }
}
