package dev.candor.paging.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.base.ids.Ids;
import dev.candor.base.ids.Randomness;
import dev.candor.catalog.CatalogStore;
import dev.candor.catalog.Catalogs;
import dev.candor.detect.SignalStore;
import dev.candor.detect.intake.Intake;
import dev.candor.platform.Platform;
import dev.candor.platform.db.Migrations.Schema;
import dev.candor.platform.db.TestDatabases;
import dev.candor.platform.secret.SecretBox;
import dev.candor.platform.spool.Spool;
import dev.candor.testing.ExpectedErrors;
import dev.candor.testing.MutableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// When the canary is sent and missed, whatever becomes of the clock on the wall.
class CanaryWatchTest {
    private static final Duration EVERY = Duration.ofMinutes(10);

    private final MutableClock clock = new MutableClock("2026-03-02T03:00:00Z");
    private final List<String> said = new ArrayList<>();
    private Duration elapsed = Duration.ofDays(3);

    @SuppressWarnings("NullAway.Init")
    private Platform platform;

    @SuppressWarnings("NullAway.Init")
    private Spool spool;

    @SuppressWarnings("NullAway.Init")
    private Intake intake;

    @SuppressWarnings("NullAway.Init")
    private Canary canary;

    @BeforeEach
    void open(@TempDir Path folder) {
        var random = Randomness.seeded(4);
        var ids = new Ids(clock, random);
        var secrets = new SecretBox(List.of(new byte[32]), random);
        var ledger = TestDatabases.sqlite(Schema.LEDGER, folder);
        platform = new Platform(clock, () -> elapsed.toNanos(), _ -> {}, ids, random, ledger, ledger, secrets);
        spool = Spool.open(folder.resolve("spool"), () -> {});
        var catalogs = new Catalogs(ledger, new CatalogStore(List.of(), secrets));
        intake = new Intake(spool, ledger, new SignalStore(), catalogs, ids, clock);
        canary = new Canary(platform, intake, new CanaryRule(EVERY), said::add);
    }

    @AfterEach
    void close() {
        spool.close();
        platform.ledger().close();
    }

    private void pass(Duration duration) {
        clock.pass(duration);
        elapsed = elapsed.plus(duration);
        canary.tick(clock.instant());
    }

    /// How many were sent so far.
    private long sent() {
        intake.tick(clock.instant());
        return platform.ledger().read(tx -> tx.count("SELECT count(*) AS n FROM signal WHERE state <> 'done'"));
    }

    @Test
    void it_goes_on_when_the_clock_is_set_back_and_its_age_is_never_negative() {
        canary.tick(clock.instant());
        assertThat(sent()).isEqualTo(1);
        canary.arrived("alert/" + new UUID(0, 7));
        clock.set(clock.instant().minus(Duration.ofHours(5)));
        assertThat(canary.age()).isZero();
        pass(Duration.ofMinutes(9));
        assertThat(sent()).isEqualTo(1);
        pass(Duration.ofMinutes(1));
        assertThat(sent()).as("the next one is due all the same").isEqualTo(2);
        assertThat(canary.age()).isEqualTo(EVERY);
        assertThat(canary.isMissing()).isFalse();
        clock.set(clock.instant().plus(Duration.ofDays(2)));
        canary.tick(clock.instant());
        assertThat(sent()).as("set forward, nothing is due").isEqualTo(2);
        assertThat(canary.isMissing()).isFalse();
        assertThat(said).isEmpty();
    }

    @Test
    @ExpectedErrors("No canary came through")
    void as_long_as_it_is_missing_that_is_said_again_every_hour() {
        canary.tick(clock.instant());
        for (int minutes = 0; minutes < 30; minutes++) {
            pass(Duration.ofMinutes(1));
        }
        assertThat(said).isEmpty();
        for (int minutes = 0; minutes < 60; minutes++) {
            pass(Duration.ofMinutes(1));
        }
        assertThat(said)
                .containsExactly(
                        "No canary came through for 31 min: alerts may wake nobody. Look at /ready and at the log of Candor.");
        for (int minutes = 0; minutes < 61; minutes++) {
            pass(Duration.ofMinutes(1));
        }
        assertThat(said)
                .hasSize(3)
                .last(org.assertj.core.api.InstanceOfAssertFactories.STRING)
                .contains("2 h 31 min");
    }
}
