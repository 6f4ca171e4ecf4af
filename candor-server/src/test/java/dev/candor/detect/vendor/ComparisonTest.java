package dev.candor.detect.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.detect.monitor.MonitorStore.Flip;
import dev.candor.detect.monitor.Verdict;
import dev.candor.detect.vendor.VendorReport.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final Instant NINE = Instant.parse("2026-11-22T09:00:00Z");
    private static final Instant NOW = NINE.plus(Duration.ofHours(5));
    private static final Optional<Instant> LONG = Optional.of(NINE.minus(Duration.ofDays(9)));

    private static Instant at(int minutes) {
        return NINE.plus(Duration.ofMinutes(minutes));
    }

    private static Event event(int said, int ended) {
        return new Event(
                "e" + said,
                "Letters are slow",
                false,
                "identified",
                Standing.PARTIAL_OUTAGE,
                at(said - 5),
                at(said),
                ended < 0 ? Optional.empty() : Optional.of(at(ended)),
                List.of(),
                List.of(),
                "");
    }

    private static Trouble ours(int from, int until) {
        return new Trouble("mail-api", at(from), until == -1 ? Optional.empty() : Optional.of(at(until)));
    }

    @Test
    void what_we_measured_first_is_told_by_how_much() {
        var compared = Comparison.of(event(20, 60), List.of(ours(30, 40), ours(6, 50)), LONG, NOW);
        assertThat(compared).isEqualTo(new Comparison.WeFirst("mail-api", at(6), Duration.ofMinutes(14)));
        assertThat(compared.words()).isEqualTo("we measured it at mail-api 14 min before they said so");
    }

    @Test
    void what_they_said_first_is_theirs() {
        assertThat(Comparison.of(event(20, -1), List.of(ours(25, -1)), LONG, NOW))
                .isEqualTo(new Comparison.TheyFirst("mail-api", at(25), Duration.ofMinutes(5)));
    }

    @Test
    void trouble_we_do_not_see_is_said_so_but_only_where_we_looked() {
        assertThat(Comparison.of(event(20, 60), List.of(), LONG, NOW).words())
                .isEqualTo("they say trouble, we see none");
        assertThat(Comparison.of(event(20, 60), List.of(), Optional.empty(), NOW))
                .isEqualTo(new Comparison.NotMeasured());
        assertThat(Comparison.of(event(20, 60), List.of(), Optional.of(at(90)), NOW))
                .isEqualTo(new Comparison.NotMeasured());
    }

    @Test
    void trouble_of_another_day_or_after_the_end_belongs_to_another_story() {
        assertThat(Comparison.of(event(20, 60), List.of(ours(-600, 30), ours(80, 90)), LONG, NOW))
                .isEqualTo(new Comparison.TheyOnly());
    }

    @Test
    void flips_become_times_of_trouble_and_unknown_is_none() {
        List<Flip> newestFirst = List.of(
                new Flip(at(50), Verdict.UP, Verdict.DOWN, ""),
                new Flip(at(40), Verdict.UNKNOWN, Verdict.UP, ""),
                new Flip(at(30), Verdict.DOWN, Verdict.UNKNOWN, ""),
                new Flip(at(20), Verdict.DEGRADED, Verdict.DOWN, ""),
                new Flip(at(10), Verdict.UP, Verdict.DEGRADED, ""));
        assertThat(Trouble.of("mail-api", newestFirst)).containsExactly(ours(10, 30), ours(50, -1));
    }

    @Test
    void honesty_counts_both_sides_and_the_median_lag() {
        var seen = List.of(event(200, 220), event(100, 120), event(20, 60)).stream()
                .map(event -> new VendorStore.Seen(event, event.saidAt()))
                .toList();
        // 14 min before the first, at the same time as the second, nothing at the third, and one they never spoke of.
        List<Trouble> troubles =
                List.of(ours(6, 50), ours(100, 110), ours(-900, -880), ours(-1000, -999), ours(290, 291));
        Honesty honesty = Honesty.of(seen, troubles, LONG, NINE.minus(Duration.ofDays(2)), NOW);
        assertThat(honesty.measured()).isEqualTo(2);
        assertThat(honesty.onlyTheirs()).isEqualTo(1);
        assertThat(honesty.lag()).contains(Duration.ZERO);
        assertThat(honesty.unsaid()).containsExactly(ours(-900, -880));
        assertThat(Honesty.of(seen, troubles, LONG, NOW, NOW).unsaid()).isEmpty();
    }

    @Test
    void spans_are_told_in_words_of_their_size() {
        assertThat(List.of(0L, 30L, 840L, 7200L, 7500L, 260_000L).stream()
                        .map(seconds -> Comparison.span(Duration.ofSeconds(seconds))))
                .containsExactly("1 s", "30 s", "14 min", "2 h", "2 h 5 min", "3 days");
    }

    @Test
    void a_word_is_never_older_than_the_look_that_did_not_find_it() {
        Event late = event(20, -1);
        assertThat(VendorRule.saidAt(late, Optional.empty())).isEqualTo(at(20));
        assertThat(VendorRule.saidAt(late, Optional.of(at(10)))).isEqualTo(at(20));
        assertThat(VendorRule.saidAt(late, Optional.of(at(34)))).isEqualTo(at(34));
        assertThat(VendorRule.saidAt(event(20, 60), Optional.of(at(60 * 72)))).isEqualTo(at(20));
    }
}
