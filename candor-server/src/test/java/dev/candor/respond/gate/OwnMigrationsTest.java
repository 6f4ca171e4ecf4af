package dev.candor.respond.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.platform.db.Migrations.Schema;
import dev.candor.platform.db.TestDatabases;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Our own migrations: judged by the gate, and their checksums as Flyway stored them.
class OwnMigrationsTest {
    private static byte[] bytes(Schema schema, String file) throws Exception {
        try (InputStream in = OwnMigrationsTest.class.getResourceAsStream("/db/" + schema.folder() + "/" + file)) {
            return Objects.requireNonNull(in).readAllBytes();
        }
    }

    @Test
    void they_pass() throws Exception {
        for (Schema schema : Schema.values()) {
            var files = new LinkedHashMap<String, byte[]>();
            for (String file : schema.files()) {
                // The one word that differs between engines.
                String sql = new String(bytes(schema, file), StandardCharsets.UTF_8).replace("${bytes}", "BYTEA");
                files.put(file, sql.getBytes(StandardCharsets.UTF_8));
            }
            var report = dev.candor.respond.gate.Migrations.judge(files, Applied.NOTHING, Gate.How.USUAL);
            assertThat(report.mistakes()).isEmpty();
            assertThat(report.findings())
                    .filteredOn(Finding::refused)
                    .extracting(Finding::what)
                    .isEmpty();
        }
    }

    @Test
    void a_checksum_of_flyway_is_the_one_flyway_stores(@TempDir Path folder) throws Exception {
        try (var database = TestDatabases.sqlite(Schema.LEDGER, folder)) {
            var stored = database.read(tx -> tx.list(
                    "SELECT script, checksum FROM flyway_schema_history WHERE checksum IS NOT NULL",
                    row -> Map.entry(row.text("script"), row.number("checksum"))));
            assertThat(stored).hasSameSizeAs(Schema.LEDGER.files());
            for (var entry : stored) {
                assertThat((long) Applied.flyway(bytes(Schema.LEDGER, entry.getKey())))
                        .as(entry.getKey())
                        .isEqualTo(entry.getValue());
            }
        }
    }
}
