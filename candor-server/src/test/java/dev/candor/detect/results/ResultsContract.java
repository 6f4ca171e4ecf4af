package dev.candor.detect.results;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.detect.monitor.Outcome;
import dev.candor.platform.db.Engine;
import dev.candor.platform.db.Migrations.Schema;
import dev.candor.platform.db.StoreContract;
import dev.candor.probe.Phases;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

abstract class ResultsContract extends StoreContract {
    private static final Phases FAST = new Phases(10, 20, 0, 1_000, 70);

    ResultsContract(Engine engine) {
        super(engine, Schema.RESULTS);
    }

    @Test
    void runs_are_seen_at_once_and_after_a_restart() {
        var monitor = ids.next();
        var results = new Results(database);
        for (int i = 0; i < 20; i++) {
            results.record(monitor, "main", at(i * 10L), i == 7 ? Outcome.FAILED : Outcome.PASSED, FAST);
        }
        assertThat(results.since(monitor, "main", at(0), 100)).hasSize(20);
        assertThat(results.since(monitor, "main", at(100), 5))
                .extracting(ResultPoint::at)
                .containsExactly(at(150), at(160), at(170), at(180), at(190));
        results.flush(at(200));
        var restarted = new Results(database);
        restarted.record(monitor, "main", at(210), Outcome.DEGRADED, FAST);
        var seen = restarted.since(monitor, "main", at(0), 100);
        assertThat(seen).hasSize(21);
        assertThat(seen.get(7)).isEqualTo(new ResultPoint(at(70), Outcome.FAILED, FAST));
    }

    @Test
    void an_hour_that_is_over_is_rolled_up_although_the_process_stopped_in_it_or_no_run_followed() {
        var monitor = ids.next();
        var before = new Results(database);
        before.record(monitor, "main", at(0), Outcome.PASSED, FAST);
        before.record(monitor, "main", at(10), Outcome.FAILED, FAST);
        before.flush(at(11));
        var after = new Results(database);
        after.tick(at(3_700));
        after.tick(at(3_800));
        assertThat(after.spans(monitor, "main", "hour", at(0), at(7_200)))
                .hasSize(1)
                .first()
                .satisfies(span -> {
                    assertThat(span.startAt()).isEqualTo(at(0));
                    assertThat(span.rollup().passed()).isEqualTo(1);
                    assertThat(span.rollup().failed()).isEqualTo(1);
                });
        var seldom = ids.next();
        after.record(seldom, "main", at(3_900), Outcome.PASSED, FAST);
        after.tick(at(7_300));
        assertThat(after.spans(seldom, "main", "hour", at(0), at(9_000))).hasSize(1);
        assertThat(after.since(seldom, "main", at(0), 10)).hasSize(1);
    }

    /// As when a commit's answer is lost and the work is done again, or a clock is set back over a restart.
    @Test
    void an_hour_that_is_closed_twice_is_in_its_day_once() {
        var monitor = ids.next();
        var before = new Results(database);
        before.record(monitor, "main", at(0), Outcome.PASSED, FAST);
        before.record(monitor, "main", at(10), Outcome.PASSED, FAST);
        before.tick(at(3_700));
        assertThat(day(before, monitor).passed()).isEqualTo(2);
        var after = new Results(database);
        after.record(monitor, "main", at(20), Outcome.PASSED, FAST);
        after.tick(at(3_800));
        after.tick(at(7_300));
        assertThat(after.spans(monitor, "main", "hour", at(0), at(3_600)))
                .singleElement()
                .satisfies(span -> assertThat(span.rollup().passed()).isEqualTo(3));
        assertThat(day(after, monitor).passed()).isBetween(2L, 3L);
    }

    private static Rollup day(Results results, UUID monitor) {
        return results.spans(monitor, "main", "day", T0.minus(Duration.ofDays(1)), at(1))
                .getFirst()
                .rollup();
    }

    @Test
    void hours_add_up_to_their_day_and_the_median_is_right_within_a_hundredth() {
        var monitor = ids.next();
        var results = new Results(database);
        var random = new Random(1);
        var micros = new ArrayList<Long>();
        for (int i = 0; i < 3 * 360; i++) {
            long latency = 1_000 + random.nextInt(50_000);
            micros.add(latency);
            results.record(monitor, "main", at(i * 10L), Outcome.PASSED, new Phases(0, 0, 0, latency, 0));
        }
        results.tick(at(4 * 3_600));
        micros.sort(null);
        var day = results.spans(monitor, "main", "day", T0.minus(Duration.ofDays(1)), at(0))
                .getFirst()
                .rollup();
        assertThat(day.passed()).isEqualTo(3 * 360);
        assertThat(results.spans(monitor, "main", "hour", at(0), at(20_000)).stream()
                        .mapToLong(span -> span.rollup().passed())
                        .sum())
                .isEqualTo(3 * 360);
        double median = micros.get(micros.size() / 2);
        assertThat((double) day.quantileMicros(0.5)).isBetween(median * 0.985, median * 1.015);
        assertThat(day.latencySumMicros())
                .isEqualTo(micros.stream().mapToLong(Long::longValue).sum());
    }

    @Test
    void prune_forgets_hour_by_hour() {
        var monitor = ids.next();
        var results = new Results(database);
        for (int hour = 0; hour < 3; hour++) {
            results.record(monitor, "main", at(hour * 3_600L), Outcome.PASSED, FAST);
        }
        results.flush(at(3 * 3_600));
        assertThat(results.prune(at(2 * 3_600), Instant.EPOCH)).isEqualTo(1);
        assertThat(results.prune(at(2 * 3_600), Instant.EPOCH)).isEqualTo(1);
        assertThat(results.prune(at(2 * 3_600), Instant.EPOCH)).isZero();
    }
}
