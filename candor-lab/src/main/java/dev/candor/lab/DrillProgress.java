package dev.candor.lab;

import dev.candor.lab.parts.LabClock;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/// Which run it is and what happens in it: on a terminal one line with a bar, drawn anew every second; otherwise a
/// plain line for each thing that happens. To standard error, so that results can be piped.
final class DrillProgress implements AutoCloseable {
    private static final int WIDTH = 24;
    private static final Duration DRAWN = Duration.ofSeconds(1);

    private final PrintStream out;
    private final boolean terminal;
    private final LabClock clock;
    private final int total;
    private final Thread drawing;
    private int begun;
    private String run = "";
    private String what = "";
    private long since;
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

    /// The next run begins.
    synchronized void next(String name) {
        begun++;
        run = name;
        since = clock.elapsed().nanos();
        say("begins");
    }

    /// What happens now in this run.
    synchronized void say(String now) {
        what = now;
        if (terminal) {
            draw();
        } else {
            out.println(line());
        }
    }

    private synchronized void draw() {
        if (!run.isEmpty()) {
            out.print("\r\033[K" + line());
            out.flush();
            shown = true;
        }
    }

    /// Makes room for a result.
    synchronized void clear() {
        run = "";
        if (shown) {
            out.print("\r\033[K");
            out.flush();
            shown = false;
        }
    }

    private String line() {
        long seconds = (clock.elapsed().nanos() - since) / 1_000_000_000L;
        int full = total == 0 ? WIDTH : (begun - 1) * WIDTH / total;
        String bar = terminal ? "[" + "#".repeat(full) + " ".repeat(WIDTH - full) + "] " : "";
        return String.format(Locale.ROOT, "%s%d of %d  %s: %s  %d s", bar, begun, total, run, what, seconds);
    }

    @Override
    public void close() {
        drawing.interrupt();
        clear();
    }
}
