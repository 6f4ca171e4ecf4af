package dev.candor.detect.results;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.detect.monitor.Outcome;
import dev.candor.probe.Phases;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ResultBlockTest {
    private static final long HOUR = 494_000;

    private static List<ResultPoint> some(Random random, int count) {
        var points = new ArrayList<ResultPoint>();
        long millis = HOUR * ResultBlock.HOUR_MILLIS;
        for (int i = 0; i < count; i++) {
            millis += random.nextInt(20_000);
            Outcome outcome = Outcome.values()[random.nextInt(4)];
            Phases phases = outcome == Outcome.NOT_RUN
                    ? Phases.NONE
                    : new Phases(
                            random.nextInt(1_000),
                            random.nextInt(1_000),
                            0,
                            random.nextLong(1L << random.nextInt(1, 40)),
                            random.nextInt(500));
            points.add(new ResultPoint(Instant.ofEpochMilli(millis), outcome, phases));
        }
        return points;
    }

    private static ResultBlock block(List<ResultPoint> points) {
        var block = new ResultBlock(HOUR);
        points.forEach(point -> block.add(point.at(), point.outcome(), point.phases()));
        return block;
    }

    @Test
    void what_goes_in_comes_out_plain_and_compressed() {
        for (int seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            var points = some(random, random.nextInt(200));
            var block = block(points);
            assertThat(block.results()).isEqualTo(points.size());
            assertThat(ResultBlock.read(HOUR, block.bytes()))
                    .as("seed %s", seed)
                    .isEqualTo(points);
            assertThat(ResultBlock.read(HOUR, block.compressed())).isEqualTo(points);
            assertThat(ResultBlock.reopen(HOUR, block.compressed()).bytes()).isEqualTo(block.bytes());
        }
    }

    @Test
    void a_damaged_block_gives_its_beginning_and_never_an_exception() {
        var points = some(new Random(1), 100);
        for (byte[] stored : List.of(block(points).bytes(), block(points).compressed())) {
            for (int length = 0; length < stored.length; length++) {
                var read = ResultBlock.read(HOUR, Arrays.copyOf(stored, length));
                assertThat(read).isEqualTo(points.subList(0, read.size()));
            }
            var random = new Random(2);
            for (int i = 0; i < 2_000; i++) {
                byte[] damaged = stored.clone();
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
                assertThat(ResultBlock.read(HOUR, damaged)).isNotNull();
            }
        }
    }

    @Test
    void an_hour_of_usual_runs_takes_a_few_bytes_each() {
        var block = new ResultBlock(HOUR);
        var random = new Random(4);
        for (int i = 0; i < 120; i++) {
            block.add(
                    Instant.ofEpochMilli(HOUR * ResultBlock.HOUR_MILLIS + i * 30_000L + random.nextInt(10)),
                    Outcome.PASSED,
                    new Phases(0, 80 + random.nextInt(40), 0, 900 + random.nextInt(400), 30 + random.nextInt(20)));
        }
        assertThat(block.compressed().length).isLessThan(120 * 10);
    }

    @Test
    void a_run_that_claims_to_be_earlier_is_kept_at_the_time_of_the_one_before() {
        var block = new ResultBlock(HOUR);
        Instant at = Instant.ofEpochMilli(HOUR * ResultBlock.HOUR_MILLIS + 5_000);
        block.add(at, Outcome.PASSED, Phases.NONE);
        block.add(at.minusSeconds(3), Outcome.FAILED, Phases.NONE);
        assertThat(ResultBlock.read(HOUR, block.bytes()))
                .extracting(ResultPoint::at)
                .containsExactly(at, at);
    }

    @Test
    void merging_rollups_is_like_rolling_up_everything() {
        var a = some(new Random(5), 300);
        var b = some(new Random(6), 200);
        var all = new ArrayList<>(a);
        all.addAll(b);
        Rollup merged = Rollup.of(a);
        merged.merge(Rollup.of(b));
        Rollup whole = Rollup.of(all);
        assertThat(merged.passed()).isEqualTo(whole.passed());
        assertThat(merged.notRun()).isEqualTo(whole.notRun());
        assertThat(merged.looked()).isEqualTo(whole.looked());
        assertThat(merged.latencySumMicros()).isEqualTo(whole.latencySumMicros());
        for (double share : new double[] {0.5, 0.9, 0.99}) {
            assertThat(merged.quantileMicros(share)).isEqualTo(whole.quantileMicros(share));
        }
        Rollup stored = Rollup.stored(
                whole.passed(),
                whole.degraded(),
                whole.failed(),
                whole.notRun(),
                whole.latencySumMicros(),
                whole.sketch());
        assertThat(stored.quantileMicros(0.9)).isEqualTo(whole.quantileMicros(0.9));
        assertThat(Rollup.empty().quantileMicros(0.5)).isZero();
    }
}
