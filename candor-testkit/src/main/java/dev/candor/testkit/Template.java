package dev.candor.testkit;

import dev.candor.app.Candor;
import dev.candor.base.ids.Ids;
import dev.candor.base.ids.Randomness;
import dev.candor.catalog.CatalogStore;
import dev.candor.catalog.Catalogs;
import dev.candor.catalog.apply.Applying;
import dev.candor.platform.audit.Audit;
import dev.candor.platform.db.Migrations;
import dev.candor.platform.db.SqliteDatabase;
import dev.candor.platform.secret.SecretBox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/// A migrated and configured database in a file, made once and copied for every seed.
///
/// @param ledger what decisions rest on, with the catalog in it
/// @param results measurements
public record Template(Path ledger, Path results) {
    /// When every simulated world begins.
    static final Instant START = Instant.parse("2026-03-02T03:00:00Z");

    /// The world that chaos is let loose on: five services, a page with a reader, three people.
    public static Template storm() {
        return Template.of(StormConfiguration.YAML, StormConfiguration.READERS);
    }

    /// @param yaml the configuration, as `candor apply` takes it
    /// @param readers mail addresses that already subscribe to the page `shop`
    static Template of(String yaml, List<String> readers) {
        try {
            Path folder = Files.createTempDirectory("candor-template");
            Path ledger = folder.resolve("ledger.db");
            Path results = folder.resolve("results.db");
            Migrations.migrate(ledger, Migrations.Schema.LEDGER);
            Migrations.migrate(results, Migrations.Schema.RESULTS);
            var template = new Template(ledger, results);
            template.configure(yaml, readers);
            plain(ledger);
            plain(results);
            folder.toFile().deleteOnExit();
            ledger.toFile().deleteOnExit();
            results.toFile().deleteOnExit();
            return template;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Without a log beside it, so that the file alone is the whole database.
    private static void plain(Path file) {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = DELETE");
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    SecretBox secrets(Randomness random) {
        return new SecretBox(List.of(SecretBox.key("5e".repeat(32))), random);
    }

    private void configure(String yaml, List<String> readers) {
        Randomness random = Randomness.seeded(1);
        var clock = InstantSource.fixed(START.minusSeconds(3600));
        var ids = new Ids(clock, random);
        try (var database = SqliteDatabase.open(ledger, SqliteDatabase.Durability.FULL)) {
            var catalogs = new Catalogs(database, new CatalogStore(Candor.KINDS, secrets(random)));
            var applied = new Applying(database, catalogs, new Audit(ids), ids, clock)
                    .files(Map.of("shop.yaml", yaml), Map.of(), false, "omar");
            if (!applied.problems().isEmpty()) {
                throw new IllegalArgumentException(applied.problems().toString());
            }
            database.inTransaction(tx -> {
                for (String reader : readers) {
                    tx.update(
                            "INSERT INTO subscriber (id, page, email, state, created_at, confirmed_at) VALUES (?, 'shop', ?, 'active', ?, ?)",
                            ids.next(),
                            reader,
                            START,
                            START);
                }
                Watches.SQL.forEach(tx::update);
                return true;
            });
        }
    }
}
