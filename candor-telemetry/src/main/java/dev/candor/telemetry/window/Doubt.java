package dev.candor.telemetry.window;

/// Lines of one sender that tell a time long ago, while nobody knows why: its clock may be off, or they may have waited
/// somewhere. A clock that is off stays off by the same, while a backlog is read faster than it was written, so that
/// its lines get younger.
final class Doubt {
    /// By so many milliseconds the differences of one clock may be apart.
    static final long STEADY = 10_000;

    private static final int PROOF = 16;
    private static final long PROOF_MILLIS = 30_000;
    private static final long LASTED_MILLIS = 5_000;

    /// What it turned out to be.
    enum Verdict {
        OPEN,
        CLOCK_OFF,
        LATE
    }

    private final long begunMillis;
    private long lowest;
    private long highest;
    private long lastMillis;
    private int samples;
    private Verdict verdict = Verdict.OPEN;

    Doubt(long skew, long arrivalMillis) {
        begunMillis = arrivalMillis;
        lastMillis = arrivalMillis;
        lowest = skew;
        highest = skew;
    }

    /// Whether a line may be of the same clock as all before it.
    boolean fits(long skew) {
        return Math.max(highest, skew) - Math.min(lowest, skew) <= STEADY;
    }

    /// @param sampled whether it came some time after the one before
    void saw(long skew, long arrivalMillis, boolean sampled) {
        lowest = Math.min(lowest, skew);
        highest = Math.max(highest, skew);
        lastMillis = Math.max(lastMillis, arrivalMillis);
        samples += sampled ? 1 : 0;
    }

    /// 16 samples, or half a minute between the first and the last: it stayed the same for so long.
    boolean isProven() {
        return samples >= PROOF || lastMillis - begunMillis >= PROOF_MILLIS;
    }

    /// Whether it stayed the same long enough to be believed when it is over: a clock that is set right.
    boolean lasted() {
        return lastMillis - begunMillis >= LASTED_MILLIS;
    }

    void settle(Verdict what) {
        verdict = what;
    }

    Verdict verdict() {
        return verdict;
    }
}
