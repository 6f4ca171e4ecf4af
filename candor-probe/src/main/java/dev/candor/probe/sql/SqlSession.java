package dev.candor.probe.sql;

import dev.candor.base.time.Elapsed;
import dev.candor.probe.Measurements;
import dev.candor.probe.Phases;
import dev.candor.probe.Reason;
import dev.candor.probe.net.Deadline;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Parser;

/// A fresh connection to a database, and reading queries over it. Blocking, by a deadline; the driver is only ever
/// called on platform threads.
final class SqlSession implements AutoCloseable {
    /// Rows beyond these are not read.
    static final int MOST_ROWS = 1000;

    private final Connection connection;
    private final Elapsed elapsed;
    private final long connectNanos;
    private long queryNanos;

    /// One row, by column name in order; values as JSON has them, points in time as `Instant`.
    record Answer(List<Map<String, @Nullable Object>> rows) {}

    private SqlSession(Connection connection, Elapsed elapsed, long connectNanos) {
        this.connection = connection;
        this.elapsed = elapsed;
        this.connectNanos = connectNanos;
    }

    /// @param address where the host's name leads; guarded
    static SqlSession open(DatabaseTarget target, String address, Deadline deadline, Elapsed elapsed)
            throws SQLException {
        long began = elapsed.nanos();
        long millis = Math.max(1, deadline.remainingNanos() / 1_000_000);
        String seconds = String.valueOf(Math.max(1, (millis + 999) / 1000));
        var properties = new Properties();
        properties.setProperty("user", target.user());
        properties.setProperty("password", target.password());
        properties.setProperty("sslmode", target.tls().word());
        properties.setProperty(
                "sslfactory",
                target.tls() == DatabaseTarget.Tls.VERIFY_FULL
                        ? "org.postgresql.ssl.DefaultJavaSSLFactory"
                        : "org.postgresql.ssl.NonValidatingFactory");
        properties.setProperty("socketFactory", GuardedSockets.class.getName());
        properties.setProperty("socketFactoryArg", address);
        properties.setProperty("connectTimeout", seconds);
        properties.setProperty("socketTimeout", seconds);
        properties.setProperty("maxResultBuffer", "8M");
        properties.setProperty("ApplicationName", "candor");
        properties.setProperty("assumeMinServerVersion", "10");
        properties.setProperty(
                "options",
                "-c default_transaction_read_only=on -c statement_timeout=" + millis + " -c lock_timeout=1s");
        Connection connection = DriverManager.getConnection(
                "jdbc:postgresql://" + target.host() + ":" + target.port() + "/"
                        + java.net.URLEncoder.encode(target.database(), java.nio.charset.StandardCharsets.UTF_8),
                properties);
        try {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
        } catch (SQLException broken) {
            connection.close();
            throw broken;
        }
        return new SqlSession(connection, elapsed, elapsed.nanos() - began);
    }

    /// Runs one statement and reads its rows.
    Answer query(String sql) throws SQLException {
        long began = elapsed.nanos();
        for (boolean standardStrings : new boolean[] {true, false}) {
            // The driver would send the pieces one after the other. It cuts where we do not: a second wall.
            if (Parser.parseJdbcSql(sql, standardStrings, true, true, false, false)
                            .size()
                    > 1) {
                throw new SQLException("the query is more than one statement");
            }
        }
        try (Statement statement = connection.createStatement()) {
            statement.setMaxRows(MOST_ROWS);
            statement.setEscapeProcessing(false); // `{fn …}` would be rewritten after the walls, and could be cut again
            try (ResultSet rows = statement.executeQuery(sql)) {
                var read = new ArrayList<Map<String, @Nullable Object>>();
                int columns = rows.getMetaData().getColumnCount();
                while (rows.next()) {
                    var row = new LinkedHashMap<String, @Nullable Object>();
                    for (int i = 1; i <= columns; i++) {
                        row.put(rows.getMetaData().getColumnLabel(i), value(rows, i));
                    }
                    read.add(row);
                }
                return new Answer(read);
            }
        } finally {
            queryNanos += elapsed.nanos() - began;
        }
    }

    private static @Nullable Object value(ResultSet rows, int column) throws SQLException {
        return switch (rows.getMetaData().getColumnTypeName(column)) {
            case "timestamptz" ->
                Optional.ofNullable(rows.getObject(column, OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant)
                        .orElse(null);
            // Without a zone it is read as UTC: what else could be known?
            case "timestamp" ->
                Optional.ofNullable(rows.getTimestamp(
                                column, java.util.Calendar.getInstance(java.util.TimeZone.getTimeZone("UTC"))))
                        .map(Timestamp::toInstant)
                        .orElse(null);
            default -> {
                Object value = rows.getObject(column);
                yield switch (value) {
                    case null -> null;
                    case Integer number -> (long) number;
                    case Short number -> (long) number;
                    case Long number -> number;
                    case BigDecimal number -> number;
                    case Float number -> new BigDecimal(number.toString());
                    case Double number when number.isNaN() || number.isInfinite() -> number.toString();
                    case Double number -> BigDecimal.valueOf(number);
                    case Boolean flag -> flag;
                    default -> {
                        String text = rows.getString(column);
                        yield text == null ? "" : text;
                    }
                };
            }
        };
    }

    /// Connecting counts as the connect phase, the queries as first byte.
    Measurements measured() {
        return new Measurements(
                new Phases(0, connectNanos / 1000, 0, queryNanos / 1000, 0),
                0,
                0,
                "",
                "postgresql",
                List.of(),
                Optional.empty(),
                0,
                0,
                List.of());
    }

    /// What an error of driver or server means, by its SQLSTATE (PostgreSQL's appendix A).
    static Reason reason(SQLException failure) {
        String state = failure.getSQLState() == null ? "" : failure.getSQLState();
        if (state.startsWith("08")) {
            Throwable cause = failure.getCause();
            return cause instanceof java.net.SocketTimeoutException
                    ? Reason.CONNECT_TIMEOUT
                    : cause instanceof java.net.ConnectException ? Reason.CONNECT_REFUSED : Reason.RESET;
        }
        return state.equals("57014") ? Reason.TIMEOUT : Reason.QUERY;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    /// From another thread: ends whatever the driver waits for.
    void abort() {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException gone) {
            // it has ended already, which is what was wanted
        }
    }
}
