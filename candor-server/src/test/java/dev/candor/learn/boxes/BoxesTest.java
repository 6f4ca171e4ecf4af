package dev.candor.learn.boxes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.candor.base.ids.Ids;
import dev.candor.base.ids.Randomness;
import dev.candor.catalog.CatalogStore;
import dev.candor.catalog.Catalogs;
import dev.candor.learn.figures.Figuring;
import dev.candor.learn.history.HistoryStore;
import dev.candor.learn.history.HistoryText;
import dev.candor.learn.history.ImportedIncident;
import dev.candor.platform.db.Database;
import dev.candor.platform.db.Engine;
import dev.candor.platform.db.Migrations.Schema;
import dev.candor.platform.db.TestDatabases;
import dev.candor.platform.journal.Journal;
import dev.candor.platform.secret.SecretBox;
import dev.candor.testing.MutableClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BoxesTest {
    private static final LocalDate MONDAY = LocalDate.parse("2026-03-02");

    private static Episode episode(String title, int day, int minute, Optional<Duration> length) {
        return new Episode(
                title,
                "/incidents/1",
                MONDAY.plusDays(day).atStartOfDay().plusMinutes(minute),
                length,
                false,
                false,
                Episode.Badness.MINOR);
    }

    @Test
    void no_two_boxes_touch_and_each_lies_in_its_day_whatever_happened() {
        for (int seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            var episodes = new ArrayList<Episode>();
            int count = random.nextInt(120);
            for (int i = 0; i < count; i++) {
                int day = random.nextInt(4) == 0 ? 5 : random.nextInt(18) - 2;
                var length = random.nextInt(5) == 0
                        ? Optional.<Duration>empty()
                        : Optional.of(Duration.ofSeconds((long) Math.exp(random.nextDouble() * 14)));
                episodes.add(episode("one " + i, day, random.nextInt(1440), length));
            }
            for (Boxes.Form form : List.of(Boxes.Form.WIDE, Boxes.Form.NARROW)) {
                Boxes boxes = Boxes.of(episodes, MONDAY, form);
                assertThat(boxes.cells()).hasSize(14);
                for (int i = 0; i < boxes.boxes().size(); i++) {
                    Boxes.Box box = boxes.boxes().get(i);
                    Boxes.Cell cell = boxes.cells().stream()
                            .filter(one ->
                                    one.day().equals(box.episode().start().toLocalDate()))
                            .findFirst()
                            .orElseThrow();
                    assertThat(box.x() > cell.x()
                                    && box.y() > cell.y()
                                    && box.x() + box.side() < cell.x() + cell.width()
                                    && box.y() + box.side() < cell.y() + cell.height())
                            .as("in its day, seed " + seed + " " + box + " " + cell)
                            .isTrue();
                    for (int k = 0; k < i; k++) {
                        Boxes.Box other = boxes.boxes().get(k);
                        boolean apart = box.x() + box.side() < other.x()
                                || other.x() + other.side() < box.x()
                                || box.y() + box.side() < other.y()
                                || other.y() + other.side() < box.y();
                        assertThat(apart).as("apart, seed " + seed).isTrue();
                    }
                }
                long inside = episodes.stream()
                        .filter(one -> !one.start().toLocalDate().isBefore(MONDAY)
                                && one.start().toLocalDate().isBefore(MONDAY.plusDays(14)))
                        .count();
                assertThat(boxes.boxes().size() + boxes.hidden())
                        .as("seed " + seed)
                        .isEqualTo(inside);
            }
        }
    }

    @Test
    void a_longer_one_is_never_smaller() {
        int before = 0;
        for (int minutes = 0; minutes < 3_000; minutes += 7) {
            int side = Boxes.side(episode("it", 0, 0, Optional.of(Duration.ofMinutes(minutes))), Boxes.Form.WIDE);
            assertThat(side).isGreaterThanOrEqualTo(before);
            before = side;
        }
        assertThat(before).isEqualTo(Boxes.Form.WIDE.largest());
    }

    /// The weeks of a public log: an hour of little harm on a Tuesday, three to four hours on the Monday before it.
    @ParameterizedTest
    @EnumSource(Engine.class)
    void the_two_weeks_of_the_imported_log_come_out_right(Engine engine, @TempDir Path folder) throws Exception {
        Path seed = Path.of(System.getProperty("candor.root", "."))
                .resolveSibling("shared")
                .resolve("seeds")
                .resolve("004_2e159e1ba4bdc9fe.txt");
        if (!Files.isRegularFile(seed)) {
            System.out.println("left out: the reports in ../shared/seeds are missing");
        }
        assumeTrue(Files.isRegularFile(seed), "the reports in ../shared/seeds are missing");
        var clock = new MutableClock("2024-09-01T12:00:00Z");
        var random = Randomness.seeded(4);
        var history = new HistoryStore();
        try (Database ledger = TestDatabases.open(engine, Schema.LEDGER, folder)) {
            ledger.inTransaction(tx -> {
                int position = 0;
                for (ImportedIncident incident :
                        HistoryText.read("log.txt", read(seed)).incidents()) {
                    history.save(tx, "shop", "log.txt", position++, incident, clock.instant());
                }
                return true;
            });
            var catalogs = new Catalogs(
                    ledger,
                    new CatalogStore(dev.candor.app.Candor.KINDS, new SecretBox(List.of(new byte[32]), random)));
            var weeks = new TwoWeeks(new Figuring(new Journal(new Ids(clock, random)), catalogs), history);
            LocalDate first = LocalDate.parse("2024-08-19");
            List<Episode> episodes = ledger.read(tx -> weeks.of(
                    tx, first, ZoneId.of("America/New_York"), List.of("shop"), "https://p.example", clock.instant()));
            assertThat(episodes).hasSize(2);
            Episode leases = episodes.getFirst();
            Episode jobs = episodes.getLast();
            assertThat(leases.title()).contains("Lease Acquisition");
            // EST is five hours behind, although clocks there showed summer time: the text is taken by its word.
            assertThat(leases.start()).hasToString("2024-08-26T06:30");
            assertThat(leases.length()).contains(Duration.ofHours(4));
            assertThat(leases.badness()).isEqualTo(Episode.Badness.UNSAID);
            assertThat(leases.address()).startsWith("https://p.example/shop/incidents/");
            assertThat(jobs.title()).contains("Background Job Starvation");
            assertThat(jobs.start()).hasToString("2024-08-27T11:30");
            assertThat(jobs.length()).contains(Duration.ofHours(1));
            assertThat(jobs.badness()).isEqualTo(Episode.Badness.NONE);
            Boxes boxes = Boxes.of(episodes, first, Boxes.Form.WIDE);
            assertThat(boxes.boxes().getFirst().side())
                    .as("four hours have four times the area of one")
                    .isEqualTo(2 * boxes.boxes().getLast().side());
            assertThat(leases.badness().shade()).isGreaterThan(jobs.badness().shade());
            assertThat(boxes.boxes().getFirst().y())
                    .as("in the second week")
                    .isGreaterThan(boxes.cells().get(7).y());
            List<Episode> others = ledger.read(tx -> weeks.of(
                    tx, LocalDate.parse("2024-09-02"), ZoneId.of("Etc/UTC"), List.of("shop"), "", clock.instant()));
            assertThat(others).isEmpty();
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (java.io.IOException broken) {
            throw new java.io.UncheckedIOException(broken);
        }
    }
}
