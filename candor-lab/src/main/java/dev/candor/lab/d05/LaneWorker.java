package dev.candor.lab.d05;

import dev.candor.base.time.SystemTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;

/// Works on the jobs of one lane, oldest first, skipping what another worker holds.
public final class LaneWorker {
    private static final String NEXT = """
            UPDATE job SET done_at = clock_timestamp() WHERE id = (
              SELECT id FROM job WHERE lane = ? AND done_at IS NULL ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
            """;

    private LaneWorker() {}

    /// Ends when the database does.
    ///
    /// @param arguments JDBC address, lane
    public static void main(String[] arguments) throws SQLException, InterruptedException {
        try (var connection = DriverManager.getConnection(arguments[0])) {
            while (true) {
                if (!work(connection, arguments[1])) {
                    SystemTime.sleeper().sleep(Duration.ofMillis(20));
                }
            }
        }
    }

    private static boolean work(Connection connection, String lane) throws SQLException {
        try (var next = connection.prepareStatement(NEXT)) {
            next.setString(1, lane);
            return next.executeUpdate() > 0;
        }
    }
}
