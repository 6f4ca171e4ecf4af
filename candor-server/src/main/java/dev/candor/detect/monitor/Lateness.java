package dev.candor.detect.monitor;

import java.util.concurrent.atomic.AtomicLongArray;

/// How late runs start: counts in powers of two of a microsecond. Lock-free, constant memory.
public final class Lateness {
    private static final int BUCKETS = 40;
    private final AtomicLongArray counts = new AtomicLongArray(BUCKETS);

    void record(long nanos) {
        long micros = nanos / 1_000;
        counts.incrementAndGet(Math.min(BUCKETS - 1, 64 - Long.numberOfLeadingZeros(micros)));
    }

    /// An upper bound, at most twice the true value, of the given share of all runs, in microseconds; 0 when nothing
    /// ran.
    public long quantileMicros(double share) {
        long total = 0;
        for (int i = 0; i < BUCKETS; i++) {
            total += counts.get(i);
        }
        long seen = 0;
        for (int i = 0; i < BUCKETS && total > 0; i++) {
            seen += counts.get(i);
            if (seen >= Math.ceil(total * share)) {
                return i == 0 ? 1 : 1L << i;
            }
        }
        return 0;
    }
}
