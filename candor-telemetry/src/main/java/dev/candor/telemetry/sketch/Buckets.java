package dev.candor.telemetry.sketch;

/// The logarithmic mapping of DDSketch (Masson, Rim, Lee 2019) with a relative error of 1 %: value x lies in
/// bucket
/// ceil(log_g x), g = 1.01 / 0.99. Fixed buckets from 1 microsecond to an hour, so merging is adding. A table
/// of
/// octaves finds the
/// bucket with a shift and at most two comparisons instead of a logarithm.
final class Buckets {
    static final double ERROR = 0.01;
    private static final double GAMMA = (1 + ERROR) / (1 - ERROR);
    private static final long HIGHEST = 3_600_000_000L;

    /// How many buckets there are; the last one takes everything above an hour.
    static final int COUNT = (int) Math.ceil(Math.log(HIGHEST) / Math.log(GAMMA)) + 1;

    private static final int FINE = 7;
    private static final long[] UPPER = upper();
    private static final short[] START = start();

    private Buckets() {}

    /// @param micros anything; below 1 counts as 1
    static int of(long micros) {
        long value = Math.clamp(micros, 1, HIGHEST);
        int bucket = START[octave(value)];
        while (value > UPPER[bucket]) {
            bucket++;
        }
        return bucket;
    }

    /// The value that is at most 1 % away from everything in the bucket, in microseconds.
    static double middle(int bucket) {
        return 2 * Math.pow(GAMMA, bucket) / (GAMMA + 1);
    }

    private static int octave(long value) {
        int exponent = 63 - Long.numberOfLeadingZeros(value);
        int fine = exponent >= FINE ? (int) (value >>> exponent - FINE) : (int) (value << FINE - exponent);
        return exponent << FINE | fine & (1 << FINE) - 1;
    }

    private static long[] upper() {
        var upper = new long[COUNT];
        for (int i = 0; i < COUNT; i++) {
            upper[i] = i == COUNT - 1 ? Long.MAX_VALUE : (long) Math.floor(Math.pow(GAMMA, i));
        }
        return upper;
    }

    private static short[] start() {
        var start = new short[33 << FINE];
        for (int i = 0; i < start.length; i++) {
            int exponent = i >>> FINE;
            long mantissa = 1L << FINE | i & (1 << FINE) - 1;
            long lowest = exponent >= FINE ? mantissa << exponent - FINE : mantissa >>> FINE - exponent;
            int bucket = 0;
            while (bucket < COUNT - 1 && lowest > UPPER[bucket]) {
                bucket++;
            }
            start[i] = (short) bucket;
        }
        return start;
    }
}
