package dev.candor.testkit;

import dev.candor.platform.db.Database;
import dev.candor.platform.db.Engine;
import dev.candor.platform.db.Tx;
import dev.candor.platform.db.Wakes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;

/// The real SQL in memory: one connection, everything runs on the caller's thread, one after the other.
final class InMemoryDatabase implements Database {
    private final Connection connection;
    private final Wakes wakes = new Wakes();
    private long commits;
    private boolean inside;

    private InMemoryDatabase(Connection connection) {
        this.connection = connection;
    }

    /// A copy of the migrated `template`.
    static InMemoryDatabase copyOf(Path template) {
        try {
            Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
            connection.unwrap(SQLiteConnection.class).deserialize("main", Files.readAllBytes(template));
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA journal_mode = MEMORY");
                statement.execute("PRAGMA foreign_keys = ON");
                statement.execute("PRAGMA temp_store = MEMORY");
            }
            return new InMemoryDatabase(KeptStatements.over(connection));
        } catch (SQLException | IOException failure) {
            throw new IllegalStateException("the template cannot be copied", failure);
        }
    }

    /// Changes with every commit.
    long commits() {
        return commits;
    }

    /// Changes with every row that was written.
    long changes() {
        return new Tx(connection, Engine.SQLITE).count("SELECT total_changes() AS n");
    }

    @Override
    public <T extends @Nullable Object> T inTransaction(Work<T> work) {
        refuseInside();
        var tx = new Tx(connection, Engine.SQLITE);
        T value;
        run("BEGIN IMMEDIATE");
        boolean done = false;
        inside = true;
        try {
            value = work.in(tx);
            run("COMMIT");
            done = true;
        } finally {
            inside = false;
            if (!done) {
                run("ROLLBACK");
            }
        }
        commits++;
        wakes.announce(tx.woken());
        return value;
    }

    @Override
    public <T extends @Nullable Object> T read(Work<T> work) {
        refuseInside();
        return work.in(new Tx(connection, Engine.SQLITE));
    }

    /// As the real engines do: one transaction inside another would wait for itself, or see another state.
    private void refuseInside() {
        if (inside) {
            throw new IllegalStateException("a transaction inside another one");
        }
    }

    void run(String sql) {
        try (var statement = connection.prepareStatement(sql)) {
            statement.execute();
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }

    @Override
    public void onCommit(String topic, Runnable listener) {
        wakes.add(topic, listener);
    }

    @Override
    public Engine engine() {
        return Engine.SQLITE;
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
