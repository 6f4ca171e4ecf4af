package dev.candor.catalog.change;

import dev.candor.base.json.Json;
import dev.candor.catalog.Numbers;
import dev.candor.platform.db.Row;
import dev.candor.platform.db.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The rows of changes.
public final class ChangeStore {
    public static final String TOPIC = "change";

    /// How long a change that nobody ended counts as under way.
    public static final Duration LONGEST_RUN = Duration.ofDays(1);

    public static final int MOST_SERVICES = 200;

    private static final String COLUMNS =
            "id, number, kind, summary, service, labels, who, source, link, dedup_key, outcome, note, started_at, ended_at, received_at";

    /// What came of a report.
    ///
    /// @param first whether it was not known before
    public record Recorded(ChangeEvent change, boolean first) {}

    /// Stores a change, or adds what is new about it to the one with its key. Storing twice changes nothing.
    public Recorded record(Tx tx, ChangeEvent said) {
        tx.lock("change/" + said.service() + "/" + said.key());
        Optional<ChangeEvent> known = ofKey(tx, said.service(), said.key());
        if (known.isPresent()) {
            ChangeEvent next = known.get().also(said);
            if (!next.equals(known.get())) {
                update(tx, next);
            }
            return new Recorded(next, false);
        }
        ChangeEvent change = numbered(said, Numbers.next(tx, "change"));
        tx.update(
                "INSERT INTO change_event (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                change.id(),
                change.number(),
                change.kind(),
                change.summary(),
                change.service(),
                Json.write(change.labels()),
                change.who(),
                change.source(),
                change.link(),
                change.key(),
                change.outcome(),
                change.note(),
                change.startedAt(),
                change.endedAt(),
                change.receivedAt());
        tx.wake(TOPIC);
        return new Recorded(change, true);
    }

    /// Ends a change. What ended before keeps its time.
    public ChangeEvent end(Tx tx, ChangeEvent change, Outcome how, Instant at) {
        return record(tx, change.ended(how, at)).change();
    }

    private static ChangeEvent numbered(ChangeEvent said, long number) {
        return new ChangeEvent(
                said.id(),
                number,
                said.kind(),
                said.summary(),
                said.service(),
                said.labels(),
                said.who(),
                said.source(),
                said.link(),
                said.key(),
                said.outcome(),
                said.note(),
                said.startedAt(),
                said.endedAt(),
                said.receivedAt());
    }

    private void update(Tx tx, ChangeEvent change) {
        tx.update(
                "UPDATE change_event SET kind = ?, summary = ?, labels = ?, who = ?, link = ?, outcome = ?, note = ?, started_at = ?, ended_at = ? WHERE id = ?",
                change.kind(),
                change.summary(),
                Json.write(change.labels()),
                change.who(),
                change.link(),
                change.outcome(),
                change.note(),
                change.startedAt(),
                change.endedAt(),
                change.id());
        tx.wake(TOPIC);
    }

    public Optional<ChangeEvent> ofKey(Tx tx, String service, String key) {
        return tx.one(
                "SELECT " + COLUMNS + " FROM change_event WHERE service = ? AND dedup_key = ?",
                ChangeStore::change,
                service,
                key);
    }

    public Optional<ChangeEvent> find(Tx tx, UUID id) {
        return tx.one("SELECT " + COLUMNS + " FROM change_event WHERE id = ?", ChangeStore::change, id);
    }

    public Optional<ChangeEvent> byNumber(Tx tx, long number) {
        return tx.one("SELECT " + COLUMNS + " FROM change_event WHERE number = ?", ChangeStore::change, number);
    }

    /// Which changes are asked for.
    ///
    /// @param service empty for all
    /// @param from begun at or after this
    /// @param until begun before this
    public record Wanted(String service, Instant from, Instant until) {
        public static final Wanted ALL = new Wanted("", Instant.EPOCH, Instant.ofEpochMilli(Long.MAX_VALUE / 2));
    }

    /// In the order they were recorded, newest first.
    ///
    /// @param before numbers below this
    public List<ChangeEvent> list(Tx tx, Wanted wanted, long before, int limit) {
        return tx.list(
                "SELECT " + COLUMNS
                        + " FROM change_event WHERE number < ? AND (? = '' OR service = ?) AND started_at >= ? AND started_at < ? ORDER BY number DESC LIMIT ?",
                ChangeStore::change,
                before,
                wanted.service(),
                wanted.service(),
                wanted.from(),
                wanted.until(),
                limit);
    }

    /// Begun in `[from, until)`, the latest first.
    ///
    /// @param touching part of their labels as JSON; empty for any
    public List<ChangeEvent> begun(Tx tx, Instant from, Instant until, String touching, int limit) {
        String any = "%" + touching.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%";
        return tx.list(
                "SELECT " + COLUMNS
                        + " FROM change_event WHERE started_at >= ? AND started_at < ? AND labels LIKE ? ESCAPE '!' ORDER BY started_at DESC, number DESC LIMIT ?",
                ChangeStore::change,
                from,
                until,
                any,
                limit);
    }

    /// In which order a list is cut.
    public enum First {
        LATEST("DESC"),
        EARLIEST("ASC");

        private final String sql;

        First(String sql) {
            this.sql = sql;
        }
    }

    /// Of some services, begun in `[from, until)`.
    ///
    /// @param services at most {@link #MOST_SERVICES} of them are asked for; the empty name is one of its own
    /// @param runningOnly leaves out what ended
    public List<ChangeEvent> begun(
            Tx tx, List<String> services, Instant from, Instant until, boolean runningOnly, First first, int limit) {
        List<String> some = services.stream().limit(MOST_SERVICES).toList();
        if (some.isEmpty()) {
            return List.of();
        }
        var values = new ArrayList<Object>(some);
        values.addAll(List.of(from, until, limit));
        return tx.list(
                "SELECT " + COLUMNS + " FROM change_event WHERE service IN ("
                        + String.join(", ", Collections.nCopies(some.size(), "?"))
                        + ") AND started_at >= ? AND started_at < ?"
                        + (runningOnly ? " AND ended_at IS NULL" : "")
                        + " ORDER BY started_at " + first.sql + ", number " + first.sql + " LIMIT ?",
                ChangeStore::change,
                values.toArray());
    }

    /// The highest number there is; 0 without any.
    public long newest(Tx tx) {
        return tx.count("SELECT COALESCE(MAX(number), 0) AS n FROM change_event");
    }

    /// Forgets what began and came in before this.
    public int prune(Tx tx, Instant before) {
        return tx.update(
                "DELETE FROM change_event WHERE id IN (SELECT id FROM change_event WHERE started_at < ? AND received_at < ? ORDER BY started_at LIMIT 1000)",
                before,
                before);
    }

    private static ChangeEvent change(Row row) {
        return new ChangeEvent(
                row.uuid("id"),
                row.number("number"),
                ChangeKind.of(row.text("kind")).orElse(ChangeKind.OTHER),
                row.text("summary"),
                row.text("service"),
                ChangeJson.labels(Json.parse(row.text("labels"))),
                row.text("who"),
                row.text("source"),
                row.text("link"),
                row.text("dedup_key"),
                Outcome.of(row.text("outcome")).orElse(Outcome.DONE),
                row.text("note"),
                row.instant("started_at"),
                row.optionalInstant("ended_at"),
                row.instant("received_at"));
    }
}
