package dev.candor.app;

import dev.candor.base.time.SystemTime;
import dev.candor.platform.db.Database;
import dev.candor.platform.db.Migrations;
import dev.candor.platform.db.PostgresDatabase;
import dev.candor.platform.db.SqliteDatabase;
import java.nio.file.Path;

/// The two stores, opened and brought to the newest schema.
record Databases(Database ledger, Database results) {
    static Databases open(Settings settings, Closers closers) {
        if (settings.databaseUrl().isPresent()) {
            String url = settings.databaseUrl().get();
            PostgresDatabase ledger = closers.own(
                    "ledger", PostgresDatabase.open(url, Migrations.Schema.LEDGER.folder(), 8, SystemTime.sleeper()));
            PostgresDatabase results = closers.own(
                    "results", PostgresDatabase.open(url, Migrations.Schema.RESULTS.folder(), 4, SystemTime.sleeper()));
            Migrations.migrate(ledger, Migrations.Schema.LEDGER);
            Migrations.migrate(results, Migrations.Schema.RESULTS);
            return new Databases(ledger, results);
        }
        Path ledger = settings.data().resolve("ledger.db");
        Path results = settings.data().resolve("results.db");
        return new Databases(
                closers.own(
                        "ledger", Migrations.open(ledger, SqliteDatabase.Durability.FULL, Migrations.Schema.LEDGER)),
                closers.own(
                        "results",
                        Migrations.open(results, SqliteDatabase.Durability.NORMAL, Migrations.Schema.RESULTS)));
    }
}
