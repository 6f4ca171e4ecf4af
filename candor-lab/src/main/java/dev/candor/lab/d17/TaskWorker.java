package dev.candor.lab.d17;

import dev.candor.base.time.SystemTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;

/// Works on tasks: makes the document of a key, with all its overrides in memory. Too many of them end the process,
/// and whoever starts it again finds the same task first. With a cap a task that was tried so often is set aside, and
/// what failed before waits behind what did not.
public final class TaskWorker {
    private static final int OVERRIDE_BYTES = 16 * 1024;
    private static final String NEXT = """
            SELECT id, overrides FROM task WHERE done_at IS NULL AND set_aside_at IS NULL ORDER BY %s LIMIT 1
            """;
    private static final String SET_ASIDE = """
            UPDATE task SET set_aside_at = clock_timestamp()
            WHERE done_at IS NULL AND set_aside_at IS NULL AND attempts >= %d
            """;

    private final Connection connection;
    private final int cap;

    private TaskWorker(Connection connection, int cap) {
        this.connection = connection;
        this.cap = cap;
    }

    /// Ends when the database does, or when its memory is not enough.
    ///
    /// @param arguments JDBC address, the most attempts (0: no end)
    public static void main(String[] arguments) throws SQLException, InterruptedException {
        try (var connection = DriverManager.getConnection(arguments[0])) {
            var worker = new TaskWorker(connection, Integer.parseInt(arguments[1]));
            while (true) {
                if (!worker.work()) {
                    SystemTime.sleeper().sleep(Duration.ofMillis(20));
                }
            }
        }
    }

    private boolean work() throws SQLException {
        if (cap > 0) {
            update(SET_ASIDE.formatted(cap));
        }
        long task;
        int overrides;
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(NEXT.formatted(cap > 0 ? "attempts, id" : "id"))) {
            if (!rows.next()) {
                return false;
            }
            task = rows.getLong(1);
            overrides = rows.getInt(2);
        }
        update("UPDATE task SET attempts = attempts + 1 WHERE id = " + task); // before it is tried, or nobody counts
        if (document(overrides) > 0) {
            update("UPDATE task SET done_at = clock_timestamp() WHERE id = " + task);
        }
        return true;
    }

    private static long document(int overrides) {
        var parts = new ArrayList<byte[]>();
        for (int i = 0; i < overrides; i++) {
            parts.add(new byte[OVERRIDE_BYTES]);
        }
        return parts.stream().mapToLong(part -> part.length).sum();
    }

    private void update(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }
}
