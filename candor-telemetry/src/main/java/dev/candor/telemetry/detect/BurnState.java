package dev.candor.telemetry.detect;

import dev.candor.telemetry.sketch.Varints;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the burn-rate rules remember: requests and failures in bins of 10 s for the last hour and of 10 min for
/// as long
/// as the longest
/// window, and which rules fire. Never changes.
public final class BurnState {
    /// A rule that fires.
    ///
    /// @param burn how many times too fast over the long window
    /// @param requests in the long window when it began to fire
    public record Burning(String rule, boolean page, Instant since, double burn, long requests, long failures) {}

    static final int FINE = 360;
    static final long FINE_MILLIS = 10_000;
    static final long COARSE_MILLIS = 600_000;
    private static final long MOST = 1L << 50;

    final long newest;
    final long[] fine;
    final long[] coarse;
    private final List<Burning> burning;

    BurnState(long newest, long[] fine, long[] coarse, List<Burning> burning) {
        this.newest = newest;
        this.fine = fine;
        this.coarse = coarse;
        this.burning = List.copyOf(burning);
    }

    /// The rules that fire now.
    public List<Burning> burning() {
        return burning;
    }

    public byte[] encode() {
        var out = new ByteArrayOutputStream();
        Varints.write(out, 1);
        Varints.write(out, newest + 1);
        for (long[] bins : List.of(fine, coarse)) {
            Varints.write(out, bins.length);
            for (long count : bins) {
                Varints.write(out, count);
            }
        }
        Varints.write(out, burning.size());
        for (Burning one : burning) {
            Varints.write(out, one.rule());
            Varints.write(out, one.page() ? 1 : 0);
            Varints.write(out, one.since().toEpochMilli());
            Varints.write(out, one.burn());
            Varints.write(out, one.requests());
            Varints.write(out, one.failures());
        }
        return out.toByteArray();
    }

    /// Empty when the bytes are no such state of this version.
    public static Optional<BurnState> decode(byte[] bytes) {
        var in = new Varints.Reader(bytes);
        if (in.next(10) != 1) {
            return Optional.empty();
        }
        long newest = in.next(1L << 45) - 1;
        long[] fine = bins(in, bytes.length);
        long[] coarse = bins(in, bytes.length);
        var burning = new ArrayList<Burning>();
        for (long left = in.next(100); left > 0 && in.good(); left--) {
            burning.add(new Burning(
                    in.text(1000),
                    in.next(1) == 1,
                    Instant.ofEpochMilli(in.next(1L << 45)),
                    in.number(),
                    in.next(MOST),
                    in.next(MOST)));
        }
        boolean whole = in.atEnd() && fine.length == 2 * FINE && coarse.length % 2 == 0 && coarse.length > 0;
        return whole ? Optional.of(new BurnState(newest, fine, coarse, burning)) : Optional.empty();
    }

    private static long[] bins(Varints.Reader in, int most) {
        var bins = new long[(int) in.next(most)];
        for (int i = 0; i < bins.length && in.good(); i++) {
            bins[i] = in.next(MOST);
        }
        return bins;
    }
}
