package dev.candor.telemetry.detect;

import dev.candor.telemetry.sketch.LatencySketch;
import dev.candor.telemetry.window.Dimension;
import dev.candor.telemetry.window.Tally;
import dev.candor.telemetry.window.Top;
import dev.candor.telemetry.window.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// Made-up windows by seed: Poisson requests, failures with a share per window.
final class Traffic {
    static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
    static final Duration LENGTH = Duration.ofSeconds(10);

    final SplittableRandom random;

    Traffic(long seed) {
        random = new SplittableRandom(seed);
    }

    static Instant at(int window) {
        return START.plus(LENGTH.multipliedBy(window));
    }

    Window window(int number, double perSecond, double share) {
        long requests = poisson(perSecond * 10);
        return window(number, requests, binomial(requests, share), Map.of());
    }

    static Window window(int number, long requests, long failures, Map<Dimension, Top> tops) {
        return new Window(at(number), LENGTH, 0, requests, failures, 0, LatencySketch.EMPTY, tops, List.of());
    }

    /// Requests spread evenly over `values` of a dimension; each fails with its own share.
    Window spread(
            int number,
            double perSecond,
            Dimension dimension,
            int values,
            java.util.function.IntToDoubleFunction share) {
        var tallies = new ArrayList<Tally>();
        long requests = 0;
        long failures = 0;
        for (int i = 0; i < values; i++) {
            long own = poisson(perSecond * 10 / values);
            long failed = binomial(own, share.applyAsDouble(i));
            requests += own;
            failures += failed;
            if (own > 0) {
                tallies.add(new Tally("v" + i, own, failed));
            }
        }
        var tops = new EnumMap<Dimension, Top>(Dimension.class);
        tops.put(dimension, Top.of(tallies, 0, 0, 100));
        return window(number, requests, failures, tops);
    }

    long poisson(double mean) {
        if (mean > 50) {
            return Math.max(0, Math.round(mean + Math.sqrt(mean) * gaussian()));
        }
        double limit = Math.exp(-mean);
        long count = 0;
        for (double product = random.nextDouble(); product > limit; product *= random.nextDouble()) {
            count++;
        }
        return count;
    }

    long binomial(long n, double share) {
        if (share <= 0 || n == 0) {
            return 0;
        }
        if (share >= 1) {
            return n;
        }
        if (n * share < 20) {
            return Math.min(n, poisson(n * share));
        }
        return Math.clamp(Math.round(n * share + Math.sqrt(n * share * (1 - share)) * gaussian()), 0, n);
    }

    private double gaussian() {
        double sum = 0;
        for (int i = 0; i < 12; i++) {
            sum += random.nextDouble();
        }
        return sum - 6;
    }
}
