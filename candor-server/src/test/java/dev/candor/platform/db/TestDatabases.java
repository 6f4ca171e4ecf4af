package dev.candor.platform.db;

import dev.candor.base.time.SystemTime;
import dev.candor.platform.db.Migrations.Schema;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// Migrated databases for tests, of both engines, each made by copying a template: a file, or a database of the one
/// PostgreSQL of this test run. That server is stopped when the JVM ends.
public final class TestDatabases {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final Map<Schema, Path> SQLITE_TEMPLATES = new EnumMap<>(Schema.class);

    private TestDatabases() {}

    /// A database that nobody else uses. `folder` holds the file of SQLite; for PostgreSQL it is not touched.
    public static Database open(Engine engine, Schema schema, Path folder) {
        return switch (engine) {
            case SQLITE -> sqlite(schema, folder);
            case POSTGRESQL -> postgres(schema);
        };
    }

    public static SqliteDatabase sqlite(Schema schema, Path folder) {
        return SqliteDatabase.open(sqliteFile(schema, folder), SqliteDatabase.Durability.NORMAL);
    }

    /// A migrated file, not open.
    public static Path sqliteFile(Schema schema, Path folder) {
        try {
            Path file = folder.resolve(schema.folder() + "-" + NUMBER.incrementAndGet() + ".db");
            return Files.copy(sqliteTemplate(schema), file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static synchronized Path sqliteTemplate(Schema schema) {
        return SQLITE_TEMPLATES.computeIfAbsent(schema, _ -> {
            try {
                Path home = Files.createTempDirectory("candor-template");
                home.toFile().deleteOnExit(); // at the end in the opposite order: what is in it first
                Path file = home.resolve(schema.folder() + ".db");
                for (String each : List.of("", "-shm", "-wal")) {
                    home.resolve(schema.folder() + ".db" + each).toFile().deleteOnExit();
                }
                Migrations.migrate(file, schema);
                return file;
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        });
    }

    public static PostgresDatabase postgres(Schema schema) {
        String name = "d" + NUMBER.incrementAndGet();
        Server.execute("CREATE DATABASE " + name + " TEMPLATE " + Server.template(schema));
        return open(name, schema, 8);
    }

    /// A database without any table, for tests of migrations themselves.
    public static PostgresDatabase emptyPostgres(Schema schema) {
        String name = "d" + NUMBER.incrementAndGet();
        Server.execute("CREATE DATABASE " + name);
        return open(name, schema, 2);
    }

    /// The address of a PostgreSQL database without any table, for whoever opens it.
    public static String emptyPostgresUrl() {
        String name = "d" + NUMBER.incrementAndGet();
        Server.execute("CREATE DATABASE " + name);
        return Server.url(name);
    }

    private static PostgresDatabase open(String name, Schema schema, int connections) {
        return PostgresDatabase.open(Server.url(name), schema.folder(), connections, SystemTime.sleeper());
    }

    /// Started when the first test asks for it.
    private static final class Server {
        private static final EmbeddedPostgres POSTGRES = start();
        private static final Map<Schema, String> TEMPLATES = new EnumMap<>(Schema.class);

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "off")
                        .setServerConfig("synchronous_commit", "off")
                        .setServerConfig("full_page_writes", "off")
                        .setServerConfig("max_connections", "100")
                        .setServerConfig("shared_buffers", "32MB")
                        .setPGStartupWait(Duration.ofSeconds(60))
                        .start();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        static synchronized String template(Schema schema) {
            return TEMPLATES.computeIfAbsent(schema, _ -> {
                String name = "template_" + schema.folder();
                execute("CREATE DATABASE " + name);
                try (var database = open(name, schema, 2)) {
                    Migrations.migrate(database, schema);
                }
                return name;
            });
        }

        static String url(String name) {
            return POSTGRES.getJdbcUrl("postgres", name);
        }

        static void execute(String sql) {
            try (Connection connection = POSTGRES.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
            } catch (SQLException failure) {
                throw new IllegalStateException(sql, failure);
            }
        }
    }
}
