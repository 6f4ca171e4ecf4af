package dev.candor.telemetry.sketch;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.OptionalLong;

/// A distribution of latencies that never changes: every quantile within 1 %, from 1 microsecond to an hour.
/// Merging
/// two is exact:
/// the same as having collected both in one.
public final class LatencySketch {
    public static final LatencySketch EMPTY = new LatencySketch(0, new long[0]);
    private static final long MOST = 1L << 50;

    private final int lowest;
    private final long[] counts;
    private final long count;

    LatencySketch(int lowest, long[] counts) {
        this.lowest = lowest;
        this.counts = counts;
        count = Arrays.stream(counts).sum();
    }

    public long count() {
        return count;
    }

    /// @param share 0.5 for the median, 0.99 ...
    /// @return microseconds, empty when nothing was collected
    public OptionalLong quantile(double share) {
        if (count == 0) {
            return OptionalLong.empty();
        }
        long rank = Math.clamp((long) Math.ceil(share * count), 1, count);
        long seen = 0;
        int bucket = 0;
        while ((seen += counts[bucket]) < rank) {
            bucket++;
        }
        return OptionalLong.of(Math.max(1, Math.round(Buckets.middle(lowest + bucket))));
    }

    /// How many were slower than this (by whole buckets: off by at most 1 % of the limit).
    public long slowerThan(long micros) {
        int first = Buckets.of(micros) + 1 - lowest;
        long slower = 0;
        for (int i = Math.max(0, first); i < counts.length; i++) {
            slower += counts[i];
        }
        return slower;
    }

    public LatencySketch merge(LatencySketch other) {
        if (other.count == 0) {
            return this;
        }
        if (count == 0) {
            return other;
        }
        int from = Math.min(lowest, other.lowest);
        int to = Math.max(lowest + counts.length, other.lowest + other.counts.length);
        var sum = new long[to - from];
        for (int i = 0; i < counts.length; i++) {
            sum[lowest - from + i] += counts[i];
        }
        for (int i = 0; i < other.counts.length; i++) {
            sum[other.lowest - from + i] += other.counts[i];
        }
        return new LatencySketch(from, sum);
    }

    /// First bucket, number of entries, then counts; a run of empty buckets is a 0 and its length.
    public void encode(ByteArrayOutputStream out) {
        Varints.write(out, lowest);
        Varints.write(out, counts.length);
        for (int i = 0; i < counts.length; i++) {
            Varints.write(out, counts[i]);
            if (counts[i] == 0) {
                int start = i;
                while (i + 1 < counts.length && counts[i + 1] == 0) {
                    i++;
                }
                Varints.write(out, i - start);
            }
        }
    }

    /// Reads what `encode` wrote; when the bytes are anything else, `in` is not good afterwards and this is
    /// empty.
    public static LatencySketch decode(Varints.Reader in) {
        int lowest = (int) in.next(Buckets.COUNT);
        var counts = new long[(int) in.next(Buckets.COUNT - lowest)];
        for (int i = 0; i < counts.length && in.good(); i++) {
            counts[i] = in.next(MOST);
            if (counts[i] == 0) {
                i += (int) in.next(counts.length - 1 - i);
            }
        }
        return in.good() ? new LatencySketch(lowest, counts) : EMPTY;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LatencySketch sketch
                && count == sketch.count
                && (count == 0 || lowest == sketch.lowest && Arrays.equals(counts, sketch.counts));
    }

    @Override
    public int hashCode() {
        return count == 0 ? 0 : 31 * lowest + Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        return "LatencySketch[" + count + " values]";
    }
}
