package dev.candor.app.cli;

import dev.candor.base.time.Elapsed;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/// How far a long piece of work is: on a terminal one bar with rate and time left, drawn anew; otherwise a plain line
/// at every tenth. To standard error, so that what a command says can be piped.
final class Progress {
    private static final int WIDTH = 30;
    private static final Duration DRAWN = Duration.ofMillis(200);

    private final PrintStream out;
    private final boolean terminal;
    private final Elapsed elapsed;
    private final String what;
    private final long total;
    private final long begin;
    private long done;
    private long drawnAt;
    private int tenths;

    /// @param total bytes; 0 where there is nothing to do
    Progress(PrintStream out, boolean terminal, Elapsed elapsed, String what, long total) {
        this.out = out;
        this.terminal = terminal;
        this.elapsed = elapsed;
        this.what = what;
        this.total = total;
        this.begin = elapsed.nanos();
        this.drawnAt = begin - DRAWN.toNanos();
    }

    /// For a command: standard error, a bar where a person looks at it.
    static Progress of(String what, long total, Elapsed elapsed) {
        boolean terminal = System.console() != null && System.console().isTerminal();
        return new Progress(System.err, terminal, elapsed, what, total);
    }

    void add(long bytes) {
        done += bytes;
        long now = elapsed.nanos();
        boolean whole = done >= total;
        if (terminal && (whole || now - drawnAt >= DRAWN.toNanos())) {
            drawnAt = now;
            out.print("\r" + line(now) + (whole ? "\n" : ""));
            out.flush();
        }
        int tenth = total == 0 ? 10 : (int) (done * 10 / total);
        if (!terminal && tenth > tenths) {
            tenths = tenth;
            out.println(line(now));
        }
    }

    private String line(long now) {
        double seconds = Math.max(1e-3, (now - begin) / 1e9);
        double rate = done / seconds;
        double share = total == 0 ? 1 : Math.min(1, (double) done / total);
        long left = rate < 1 ? 0 : Math.round((total - done) / rate);
        String bar = terminal
                ? " [" + "#".repeat((int) (share * WIDTH)) + " ".repeat(WIDTH - (int) (share * WIDTH)) + "]"
                : "";
        return String.format(
                Locale.ROOT,
                "%s%s %3d %%  %.1f of %.1f MiB  %.0f MiB/s  %d s left",
                what,
                bar,
                Math.round(share * 100),
                done / 1048576.0,
                total / 1048576.0,
                rate / 1048576,
                Math.max(0, left));
    }

    /// A stream that tells how much was read of it.
    InputStream counting(InputStream in) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                int one = in.read();
                if (one >= 0) {
                    add(1);
                }
                return one;
            }

            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                int count = in.read(bytes, from, length);
                if (count > 0) {
                    add(count);
                }
                return count;
            }

            @Override
            public void close() throws IOException {
                in.close();
            }
        };
    }
}
