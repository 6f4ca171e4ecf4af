package dev.candor.telemetry.detect;

import dev.candor.telemetry.sketch.Varints;
import java.io.ByteArrayOutputStream;

/// What a slice's failures are usually like: counts that fade with time.
///
/// @param requests seen in usual times
/// @param failures among them
/// @param pairs sum of x (x - 1) over windows with x failures: how much they come in batches
/// @param expectedSquares sum of the squared expectation over the same windows
record Baseline(double requests, double failures, double pairs, double expectedSquares) {
    static final Baseline NOTHING = new Baseline(0, 0, 0, 0);

    /// Failures one expects to see come in batches a little, until the past says otherwise.
    private static final double USUAL_BATCH = 0.25;

    private static final double BATCH_WEIGHT = 3;
    private static final double PRIOR_FAILURES = 0.5;
    private static final double PRIOR_REQUESTS = 500;

    Baseline plus(Baseline more) {
        return new Baseline(
                requests + more.requests,
                failures + more.failures,
                pairs + more.pairs,
                expectedSquares + more.expectedSquares);
    }

    static Baseline of(long requests, long failures, double expected) {
        return new Baseline(requests, failures, (double) failures * (failures - 1), expected * expected);
    }

    Baseline faded(double factor) {
        return new Baseline(requests * factor, failures * factor, pairs * factor, expectedSquares * factor);
    }

    /// The failure share to expect, on the careful side, so that little knowledge does not make us jumpy: as if
    /// half
    /// a failure had been seen in 500 more requests, and one standard error above that.
    double share(double floor) {
        double share = (failures + PRIOR_FAILURES + Math.sqrt(failures)) / (requests + PRIOR_REQUESTS);
        return Math.clamp(share, floor, 0.5);
    }

    /// Excess of variance over mean, relative to the mean.
    double batch() {
        double excess = Math.max(0, pairs - expectedSquares);
        return (excess + USUAL_BATCH * BATCH_WEIGHT) / (failures + BATCH_WEIGHT);
    }

    void encode(ByteArrayOutputStream out) {
        Varints.write(out, requests);
        Varints.write(out, failures);
        Varints.write(out, pairs);
        Varints.write(out, expectedSquares);
    }

    static Baseline decode(Varints.Reader in) {
        return new Baseline(in.number(), in.number(), in.number(), in.number());
    }
}
