package dev.candor.learn.figures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.base.ids.Ids;
import dev.candor.base.ids.Randomness;
import dev.candor.platform.journal.Journal;
import dev.candor.testing.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    private final MutableClock clock = new MutableClock("2026-03-02T12:00:00Z");
    private final Ids ids = new Ids(clock, Randomness.seeded(3));

    /// Facts as `kind@seconds after noon`, recorded in this order.
    private List<Journal.Entry> facts(String... all) {
        var facts = new ArrayList<Journal.Entry>();
        for (String one : all) {
            String[] parts = one.split("@");
            facts.add(new Journal.Entry(ids.next(), NOON.plusSeconds(Long.parseLong(parts[1])), parts[0]));
            clock.pass(Duration.ofSeconds(1));
        }
        return facts;
    }

    private static List<Long> seconds(Figures figures) {
        return List.of(Figure.Kind.values()).stream()
                .map(kind -> figures.length(kind).map(Duration::toSeconds).orElse(-1L))
                .toList();
    }

    @Test
    void each_figure_lies_between_its_two_facts() {
        Figures figures = Figures.of(facts(
                "evidence.first@0",
                "alert.triggered@15",
                "incident.opened@15",
                "alert.acknowledged@75",
                "update.published@200",
                "update.published@400",
                "incident.mitigated@600",
                "incident.resolved@1200"));
        assertThat(seconds(figures)).containsExactly(15L, 60L, 600L, 600L, 200L);
        assertThat(figures.get(Figure.Kind.TRUTH_GAP).orElseThrow().until().kind())
                .isEqualTo("update.published");
    }

    @Test
    void what_no_fact_stands_behind_is_absent_and_not_zero() {
        assertThat(Figures.of(List.of()).all()).isEmpty();
        assertThat(seconds(Figures.of(facts("evidence.first@0", "alert.triggered@15"))))
                .containsExactly(15L, -1L, -1L, -1L, -1L);
        // Declared by hand: nobody measured when it began, and nobody had to be waited for.
        assertThat(Figures.of(facts("incident.declared@0", "incident.acknowledged@9", "incident.resolved@90"))
                        .all())
                .isEmpty();
    }

    @Test
    void facts_in_the_wrong_order_give_no_figure() {
        assertThat(Figures.of(facts("evidence.first@100", "update.published@40", "alert.triggered@110"))
                        .get(Figure.Kind.TRUTH_GAP))
                .isEmpty();
    }

    @Test
    void an_end_that_was_taken_back_is_no_end_until_the_next_one() {
        assertThat(seconds(Figures.of(facts(
                        "evidence.first@0", "alert.triggered@5", "incident.mitigated@60", "incident.relapsed@90"))))
                .containsExactly(5L, -1L, -1L, -1L, -1L);
        assertThat(seconds(Figures.of(facts(
                        "evidence.first@0",
                        "alert.triggered@5",
                        "incident.mitigated@60",
                        "incident.relapsed@90",
                        "incident.mitigated@300",
                        "incident.resolved@900"))))
                .containsExactly(5L, -1L, 300L, 300L, -1L);
    }

    @Test
    void the_order_in_which_facts_are_read_changes_nothing() {
        List<Journal.Entry> facts = facts(
                "evidence.first@0",
                "evidence.first@20",
                "alert.triggered@30",
                "alert.acknowledged@50",
                "incident.mitigated@70",
                "incident.relapsed@80",
                "incident.mitigated@90",
                "incident.resolved@100",
                "update.published@60");
        Figures expected = Figures.of(facts);
        for (int seed = 0; seed < 200; seed++) {
            var shuffled = new ArrayList<>(facts);
            Collections.shuffle(shuffled, new Random(seed));
            assertThat(Figures.of(shuffled)).as("seed " + seed).isEqualTo(expected);
        }
    }

    @Test
    void median_and_p90_are_what_they_are_called() {
        assertThat(Spread.of(List.of())).isEmpty();
        assertThat(Spread.of(List.of(Duration.ofSeconds(7))))
                .contains(new Spread(1, Duration.ofSeconds(7), Duration.ofSeconds(7)));
        assertThat(Spread.of(List.of(Duration.ofSeconds(30), Duration.ofSeconds(10))))
                .contains(new Spread(2, Duration.ofSeconds(20), Duration.ofSeconds(30)));
        for (int size = 1; size < 60; size++) {
            var lengths = new ArrayList<Duration>();
            for (int i = 1; i <= size; i++) {
                lengths.add(Duration.ofSeconds(i));
            }
            Collections.shuffle(lengths, new Random(size));
            Spread spread = Spread.of(lengths).orElseThrow();
            long within = lengths.stream()
                    .filter(length -> length.compareTo(spread.ninetieth()) <= 0)
                    .count();
            assertThat(within * 10).as("of " + size).isGreaterThanOrEqualTo(size * 9L);
            assertThat((within - 1) * 10).as("the smallest such, of " + size).isLessThan(size * 9L);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-02T08:00:00Z, Europe/Berlin, BUSINESS",
        "2026-03-02T07:59:00Z, Europe/Berlin, OFF",
        "2026-03-02T17:00:00Z, Europe/Berlin, OFF",
        "2026-03-02T21:00:00Z, Europe/Berlin, SLEEP",
        "2026-03-02T05:59:59Z, Europe/Berlin, SLEEP",
        "2026-03-02T06:00:00Z, Europe/Berlin, OFF",
        // The same moment, elsewhere.
        "2026-03-02T08:00:00Z, America/New_York, SLEEP",
        // A Saturday at eleven.
        "2026-03-07T10:00:00Z, Europe/Berlin, OFF",
        // After the clocks went forward, nine o'clock is an hour earlier.
        "2026-03-30T07:00:00Z, Europe/Berlin, BUSINESS",
    })
    void an_interruption_is_counted_by_the_clock_of_whom_it_interrupts(String at, String zone, Hours expected) {
        assertThat(Hours.at(Instant.parse(at), ZoneId.of(zone))).isEqualTo(expected);
    }

    @Test
    void knocks_on_several_channels_are_one_interruption() {
        var sent = List.of(
                new Interruptions.Sent("alert/1", "ana", NOON),
                new Interruptions.Sent("alert/1", "ana", NOON.plusSeconds(60)),
                new Interruptions.Sent("alert/2", "ana", NOON.plusSeconds(61)),
                new Interruptions.Sent("alert/1", "ben", NOON.plusSeconds(62)),
                new Interruptions.Sent("alert/1", "ana", NOON.plusSeconds(900)));
        assertThat(Interruptions.of(sent, _ -> ZoneId.of("Etc/UTC")))
                .containsExactly(new Interruptions("ana", 3, 0, 0), new Interruptions("ben", 1, 0, 0));
    }
}
