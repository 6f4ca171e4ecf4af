package dev.candor.platform.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.candor.base.time.Sleeper;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// PostgreSQL 15 or newer, the primary only. Transactions whose outcome is unknown are repeated: all work is keyed,
/// so a repeat changes nothing.
public final class PostgresDatabase implements Database {
    /// READ COMMITTED, the default, would show every statement of a read another state.
    private static final String ONE_VIEW = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY";
    private static final int TRIES = 4;
    private static final Duration FIRST_WAIT = Duration.ofMillis(100);

    private final HikariDataSource pool;
    private final Sleeper sleeper;
    private final Wakes wakes = new Wakes();
    private final ThreadLocal<Boolean> working = ThreadLocal.withInitial(() -> false);

    private PostgresDatabase(HikariDataSource pool, Sleeper sleeper) {
        this.pool = pool;
        this.sleeper = sleeper;
    }

    /// @param url see {@link PostgresUrl}; hosts are tried in order, only the primary is used
    /// @param schema the schema all unqualified names mean; made by {@link Migrations}
    public static PostgresDatabase open(String url, String schema, int connections, Sleeper sleeper) {
        var config = new HikariConfig();
        PostgresUrl address = PostgresUrl.parse(url);
        config.setJdbcUrl(address.jdbc());
        address.user().ifPresent(config::setUsername);
        address.password().ifPresent(config::setPassword);
        config.setMaximumPoolSize(connections);
        config.setConnectionTimeout(3_000);
        config.setInitializationFailTimeout(-1); // a database that is away at the start is waited for, not died of
        config.setPoolName("postgres-" + schema);
        config.setAutoCommit(false);
        config.setDataSourceProperties(properties(schema));
        return new PostgresDatabase(new HikariDataSource(config), sleeper);
    }

    private static Properties properties(String schema) {
        var properties = new Properties();
        // Part of the connection's start: a SET in the pool's first transaction would be undone by its rollback.
        properties.setProperty("currentSchema", schema);
        properties.setProperty("connectTimeout", "2");
        properties.setProperty("socketTimeout", "5"); // without it a silent partition hangs for minutes
        properties.setProperty("targetServerType", "primary");
        properties.setProperty("hostRecheckSeconds", "0");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("ApplicationName", "candor");
        properties.setProperty("options", "-c lock_timeout=2000 -c statement_timeout=4500");
        return properties;
    }

    @Override
    public <T extends @Nullable Object> T inTransaction(Work<T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return once(work, false);
            } catch (DatabaseException failure) {
                // No connection within the pool's patience: who called waits no longer, loops come again by themselves.
                boolean nobodyThere = failure.getCause() instanceof SQLTransientConnectionException;
                if (failure.kind() == DatabaseException.Kind.WRONG || attempt == TRIES || nobodyThere) {
                    throw failure.persistent();
                }
                pause(FIRST_WAIT.multipliedBy(1L << (attempt - 1)), failure);
            }
        }
    }

    @Override
    public <T extends @Nullable Object> T read(Work<T> work) {
        return once(work, true);
    }

    private <T extends @Nullable Object> T once(Work<T> work, boolean readOnly) {
        if (working.get()) {
            throw new IllegalStateException("a transaction or read inside another one");
        }
        if (pool.isClosed()) {
            throw DatabaseException.unavailable("the database is closed");
        }
        Tx tx;
        T value;
        try (Connection connection = pool.getConnection()) {
            tx = new Tx(connection, Engine.POSTGRESQL);
            working.set(true);
            try {
                if (readOnly) {
                    tx.update(ONE_VIEW);
                }
                value = work.in(tx);
            } catch (DatabaseException failure) {
                rollback(connection, failure);
                throw readOnly ? DatabaseException.whileReading(failure) : failure;
            } catch (RuntimeException | Error failure) {
                rollback(connection, failure);
                throw failure;
            } finally {
                working.set(false);
            }
            commit(connection);
        } catch (SQLException failure) {
            throw DatabaseException.of("transaction", failure);
        }
        wakes.announce(tx.woken());
        return value;
    }

    /// A rollback that fails (the connection broke) must not hide why it was needed.
    private static void rollback(Connection connection, Throwable why) {
        try {
            connection.rollback();
        } catch (SQLException failure) {
            why.addSuppressed(failure);
        }
    }

    private static void commit(Connection connection) {
        try {
            connection.commit();
        } catch (SQLException failure) {
            var known = DatabaseException.of("commit", failure);
            if (known.kind() == DatabaseException.Kind.UNAVAILABLE) {
                throw new DatabaseException(
                        DatabaseException.Kind.UNKNOWN_OUTCOME, "commit: " + failure.getMessage(), failure);
            }
            throw known;
        }
    }

    private void pause(Duration wait, DatabaseException failure) {
        try {
            sleeper.sleep(wait);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw failure;
        }
    }

    /// For statements that cannot run in a transaction, and for migrations.
    javax.sql.DataSource dataSource() {
        return pool;
    }

    void execute(String sql) {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
            connection.commit();
        } catch (SQLException failure) {
            throw DatabaseException.of(sql, failure);
        }
    }

    @Override
    public void onCommit(String topic, Runnable listener) {
        wakes.add(topic, listener);
    }

    @Override
    public Engine engine() {
        return Engine.POSTGRESQL;
    }

    @Override
    public void close() {
        pool.close();
    }
}
