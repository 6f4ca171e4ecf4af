package dev.candor.app;

import dev.candor.base.time.SystemTime;
import dev.candor.platform.db.AwaitedDatabase;
import dev.candor.platform.db.Database;
import dev.candor.platform.db.DatabaseException;
import dev.candor.platform.db.Migrations;
import dev.candor.platform.db.PostgresDatabase;
import dev.candor.platform.db.SqliteDatabase;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;

/// The two stores. They are refused to everybody until {@link #bringUp()} gave them the newest schema.
final class Databases {
    private final List<AwaitedDatabase> both;
    private final Runnable migrate;

    private Databases(Database ledger, Database results, Runnable migrate) {
        this.both = List.of(new AwaitedDatabase(ledger), new AwaitedDatabase(results));
        this.migrate = migrate;
    }

    Database ledger() {
        return both.getFirst();
    }

    Database results() {
        return both.getLast();
    }

    /// A file of ours is there or is an error; PostgreSQL may be away, which only `bringUp` finds out.
    static Databases open(Settings settings, Closers closers) {
        return settings.databaseUrl()
                .map(url -> postgres(url, closers))
                .orElseGet(() -> new Databases(
                        closers.own(
                                "ledger",
                                Migrations.open(
                                        settings.data().resolve("ledger.db"),
                                        SqliteDatabase.Durability.FULL,
                                        Migrations.Schema.LEDGER)),
                        closers.own(
                                "results",
                                Migrations.open(
                                        settings.data().resolve("results.db"),
                                        SqliteDatabase.Durability.NORMAL,
                                        Migrations.Schema.RESULTS)),
                        () -> {}));
    }

    private static Databases postgres(String url, Closers closers) {
        PostgresDatabase ledger = closers.own(
                "ledger", PostgresDatabase.open(url, Migrations.Schema.LEDGER.folder(), 8, SystemTime.sleeper()));
        PostgresDatabase results = closers.own(
                "results", PostgresDatabase.open(url, Migrations.Schema.RESULTS.folder(), 4, SystemTime.sleeper()));
        return new Databases(ledger, results, () -> {
            Migrations.migrate(ledger, Migrations.Schema.LEDGER);
            Migrations.migrate(results, Migrations.Schema.RESULTS);
        });
    }

    /// Brings both to the newest schema and lets everybody use them. May be repeated.
    ///
    /// @throws DatabaseException UNAVAILABLE: PostgreSQL is away, try again
    /// @throws IllegalStateException trying again would not help: a wrong password, no such database, a
    /// newer schema
    void bringUp() {
        try {
            migrate.run();
        } catch (DatabaseException failure) {
            String why = innermost(failure);
            if (failure.kind() == DatabaseException.Kind.WRONG) {
                throw new IllegalStateException("the database cannot be used: " + why, failure);
            }
            both.forEach(database -> database.waitsBecause(why));
            throw failure;
        }
        both.forEach(AwaitedDatabase::opened);
    }

    /// What the server itself said, not what the pool made of it.
    private static String innermost(Throwable failure) {
        String said = String.valueOf(failure.getMessage());
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTransientConnectionException && cause.getCause() == null) {
                said = "it accepts connections and does not answer"; // what is refused has a cause
            } else if (cause instanceof SQLException) {
                said = String.valueOf(cause.getMessage());
            }
        }
        return said;
    }
}
