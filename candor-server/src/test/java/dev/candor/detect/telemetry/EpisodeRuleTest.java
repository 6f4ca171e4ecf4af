package dev.candor.detect.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.detect.Severity;
import dev.candor.detect.telemetry.EpisodeRule.Change;
import dev.candor.telemetry.detect.BurnState.Burning;
import dev.candor.telemetry.detect.Rise;
import dev.candor.telemetry.detect.Slice;
import dev.candor.telemetry.window.Dimension;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EpisodeRuleTest {
    private static final Instant T0 = Instant.parse("2026-11-22T10:00:00Z");
    private static final Slice N7 = new Slice.Value(Dimension.UPSTREAM, "n7");
    private static final Slice DORA = new Slice.Value(Dimension.CUSTOMER, "dora");

    private static Rise rise(Slice slice, Instant noticedAt) {
        return new Rise(slice, noticedAt.minusSeconds(10), noticedAt, 100, 20, 0.1);
    }

    private static Episode episode(String key, Instant noticedAt, String... slices) {
        return new Episode(
                new UUID(0, key.hashCode()),
                "shop",
                key,
                noticedAt.minusSeconds(10),
                noticedAt,
                noticedAt,
                Optional.empty(),
                Severity.ERROR,
                "",
                List.of(slices),
                Map.of());
    }

    private static EpisodeRule.Decision decide(List<Episode> open, Set<String> covered, EpisodeRule.Said said) {
        return EpisodeRule.decide("shop", open, covered, said, T0);
    }

    private static EpisodeRule.Said rising(Rise... rises) {
        return new EpisodeRule.Said(List.of(rises), List.of(), List.of());
    }

    private static Burning burning(boolean page) {
        return new Burning(page ? "2% of the budget in 1 h" : "10% of the budget in 3 d", page, T0, 20, 1000, 30);
    }

    @Test
    void what_rises_together_is_one_alert_named_by_its_first_slice() {
        var decision = decide(List.of(), Set.of(), rising(rise(Slice.WHOLE, T0), rise(N7, T0)));
        assertThat(decision.changes())
                .containsExactly(new Change.Begin(
                        "telemetry/shop/all requests",
                        List.of("all requests", "upstream n7"),
                        T0.minusSeconds(10),
                        true));
    }

    @Test
    void a_slice_that_rises_soon_after_joins_the_alert_that_is_open() {
        var open = episode("telemetry/shop/upstream n7", T0.minusSeconds(60), "upstream n7");
        var decision = decide(List.of(open), Set.of(), rising(rise(N7, T0.minusSeconds(60)), rise(DORA, T0)));
        assertThat(decision.changes()).containsExactly(new Change.Join(open, List.of("upstream n7", "customer dora")));
    }

    @Test
    void an_outage_that_begins_hours_into_a_small_trouble_is_an_alert_of_its_own() {
        var open = episode("telemetry/shop/customer dora", T0.minus(Duration.ofHours(2)), "customer dora");
        var decision = decide(
                List.of(open), Set.of(), rising(rise(Slice.WHOLE, T0), rise(DORA, T0.minus(Duration.ofHours(2)))));
        assertThat(decision.changes()).singleElement().isInstanceOf(Change.Begin.class);
    }

    @Test
    void an_alert_ends_when_its_last_slice_does_and_says_how() {
        var open = episode("telemetry/shop/upstream n7", T0.minusSeconds(600), "upstream n7", "customer dora");
        var ended = new Rise.Ended(rise(N7, T0.minusSeconds(600)), T0.minusSeconds(120), Rise.End.RECOVERED);
        var one = new EpisodeRule.Said(List.of(rise(DORA, T0.minusSeconds(600))), List.of(ended), List.of());
        assertThat(decide(List.of(open), Set.of(), one).changes()).isEmpty();
        var all = new EpisodeRule.Said(List.of(), List.of(ended), List.of());
        assertThat(decide(List.of(open), Set.of(), all).changes())
                .containsExactly(new Change.End(open, T0.minusSeconds(120), Rise.End.RECOVERED));
    }

    @Test
    void a_budget_that_burns_because_of_a_rise_is_no_second_alert_also_not_after_it() {
        var open = episode("telemetry/shop/all requests", T0.minusSeconds(600), "all requests");
        var during = new EpisodeRule.Said(
                List.of(rise(Slice.WHOLE, T0.minusSeconds(600))), List.of(), List.of(burning(true)));
        var decision = decide(List.of(open), Set.of(), during);
        assertThat(decision.changes()).isEmpty();
        assertThat(decision.covered()).containsExactly("2% of the budget in 1 h");
        var after = new EpisodeRule.Said(List.of(), List.of(), List.of(burning(true)));
        assertThat(decide(List.of(), decision.covered(), after).changes()).isEmpty();
    }

    @Test
    void a_budget_that_burns_by_itself_pages_or_only_tells_by_its_rule_and_ends_with_it() {
        var said = new EpisodeRule.Said(List.of(), List.of(), List.of(burning(true), burning(false)));
        assertThat(decide(List.of(), Set.of(), said).changes())
                .extracting(change -> ((Change.Begin) change).dedupKey() + " " + ((Change.Begin) change).page())
                .containsExactly("telemetry/shop/budget true", "telemetry/shop/budget-slowly false");
        var open = episode("telemetry/shop/budget", T0, "2% of the budget in 1 h");
        assertThat(decide(List.of(open), Set.of(), rising()).changes())
                .containsExactly(new Change.End(open, T0, Rise.End.RECOVERED));
    }
}
