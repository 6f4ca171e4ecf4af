package dev.candor.platform.db;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/// Brings a schema to the newest version. The numbered files are shared by both engines; `${bytes}` is the only word
/// that differs.
///
/// Flyway does the work and finds edited files; when the digest stored in the schema says that nothing is to do,
/// Flyway is not even loaded.
public final class Migrations {
    private static final String REMEMBER =
            "INSERT INTO schema_digest (id, digest) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET digest = excluded.digest";

    /// The two schemas, and their files in order. A file listed here never changes again once it was released.
    public enum Schema {
        LEDGER(
                "ledger",
                List.of(
                        "V1__ledger.sql",
                        "V2__heartbeats.sql",
                        "V3__locations.sql",
                        "V4__telemetry.sql",
                        "V5__vendors.sql",
                        "V6__changes.sql",
                        "V7__runbooks.sql",
                        "V8__proof.sql",
                        "V9__learning.sql",
                        "V11__promises.sql",
                        "V12__awaited.sql")),
        RESULTS("results", List.of("V1__results.sql", "V2__telemetry.sql"));

        private final String folder;
        private final List<String> files;

        Schema(String folder, List<String> files) {
            this.folder = folder;
            this.files = files;
        }

        public String folder() {
            return folder;
        }

        public List<String> files() {
            return files;
        }
    }

    private Migrations() {}

    /// Opens a SQLite file with the newest schema. When it is current, which is always but for the first start of a
    /// version, this is only opening it.
    public static SqliteDatabase open(Path file, SqliteDatabase.Durability durability, Schema schema) {
        SqliteDatabase database = SqliteDatabase.open(file, durability);
        if (isCurrent(database, schema)) {
            return database;
        }
        database.close(); // Flyway brings its own connection
        run(Flyway.configure().dataSource("jdbc:sqlite:" + file.toAbsolutePath(), "", ""), schema, Engine.SQLITE);
        SqliteDatabase migrated = SqliteDatabase.open(file, durability);
        migrated.inTransaction(tx -> tx.update(REMEMBER, digest(schema)));
        return migrated;
    }

    /// Brings a SQLite file that nobody has open to the newest schema.
    public static void migrate(Path file, Schema schema) {
        open(file, SqliteDatabase.Durability.FULL, schema).close();
    }

    public static void migrate(PostgresDatabase database, Schema schema) {
        if (isCurrent(database, schema)) {
            return;
        }
        database.execute("CREATE SCHEMA IF NOT EXISTS " + schema.folder());
        var flyway = Flyway.configure()
                .dataSource(database.dataSource())
                .schemas(schema.folder())
                .defaultSchema(schema.folder());
        run(flyway, schema, Engine.POSTGRESQL);
        database.inTransaction(tx -> tx.update(REMEMBER, digest(schema)));
    }

    private static void run(FluentConfiguration flyway, Schema schema, Engine engine) {
        try {
            flyway.locations("classpath:db/" + schema.folder())
                    .placeholders(Map.of("bytes", engine.bytesType()))
                    .loggers("slf4j")
                    .load()
                    .migrate();
        } catch (RuntimeException failure) {
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                if (cause instanceof SQLException sql) {
                    throw DatabaseException.of("migration of " + schema.folder(), sql);
                }
            }
            throw failure;
        }
    }

    /// Whether the schema is the one this program was built for.
    ///
    /// @throws IllegalStateException when it is a newer one
    public static boolean isCurrent(Database database, Schema schema) {
        try {
            Optional<String> stored = database.read(
                    tx -> tx.one("SELECT digest FROM schema_digest WHERE id = 1", row -> row.text("digest")));
            stored.ifPresent(digest -> refuseNewer(digest, schema));
            return stored.filter(digest(schema)::equals).isPresent();
        } catch (DatabaseException missing) {
            if (missing.kind() == DatabaseException.Kind.WRONG) {
                return false; // no such table: a new schema
            }
            throw missing;
        }
    }

    /// An older program does not know what a newer one stores, and would damage it.
    private static void refuseNewer(String digest, Schema schema) {
        String files = digest.substring(0, Math.max(0, digest.indexOf('-')));
        if (files.matches("[0-9]{1,6}")
                && Integer.parseInt(files) > schema.files().size()) {
            throw new IllegalStateException("the schema " + schema.folder()
                    + " was written by a newer Candor; start that version, or restore a backup made with this one");
        }
    }

    static String digest(Schema schema) {
        var crc = new CRC32();
        for (String file : schema.files()) {
            crc.update(bytes("/db/" + schema.folder() + "/" + file));
        }
        return schema.files().size() + "-" + Long.toHexString(crc.getValue());
    }

    private static byte[] bytes(String resource) {
        try (InputStream in = Migrations.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("missing migration " + resource);
            }
            return in.readAllBytes();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
