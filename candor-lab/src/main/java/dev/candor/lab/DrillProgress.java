package dev.candor.lab;

import dev.candor.base.time.Durations;
import dev.candor.lab.parts.LabClock;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// Which runs are under way and what happens in them: on a terminal one line with a bar, drawn anew every second;
/// otherwise a plain line for each thing that happens. To standard error, so that results can be piped.
final class DrillProgress implements AutoCloseable {
    private static final int WIDTH = 24;
    /// A line that wraps cannot be drawn anew.
    private static final int LONGEST = 118;

    private static final Duration DRAWN = Duration.ofSeconds(1);

    private final PrintStream out;
    private final boolean terminal;
    private final LabClock clock;
    private final int total;
    private final Thread drawing;
    private final long since;
    private final Set<Running> running = new LinkedHashSet<>();
    private int done;
    private boolean shown;

    DrillProgress(PrintStream out, boolean terminal, int total, LabClock clock) {
        this.out = out;
        this.terminal = terminal;
        this.total = total;
        this.clock = clock;
        this.since = clock.elapsed().nanos();
        this.drawing = Thread.ofVirtual().unstarted(this::again);
        if (terminal) {
            drawing.start();
        }
    }

    static DrillProgress of(int total, LabClock clock) {
        boolean terminal = System.console() != null && System.console().isTerminal();
        return new DrillProgress(System.err, terminal, total, clock);
    }

    /// A run that is under way. `close` when it has ended.
    final class Running implements AutoCloseable {
        private final String name;
        private final long begunAt = clock.elapsed().nanos();
        private String what;

        private Running(String name, String about) {
            this.name = name;
            this.what = "begins: " + about;
        }

        /// What happens now in this run.
        void say(String now) {
            synchronized (DrillProgress.this) {
                what = now;
                tell(this);
            }
        }

        private String words() {
            return String.format(Locale.ROOT, "%s: %s  %d s", name, what, seconds(begunAt));
        }

        @Override
        public void close() {
            synchronized (DrillProgress.this) {
                running.remove(this);
                done++;
                clear();
            }
        }
    }

    private long seconds(long from) {
        return (clock.elapsed().nanos() - from) / 1_000_000_000L;
    }

    /// The next run begins.
    ///
    /// @param name `D05 fault`
    /// @param about in a few words
    synchronized Running next(String name, String about) {
        var next = new Running(name, about);
        running.add(next);
        tell(next);
        return next;
    }

    private void tell(Running news) {
        if (terminal) {
            draw();
        } else {
            out.println(done + " of " + total + " done  " + news.words());
        }
    }

    private void again() {
        try {
            while (true) {
                clock.sleeper().sleep(DRAWN);
                draw();
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void draw() {
        if (!running.isEmpty()) {
            out.print("\r\033[K" + line());
            out.flush();
            shown = true;
        }
    }

    /// Prints a result where the line is, if there is one.
    synchronized void print(Runnable result) {
        clear();
        result.run();
    }

    private void clear() {
        if (shown) {
            out.print("\r\033[K");
            out.flush();
            shown = false;
        }
    }

    private String line() {
        int full = total == 0 ? WIDTH : done * WIDTH / total;
        String runs = running.stream().map(Running::words).collect(Collectors.joining("  |  "));
        String bar = "[" + "#".repeat(full) + " ".repeat(WIDTH - full) + "] ";
        String line = bar + done + " of " + total + left() + "  " + runs;
        return line.substring(0, Math.min(LONGEST, line.length()));
    }

    /// How long the others take if they take as long as those that are done.
    private String left() {
        return done == 0
                ? ""
                : ", about " + Durations.words(Duration.ofSeconds(seconds(since) * (total - done) / done)) + " left";
    }

    @Override
    public void close() {
        drawing.interrupt();
        synchronized (this) {
            clear();
        }
    }
}
