package dev.candor.telemetry.sketch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LatencySketchTest {
    @Test
    void every_quantile_is_within_one_percent_also_in_the_far_tail() {
        for (int seed = 0; seed < 20; seed++) {
            var random = new SplittableRandom(seed);
            var builder = new SketchBuilder();
            var exact = new long[20_000];
            for (int i = 0; i < exact.length; i++) {
                boolean timeout = random.nextInt(1000) == 0;
                exact[i] = timeout
                        ? 30_000_000 + random.nextInt(100)
                        : (long) Math.exp(7 + 3 * random.nextDouble() * random.nextDouble() * 2);
                builder.add(exact[i]);
            }
            Arrays.sort(exact);
            var sketch = builder.take();
            for (double share : new double[] {0.001, 0.5, 0.9, 0.99, 0.999, 0.9995, 1}) {
                long rank = exact[Math.clamp((long) Math.ceil(share * exact.length) - 1, 0, exact.length - 1)];
                assertThat((double) sketch.quantile(share).orElseThrow())
                        .as("seed " + seed + " at " + share)
                        .isBetween(rank * 0.99 - 1, rank * 1.01 + 1);
            }
            assertThat(builder.take()).isEqualTo(LatencySketch.EMPTY);
        }
    }

    @Test
    void merging_is_exact_and_encoding_gives_the_same_back_in_few_bytes() {
        var random = new SplittableRandom(7);
        var left = new SketchBuilder();
        var right = new SketchBuilder();
        var both = new SketchBuilder();
        for (int i = 0; i < 700; i++) {
            long micros = (long) Math.exp(8 + random.nextDouble() * 3);
            (i % 2 == 0 ? left : right).add(micros);
            both.add(micros);
        }
        var merged = left.take().merge(right.take()).merge(LatencySketch.EMPTY);
        assertThat(merged).isEqualTo(both.take());
        var out = new ByteArrayOutputStream();
        merged.encode(out);
        assertThat(out.size()).isLessThan(300);
        assertThat(LatencySketch.decode(new Varints.Reader(out.toByteArray()))).isEqualTo(merged);
        assertThat(merged.slowerThan(1)).isEqualTo(700);
        assertThat(merged.slowerThan(Long.MAX_VALUE)).isZero();
    }

    @Test
    void bytes_nobody_vouches_for_are_refused_without_a_throw() {
        for (int seed = 0; seed < 20_000; seed++) {
            var random = new SplittableRandom(seed);
            byte[] bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            assertThat(LatencySketch.decode(new Varints.Reader(bytes)).count()).isNotNegative();
        }
    }

    @Test
    void the_table_finds_the_bucket_the_logarithm_says() {
        double gamma = 1.01 / 0.99;
        for (long micros = 2; micros < 3_600_000_000L; micros += 1 + micros / 777) {
            int bucket = Buckets.of(micros);
            assertThat(micros).isLessThanOrEqualTo((long) Math.pow(gamma, bucket) + 1);
            assertThat(Buckets.middle(bucket) / micros).isBetween(0.9899, 1.0102);
        }
        assertThat(Buckets.of(-5)).isZero();
        assertThat(Buckets.of(Long.MAX_VALUE)).isLessThan(Buckets.COUNT);
    }
}
