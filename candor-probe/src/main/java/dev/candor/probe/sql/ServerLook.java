package dev.candor.probe.sql;

import dev.candor.probe.Measurements;
import dev.candor.probe.PostgresSpec;
import dev.candor.probe.ProbeResult;
import dev.candor.probe.assertion.Observation;
import dev.candor.probe.assertion.Seen;
import dev.candor.probe.assertion.Subject;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Looks at a PostgreSQL server through its statistics views (`pg_stat_activity`, `pg_blocking_pids`), which every
/// role may read; the statements of others are seen by members of `pg_read_all_stats`.
public final class ServerLook {
    /// Longest waits first. What waits is named with whom it waits for.
    private static final String WAITERS = """
            SELECT w.pid AS waiter, coalesce(nullif(w.application_name, ''), w.usename, '?') AS waiter_name, w.query AS waiting,
                   (extract(epoch FROM clock_timestamp() - coalesce((SELECT min(l.waitstart) FROM pg_locks l WHERE l.pid = w.pid AND NOT l.granted), clock_timestamp())) * 1000)::bigint AS waited_ms,
                   b.pid AS blocker, coalesce(nullif(b.application_name, ''), b.usename, '?') AS blocker_name, b.query AS blocking,
                   b.state AS blocker_state, extract(epoch FROM clock_timestamp() - b.xact_start)::bigint AS blocker_seconds
              FROM pg_stat_activity w LEFT JOIN pg_stat_activity b ON b.pid = (pg_blocking_pids(w.pid))[1]
             WHERE w.wait_event_type = 'Lock' AND w.pid <> pg_backend_pid()
             ORDER BY 4 DESC""";
    private static final String LOAD = """
            SELECT (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend')::bigint AS connections,
                   (SELECT sum(setting::bigint * CASE name WHEN 'max_connections' THEN 1 ELSE -1 END) FROM pg_settings
                     WHERE name IN ('max_connections', 'superuser_reserved_connections', 'reserved_connections'))::bigint AS usable,
                   coalesce((SELECT max(extract(epoch FROM clock_timestamp() - query_start) * 1000) FROM pg_stat_activity
                     WHERE state = 'active' AND backend_type = 'client backend' AND pid <> pg_backend_pid()), 0)::bigint AS slowest_ms,
                   coalesce((SELECT max(extract(epoch FROM clock_timestamp() - xact_start) * 1000) FROM pg_stat_activity
                     WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()), 0)::bigint AS oldest_ms""";
    private static final String SLOW = """
            SELECT pid, coalesce(nullif(application_name, ''), usename, '?') AS name, query, state,
                   extract(epoch FROM clock_timestamp() - xact_start)::bigint AS seconds
              FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() AND xact_start IS NOT NULL
             ORDER BY xact_start LIMIT 3""";
    private static final int NAMED = 3;
    private static final int SHOWN = 100;

    private final SqlRunner runner;

    public ServerLook(SqlRunner runner) {
        this.runner = runner;
    }

    public ProbeResult run(PostgresSpec spec) {
        return runner.run(spec.database(), spec.timeout(), session -> looked(spec, session));
    }

    private static ProbeResult looked(PostgresSpec spec, SqlSession session) throws SQLException {
        Map<String, @Nullable Object> load = session.query(LOAD).rows().getFirst();
        List<Map<String, @Nullable Object>> waiters = session.query(WAITERS).rows();
        Measurements measured = session.measured();
        var seen = new Seeing(load, waiters);
        ProbeResult result = Judged.of(spec.assertions(), spec.degradedAssertions(), seen, measured, "");
        if (result instanceof ProbeResult.Passed) {
            return result;
        }
        List<String> names = new ArrayList<>(waiters(waiters));
        if (names.isEmpty()) {
            names.addAll(slow(session.query(SLOW).rows()));
        }
        return Judged.of(spec.assertions(), spec.degradedAssertions(), seen, measured, String.join("; ", names));
    }

    private static List<String> waiters(List<Map<String, @Nullable Object>> waiters) {
        var names = waiters.stream()
                .limit(NAMED)
                .map(row -> row.get("waiter_name") + " (pid " + row.get("waiter") + ", " + statement(row.get("waiting"))
                        + ") waits for "
                        + (row.get("blocker") == null
                                ? "a lock"
                                : row.get("blocker_name") + " (pid " + row.get("blocker") + ", "
                                        + row.get("blocker_state")
                                        + " for " + row.get("blocker_seconds") + " s: "
                                        + statement(row.get("blocking")) + ")"))
                .collect(Collectors.toCollection(ArrayList::new));
        if (waiters.size() > NAMED) {
            names.add((waiters.size() - NAMED) + " more wait");
        }
        return names;
    }

    private static List<String> slow(List<Map<String, @Nullable Object>> rows) {
        return rows.stream()
                .map(row -> row.get("name") + " (pid " + row.get("pid") + ", " + row.get("state") + ") for "
                        + row.get("seconds") + " s: " + statement(row.get("query")))
                .toList();
    }

    /// A statement without its values: they are other people's data.
    static String statement(@Nullable Object query) {
        String text = String.valueOf(query)
                .replaceAll("'(?:[^']|'')*'?", "?")
                .replaceAll("\\b[0-9]+(\\.[0-9]+)?\\b", "?")
                .replaceAll("\\s+", " ")
                .strip();
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    }

    /// What the views show, as assertions see it.
    private record Seeing(Map<String, @Nullable Object> load, List<Map<String, @Nullable Object>> waiters)
            implements Observation {
        @Override
        public Seen see(Subject subject, String argument) {
            return switch (subject) {
                case LOCK_WAITERS -> Seen.Num.of(waiters.size());
                case LOCK_WAIT ->
                    millis(waiters.isEmpty() ? 0L : waiters.getFirst().get("waited_ms"));
                case CONNECTIONS_PERCENT ->
                    new Seen.Num(BigDecimal.valueOf(
                            number(load.get("connections")) * 1000 / Math.max(1, number(load.get("usable"))), 1));
                case SLOWEST_QUERY -> millis(load.get("slowest_ms"));
                case OLDEST_TRANSACTION -> millis(load.get("oldest_ms"));
                default -> new Seen.Missing("is not known of a database server");
            };
        }

        private static Seen millis(@Nullable Object value) {
            return new Seen.Time(Duration.ofMillis(Math.max(0, number(value))));
        }

        private static long number(@Nullable Object value) {
            return value instanceof Number number ? number.longValue() : 0;
        }
    }
}
