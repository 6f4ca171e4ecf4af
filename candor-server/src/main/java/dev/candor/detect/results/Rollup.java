package dev.candor.detect.results;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.DDSketches;
import com.datadoghq.sketch.ddsketch.encoding.ByteArrayInput;
import com.datadoghq.sketch.ddsketch.encoding.GrowingByteArrayOutput;
import com.datadoghq.sketch.ddsketch.store.CollapsingLowestDenseStore;
import dev.candor.probe.Phases;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/// Counts by outcome and a mergeable sketch of the latency (DDSketch, 1 % relative error, at most 1,024 bins) of an
/// hour or a day.
public final class Rollup {
    private static final double ACCURACY = 0.01;
    private static final int BINS = 1024;

    private long passed;
    private long degraded;
    private long failed;
    private long notRun;
    private long latencySumMicros;
    private final DDSketch latency;

    private Rollup(DDSketch latency) {
        this.latency = latency;
    }

    public static Rollup empty() {
        return new Rollup(DDSketches.collapsingLowestDense(ACCURACY, BINS));
    }

    public static Rollup of(List<ResultPoint> points) {
        Rollup rollup = empty();
        points.forEach(rollup::add);
        return rollup;
    }

    static Rollup stored(long passed, long degraded, long failed, long notRun, long latencySumMicros, byte[] sketch) {
        try {
            var rollup = new Rollup(
                    DDSketch.decode(ByteArrayInput.wrap(sketch), () -> new CollapsingLowestDenseStore(BINS)));
            rollup.passed = passed;
            rollup.degraded = degraded;
            rollup.failed = failed;
            rollup.notRun = notRun;
            rollup.latencySumMicros = latencySumMicros;
            return rollup;
        } catch (IOException damaged) {
            throw new UncheckedIOException(damaged);
        }
    }

    public void add(ResultPoint point) {
        Phases phases = point.phases();
        switch (point.outcome()) {
            case PASSED -> passed++;
            case DEGRADED -> degraded++;
            case FAILED -> failed++;
            case NOT_RUN -> notRun++;
        }
        // The latency of a refused connection would make a broken service look fast.
        boolean answered = point.outcome() == dev.candor.detect.monitor.Outcome.PASSED
                || point.outcome() == dev.candor.detect.monitor.Outcome.DEGRADED;
        if (answered && phases.totalMicros() > 0) {
            latencySumMicros += phases.totalMicros();
            latency.accept(phases.totalMicros());
        }
    }

    public void merge(Rollup other) {
        passed += other.passed;
        degraded += other.degraded;
        failed += other.failed;
        notRun += other.notRun;
        latencySumMicros += other.latencySumMicros;
        latency.mergeWith(other.latency);
    }

    byte[] sketch() {
        var out = GrowingByteArrayOutput.withDefaultInitialCapacity();
        try {
            latency.encode(out, false);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.trimmedCopy();
    }

    public long passed() {
        return passed;
    }

    public long degraded() {
        return degraded;
    }

    public long failed() {
        return failed;
    }

    public long notRun() {
        return notRun;
    }

    public long latencySumMicros() {
        return latencySumMicros;
    }

    /// Runs that could look.
    public long looked() {
        return passed + degraded + failed;
    }

    /// Latency of answered runs at `share` (0.5 is the median), in microseconds; 0 when nothing answered.
    public long quantileMicros(double share) {
        return latency.isEmpty() ? 0 : (long) latency.getValueAtQuantile(share);
    }
}
