package dev.candor.telemetry.window;

import dev.candor.telemetry.format.Hit;
import java.util.Arrays;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Judges one sender's clock by the difference between the time a line arrived and the time it tells (its skew), and
/// decides under which time a line is counted:
///
/// - no time in the line: when it arrived;
/// - in the future: when it arrived, at once, as no backlog explains that; more than 5 s are counted as such;
/// - not older than `lateness`: its own time;
/// - else, when the sender's clock is known to be off: when it arrived, counted as such, and `skew` shows how far. Off
///   means: 16 samples at least 500 ms apart, the middle one outside those limits, all within 10 s of each other. A
///   backlog that is read in a hurry is no wrong clock: there the difference shrinks from line to line;
/// - else, when nothing is known of the sender yet, or its times have just gone back by more than 15 s, it is held
///   until that is known, see {@link Doubt};
/// - else it is late: counted as late and nowhere else, rather than in a wrong place.
///
/// A clock that is set back by more than 15 s while lines come is off, too, as soon as it is certain; until then lines
/// not older than `lateness` count at their own time. A younger line ends it, and lines not older than `lateness` then
/// prove nothing of the kind for ten minutes: some logs tell when a request began, and long ones look like that.
///
/// A line whose request took as long as the line is old proves nothing: it tells when the request began. It counts by
/// its arrival where it is older than `lateness`.
public final class SenderClock {
    private static final int SAMPLES = 16;
    private static final long APART = 500;
    private static final long AHEAD = 5_000;
    private static final long BACK = 15_000;
    private static final long TRUST_MILLIS = 600_000;

    private final long[] skews = new long[SAMPLES];
    private int taken;
    private long lastSample = Long.MIN_VALUE;
    private boolean off;
    private boolean setBack;

    /// Before it, times that go back by less than `lateness` are believed.
    private long trustedUntil = Long.MIN_VALUE;

    private long middle;

    /// Whether a line was neither late nor held, or lines were held and proved to be a backlog.
    private boolean known;

    private long newest = Long.MIN_VALUE;
    private @Nullable Doubt doubt;
    private long held;
    private long heldLate;
    private long heldOff;

    /// Under which time a line is counted.
    public enum Placing {
        OWN_TIME,
        ARRIVAL,
        /// By arrival, because the line tells a time more than 5 s in the future.
        FUTURE,
        /// By arrival, because the sender's clock is off.
        CLOCK_OFF,
        LATE,
        /// Nowhere yet: whether it is late or the clock is off is not known.
        HELD
    }

    /// @param tookMicros how long the request took; less than 0 when the line does not tell
    Placing place(long eventMillis, long arrivalMillis, long tookMicros, long latenessMillis) {
        if (eventMillis == Hit.NO_TIME) {
            return Placing.ARRIVAL;
        }
        long skew = arrivalMillis - eventMillis;
        long took = Math.max(0, tookMicros / 1000);
        boolean tellsBegin = skew > AHEAD && skew <= took + AHEAD;
        boolean wentBack = newest != Long.MIN_VALUE && newest - eventMillis > BACK;
        if (!tellsBegin) {
            judge(skew, arrivalMillis, wentBack, latenessMillis);
        }
        if (skew < -AHEAD) {
            return Placing.FUTURE;
        }
        newest = Math.max(newest, eventMillis);
        if (off) {
            settle(Doubt.Verdict.CLOCK_OFF);
            return Placing.CLOCK_OFF; // also when a single line fits by accident
        }
        if (skew <= latenessMillis) {
            known |= !tellsBegin;
            return skew < 0 ? Placing.ARRIVAL : Placing.OWN_TIME;
        }
        if (tellsBegin && skew >= took - AHEAD) {
            return Placing.ARRIVAL;
        }
        return doubt == null ? Placing.LATE : Placing.HELD;
    }

    private void judge(long skew, long arrivalMillis, boolean wentBack, long latenessMillis) {
        boolean sampled = arrivalMillis - lastSample >= APART || lastSample == Long.MIN_VALUE;
        if (setBack && skew >= -AHEAD && skew < BACK) {
            off = false;
            setBack = false;
            taken = 0;
            trustedUntil = arrivalMillis + TRUST_MILLIS;
            sampled = true;
        }
        if (sampled) {
            lastSample = arrivalMillis;
            sample(skew, latenessMillis);
        }
        if (skew >= -AHEAD && !off) {
            boolean believed = skew <= latenessMillis && arrivalMillis < trustedUntil;
            doubt(skew, arrivalMillis, sampled, wentBack && !believed, latenessMillis);
        }
    }

    private void doubt(long skew, long arrival, boolean sampled, boolean wentBack, long lateness) {
        Doubt open = doubt;
        if (open == null) {
            if (!wentBack && (known || skew <= lateness)) {
                return;
            }
            open = new Doubt(skew, arrival);
            doubt = open;
        } else if (!open.fits(skew)) {
            settle(open.lasted() ? Doubt.Verdict.CLOCK_OFF : Doubt.Verdict.LATE);
            known = true;
            return;
        }
        open.saw(skew, arrival, sampled);
        if (open.isProven() && skew > BACK) {
            Arrays.fill(skews, skew);
            taken = SAMPLES;
            middle = skew;
            off = true;
            setBack = true;
        }
    }

    private void settle(Doubt.Verdict verdict) {
        if (doubt != null) {
            doubt.settle(verdict);
            doubt = null;
        }
    }

    private void sample(long skew, long latenessMillis) {
        skews[taken++ % SAMPLES] = skew;
        if (taken > 1 << 20) {
            taken = SAMPLES + taken % SAMPLES;
        }
        var sorted = Arrays.copyOf(skews, Math.min(taken, SAMPLES));
        Arrays.sort(sorted);
        middle = sorted[sorted.length / 2];
        boolean steady = sorted.length == SAMPLES && sorted[SAMPLES - 1] - sorted[0] <= Doubt.STEADY;
        boolean outside = middle > (setBack ? BACK : latenessMillis) || middle < -AHEAD;
        off = outside && (steady || off);
        setBack = setBack && off;
    }

    /// What is not known yet; null when nothing is.
    @Nullable
    Doubt doubt() {
        return doubt;
    }

    /// A line was put aside.
    void hold() {
        held++;
    }

    /// Lines that were put aside are so no longer.
    ///
    /// @param counted whether they were counted by their arrival, and are not late
    void release(long lines, boolean counted) {
        held -= lines;
        if (counted) {
            heldOff += lines;
        } else {
            heldLate += lines;
        }
    }

    /// Lines that are held now.
    public long held() {
        return held;
    }

    /// Lines that were held and turned out to be late.
    public long heldLate() {
        return heldLate;
    }

    /// Lines that were held and are counted by their arrival.
    public long heldOff() {
        return heldOff;
    }

    /// Whether this sender's clock (or time zone) is off.
    public boolean off() {
        return off;
    }

    /// The middle difference in milliseconds between arrival and the lines' own times: positive when they tell an
    /// earlier time.
    /// Empty before the first line with a time.
    public OptionalLong skewMillis() {
        return taken == 0 ? OptionalLong.empty() : OptionalLong.of(middle);
    }
}
