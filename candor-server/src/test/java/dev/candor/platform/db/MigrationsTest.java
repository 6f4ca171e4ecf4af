package dev.candor.platform.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.candor.platform.db.Migrations.Schema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MigrationsTest {
    private static final Pattern CREATE_TABLE =
            Pattern.compile("create table (?:if not exists )?(\\w+).*", Pattern.DOTALL);
    private static final Pattern INDEX = Pattern.compile(
            "create (?:unique )?index (concurrently )?(?:if not exists )?\\w+ on (\\w+).*", Pattern.DOTALL);
    private static final Pattern ALTER = Pattern.compile("alter table (?:if exists )?(\\w+) (.*)", Pattern.DOTALL);

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Schema.class)
    void a_migrated_file_is_current_and_migrating_again_changes_nothing(Schema schema) {
        Path file = folder.resolve("fresh.db");
        Migrations.migrate(file, schema);
        Migrations.migrate(file, schema);
        try (var database = SqliteDatabase.open(file, SqliteDatabase.Durability.FULL)) {
            assertThat(Migrations.isCurrent(database, schema)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(Schema.class)
    void a_new_postgres_schema_is_not_current_until_it_is_migrated(Schema schema) {
        try (var database = TestDatabases.emptyPostgres(schema)) {
            assertThat(Migrations.isCurrent(database, schema)).isFalse();
            Migrations.migrate(database, schema);
            Migrations.migrate(database, schema);
            assertThat(Migrations.isCurrent(database, schema)).isTrue();
        }
    }

    @Test
    void an_edited_file_is_found() {
        Path file = folder.resolve("edited.db");
        Migrations.migrate(file, Schema.LEDGER);
        try (var database = SqliteDatabase.open(file, SqliteDatabase.Durability.FULL)) {
            // As if the file had other contents when this database was made.
            database.inTransaction(tx ->
                    tx.update("UPDATE flyway_schema_history SET checksum = checksum + 1 WHERE checksum IS NOT NULL"));
            database.inTransaction(tx -> tx.update("UPDATE schema_digest SET digest = '1-0'"));
            assertThat(Migrations.isCurrent(database, Schema.LEDGER)).isFalse();
        }
        assertThatThrownBy(() -> Migrations.migrate(file, Schema.LEDGER)).hasMessageContaining("checksum");
    }

    @ParameterizedTest
    @EnumSource(Schema.class)
    void no_migration_rewrites_or_locks_a_table_that_may_be_large(Schema schema) throws IOException {
        for (int i = 0; i < schema.files().size(); i++) {
            String name = "/db/" + schema.folder() + "/" + schema.files().get(i);
            try (var in = Migrations.class.getResourceAsStream(name)) {
                assertThat(in).as(name).isNotNull();
                assertThat(objections(new String(in.readAllBytes(), StandardCharsets.UTF_8)))
                        .as(name)
                        .isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE alert ALTER COLUMN count TYPE INT",
                "ALTER TABLE alert ALTER COLUMN incident SET NOT NULL",
                "ALTER TABLE alert ADD COLUMN a TEXT NOT NULL",
                "ALTER TABLE alert ADD COLUMN a TEXT DEFAULT random()",
                "ALTER TABLE alert ADD CONSTRAINT c UNIQUE (number)",
                "ALTER TABLE alert RENAME COLUMN count TO times",
                "ALTER TABLE alert DROP COLUMN count",
                "CREATE INDEX i ON alert (count)",
                "CREATE UNIQUE INDEX i ON alert (count)",
                "UPDATE alert SET count = 1",
                "DELETE FROM alert",
                "DROP TABLE alert",
                "TRUNCATE alert",
                "VACUUM",
                "LOCK TABLE alert",
            })
    void the_check_catches_what_must_not_be(String statement) {
        assertThat(objections("-- a comment;\nCREATE TABLE fresh (id TEXT);\n" + statement + ";"))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE other (id TEXT PRIMARY KEY); CREATE UNIQUE INDEX i ON other (id)",
                "ALTER TABLE alert ADD COLUMN a TEXT",
                "ALTER TABLE alert ADD COLUMN a BIGINT NOT NULL DEFAULT 0",
                "CREATE INDEX CONCURRENTLY i ON alert (count)",
            })
    void the_check_lets_expanding_through(String statement) {
        assertThat(objections(statement)).isEmpty();
    }

    /// What in a migration would hold up writers on tables that are there already.
    private static List<String> objections(String sql) {
        Set<String> fresh = new HashSet<>();
        var objections = new ArrayList<String>();
        for (String raw : sql.replaceAll("--[^\n]*", "").split(";")) {
            String statement = raw.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
            Matcher table = CREATE_TABLE.matcher(statement);
            Matcher index = INDEX.matcher(statement);
            Matcher alter = ALTER.matcher(statement);
            boolean harmless = statement.isEmpty();
            if (table.matches()) {
                fresh.add(table.group(1));
                harmless = true;
            } else if (index.matches()) {
                harmless = index.group(1) != null || fresh.contains(index.group(2));
            } else if (alter.matches()) {
                harmless = fresh.contains(alter.group(1))
                        || alter.group(2)
                                .matches(
                                        "add column \\w+ (text|bigint)( default ('[^']*'|[0-9]+)| not null default ('[^']*'|[0-9]+))?");
            }
            if (!harmless) {
                objections.add(statement);
            }
        }
        return objections;
    }
}
