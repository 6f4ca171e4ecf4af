package dev.candor.telemetry.window;

import dev.candor.telemetry.format.Hit;
import java.util.Arrays;
import java.util.OptionalLong;

/// Judges one sender's clock by the difference between the time a line arrived and the time it tells (its
/// skew), and
/// decides under which time a line is counted:
///
/// - no time in the line: when it arrived;
/// - in the future: when it arrived, at once, as no backlog explains that; more than 5 s are counted as such;
/// - not older than `lateness`: its own time;
/// - else, when the sender's clock is known to be off: when it arrived, counted as such, and `skew` shows how
/// far.
///   Off means: 16 samples at least 500 ms apart, the middle one outside those limits, all within 10 s of each
/// other. A
/// backlog that is
///   read in a hurry is no wrong clock: there the difference shrinks from line to line;
/// - else it is late: counted as late and nowhere else, rather than in a wrong place.
public final class SenderClock {
    private static final int SAMPLES = 16;
    private static final long APART = 500;
    private static final long STEADY = 10_000;
    private static final long AHEAD = 5_000;

    private final long[] skews = new long[SAMPLES];
    private int taken;
    private long lastSample = Long.MIN_VALUE;
    private boolean off;
    private long middle;

    /// Under which time a line is counted.
    public enum Placing {
        OWN_TIME,
        ARRIVAL,
        /// By arrival, because the line tells a time more than 5 s in the future.
        FUTURE,
        /// By arrival, because the sender's clock is off.
        CLOCK_OFF,
        LATE
    }

    Placing place(long eventMillis, long arrivalMillis, long latenessMillis) {
        if (eventMillis == Hit.NO_TIME) {
            return Placing.ARRIVAL;
        }
        long skew = arrivalMillis - eventMillis;
        if (arrivalMillis - lastSample >= APART || lastSample == Long.MIN_VALUE) {
            lastSample = arrivalMillis;
            sample(skew, latenessMillis);
        }
        if (skew < -AHEAD) {
            return Placing.FUTURE;
        }
        if (off) {
            return Placing.CLOCK_OFF; // also when a single line fits by accident
        }
        if (skew < 0) {
            return Placing.ARRIVAL;
        }
        return skew <= latenessMillis ? Placing.OWN_TIME : Placing.LATE;
    }

    private void sample(long skew, long latenessMillis) {
        skews[taken++ % SAMPLES] = skew;
        if (taken > 1 << 20) {
            taken = SAMPLES + taken % SAMPLES;
        }
        var sorted = Arrays.copyOf(skews, Math.min(taken, SAMPLES));
        Arrays.sort(sorted);
        middle = sorted[sorted.length / 2];
        boolean steady = sorted.length == SAMPLES && sorted[SAMPLES - 1] - sorted[0] <= STEADY;
        boolean outside = middle > latenessMillis || middle < -AHEAD;
        off = outside && (steady || off);
    }

    /// Whether this sender's clock (or time zone) is off.
    public boolean off() {
        return off;
    }

    /// The middle difference in milliseconds between arrival and the lines' own times: positive when they tell
    /// an
    /// earlier time.
    /// Empty before the first line with a time.
    public OptionalLong skewMillis() {
        return taken == 0 ? OptionalLong.empty() : OptionalLong.of(middle);
    }
}
