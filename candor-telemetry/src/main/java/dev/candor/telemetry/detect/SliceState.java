package dev.candor.telemetry.detect;

import dev.candor.telemetry.sketch.Varints;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the count test remembers about one slice.
///
/// @param firstMillis when it was first seen
/// @param lastMillis the start of the newest window with requests
/// @param seen requests so far, never fading: for the end of learning
/// @param base usual times
/// @param pending windows since some sum was last above zero: usual or not, time will tell
/// @param sums one per `Alternative`
/// @param aside how the rest of the service fails at present: fading (requests, failures); only for values
/// @param rise set while it lasts
record SliceState(
        long firstMillis,
        long lastMillis,
        long seen,
        Baseline base,
        Baseline pending,
        List<Sum> sums,
        Baseline aside,
        @Nullable Rising rise) {
    /// A cumulative sum that never falls below zero, and what it is made of.
    record Sum(double score, long sinceMillis, long requests, long failures) {
        static final Sum ZERO = new Sum(0, 0, 0, 0);
    }

    /// A rise that lasts.
    ///
    /// @param usual the share expected before
    /// @param recovery evidence that it is over
    /// @param badMillis the end of the last window with more failures than usual
    record Rising(Rise rise, double usual, double recovery, long badMillis) {}

    SliceState {
        sums = List.copyOf(sums);
    }

    static SliceState first(long millis) {
        return new SliceState(millis, millis, 0, Baseline.NOTHING, Baseline.NOTHING, noSums(), Baseline.NOTHING, null);
    }

    static List<Sum> noSums() {
        return java.util.Collections.nCopies(Alternative.values().length, Sum.ZERO);
    }

    boolean quiet() {
        return rise == null && sums.stream().allMatch(sum -> sum.score() == 0);
    }

    void encode(ByteArrayOutputStream out) {
        Varints.write(out, firstMillis);
        Varints.write(out, lastMillis);
        Varints.write(out, seen);
        base.encode(out);
        pending.encode(out);
        aside.encode(out);
        for (Sum sum : sums) {
            Varints.write(out, sum.score());
            Varints.write(out, sum.sinceMillis());
            Varints.write(out, sum.requests());
            Varints.write(out, sum.failures());
        }
        Varints.write(out, rise == null ? 0 : 1);
        if (rise != null) {
            Varints.write(out, rise.rise().startedAt().toEpochMilli());
            Varints.write(out, rise.rise().noticedAt().toEpochMilli());
            Varints.write(out, rise.rise().requests());
            Varints.write(out, rise.rise().failures());
            Varints.write(out, rise.rise().expected());
            Varints.write(out, rise.usual());
            Varints.write(out, rise.recovery());
            Varints.write(out, rise.badMillis());
        }
    }

    static SliceState decode(Varints.Reader in, Slice slice) {
        long time = 1L << 45;
        long most = 1L << 50;
        long first = in.next(time);
        long last = in.next(time);
        long seen = in.next(most);
        var base = Baseline.decode(in);
        var pending = Baseline.decode(in);
        var aside = Baseline.decode(in);
        var sums = new ArrayList<Sum>();
        for (int i = 0; i < Alternative.values().length; i++) {
            sums.add(new Sum(in.number(), in.next(time), in.next(most), in.next(most)));
        }
        Rising rise = null;
        if (in.next(1) == 1) {
            var started = Instant.ofEpochMilli(in.next(time));
            var noticed = Instant.ofEpochMilli(in.next(time));
            var what = new Rise(slice, started, noticed, in.next(most), in.next(most), in.number());
            rise = new Rising(what, in.number(), in.number(), in.next(time));
        }
        return new SliceState(first, last, seen, base, pending, sums, aside, rise);
    }
}
