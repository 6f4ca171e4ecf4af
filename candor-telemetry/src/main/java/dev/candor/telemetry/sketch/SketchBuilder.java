package dev.candor.telemetry.sketch;

import java.util.Arrays;

/// Collects latencies: one increment per value. Reused window after window.
public final class SketchBuilder {
    private final int[] counts = new int[Buckets.COUNT];
    private int lowest = Buckets.COUNT;
    private int highest = -1;

    public void add(long micros) {
        int bucket = Buckets.of(micros);
        counts[bucket]++;
        lowest = Math.min(lowest, bucket);
        highest = Math.max(highest, bucket);
    }

    /// What was collected; afterwards this is empty.
    public LatencySketch take() {
        if (highest < 0) {
            return LatencySketch.EMPTY;
        }
        var taken = new long[highest - lowest + 1];
        for (int i = 0; i < taken.length; i++) {
            taken[i] = counts[lowest + i];
        }
        Arrays.fill(counts, lowest, highest + 1, 0);
        var sketch = new LatencySketch(lowest, taken);
        lowest = Buckets.COUNT;
        highest = -1;
        return sketch;
    }
}
