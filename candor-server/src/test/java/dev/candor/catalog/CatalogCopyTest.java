package dev.candor.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.base.ids.Ids;
import dev.candor.base.ids.Randomness;
import dev.candor.catalog.apply.Applying;
import dev.candor.paging.channel.Channel;
import dev.candor.paging.escalation.EscalationPolicy;
import dev.candor.platform.audit.Audit;
import dev.candor.platform.db.Migrations.Schema;
import dev.candor.platform.db.TestDatabases;
import dev.candor.platform.secret.SecretBox;
import dev.candor.testing.AwayDatabase;
import dev.candor.testing.MutableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The catalog on our own disk, for a start without a ledger.
class CatalogCopyTest {
    private final MutableClock clock = new MutableClock("2026-03-02T03:00:00Z");
    private final Ids ids = new Ids(clock, Randomness.seeded(1));
    private final SecretBox secrets = new SecretBox(List.of(new byte[32]), Randomness.seeded(2));

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private AwayDatabase ledger;

    @SuppressWarnings("NullAway.Init")
    private Catalogs catalogs;

    @BeforeEach
    void open() {
        ledger = new AwayDatabase(TestDatabases.sqlite(Schema.LEDGER, folder));
        catalogs = catalogs();
        var yaml = new StringBuilder(
                "channels:\n  - {name: ops, kind: webhook, url: 'https://hook.example/', secret: cheese}\nservices:\n");
        for (int i = 0; i < 1200; i++) {
            yaml.append("  - {name: s")
                    .append(i)
                    .append(", intake-keys: [key-number-")
                    .append(i)
                    .append("]}\n");
        }
        assertThat(new Applying(ledger, catalogs, new Audit(ids), ids, clock)
                        .files(Map.of("a.yaml", yaml.toString()), Map.of(), false, "omar")
                        .problems())
                .isEmpty();
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private Catalogs catalogs() {
        return new Catalogs(
                ledger,
                new CatalogStore(List.of(Team.KIND, EscalationPolicy.KIND, Service.KIND, Channel.KIND), secrets));
    }

    private Path file() {
        return folder.resolve("catalog.sealed");
    }

    private CatalogCopy copy() {
        return new CatalogCopy(file(), secrets);
    }

    @Test
    void what_was_kept_is_recalled_without_a_ledger_and_nothing_of_it_can_be_read_by_others() throws IOException {
        catalogs.keep(copy());
        ledger.away(true);
        Catalogs later = catalogs();

        assertThat(later.recall(copy())).isTrue();

        assertThat(later.current().serviceOfKey("key-number-1199"))
                .map(Service::name)
                .contains("s1199");
        assertThat(later.current().find(Channel.KIND, "ops"))
                .map(Channel::secret)
                .contains("cheese");
        assertThat(Files.readString(file())).doesNotContain("key-number", "cheese", "hook.example");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        ledger.away(false);
        assertThat(later.reloadIfChanged().find(Service.KIND, "s0")).isPresent();
    }

    @Test
    void a_copy_of_the_same_catalog_is_not_written_again() throws IOException {
        catalogs.keep(copy());
        String before = Files.readString(file());

        catalogs.keep(copy());

        assertThat(Files.readString(file())).isEqualTo(before);
    }

    @Test
    void a_copy_that_was_cut_or_mixed_or_sealed_by_another_key_is_not_taken() throws IOException {
        catalogs.keep(copy());
        List<String> lines = Files.readAllLines(file());
        assertThat(lines).hasSize(4);

        for (List<String> damaged : List.of(
                lines.subList(0, 3),
                List.of(lines.get(0), lines.get(2), lines.get(1), lines.get(3)),
                List.of(lines.get(0) + "1", lines.get(1), lines.get(2), lines.get(3)),
                List.of(lines.get(0), "{}", lines.get(2), lines.get(3)))) {
            Files.write(file(), damaged);
            assertThat(catalogs().recall(copy())).isFalse();
        }
        Files.write(file(), lines);
        byte[] other = new byte[32];
        other[0] = 1;
        var strange = new CatalogCopy(file(), new SecretBox(List.of(other), Randomness.seeded(3)));
        assertThat(catalogs().recall(strange)).isFalse();
        assertThat(catalogs().recall(copy())).isTrue();
    }
}
