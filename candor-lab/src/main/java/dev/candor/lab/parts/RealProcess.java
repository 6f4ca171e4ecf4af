package dev.candor.lab.parts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/// A real process with all its children, in a process group of its own: whatever ends it ends all of them. Its output
/// goes to a file. Nothing is left behind: not after `close`, not when this JVM ends, not when it is killed.
public final class RealProcess implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(10);
    private static final Duration GRACE = Duration.ofSeconds(3);
    private static final int LOG_SHOWN = 2_000;

    private final String name;
    private final Process process;
    private final Path log;
    private final LabClock clock;
    private boolean ended;

    private RealProcess(String name, Process process, Path log, LabClock clock) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.clock = clock;
    }

    /// @param name for messages
    /// @param command program and arguments; the program must stay in the foreground
    /// @param log receives standard output and error, appended
    /// @throws IOException when the program cannot be started
    public static RealProcess start(String name, List<String> command, Path log, LabClock clock) throws IOException {
        var whole = new ArrayList<String>();
        whole.add("setsid"); // the program becomes the leader of a new group with its own pid
        whole.addAll(command);
        Process process = new ProcessBuilder(whole)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        process.getOutputStream().close();
        Watchman.started(process.pid());
        return new RealProcess(name, process, log, clock);
    }

    /// Waits until something accepts connections on the loopback port.
    ///
    /// @throws IllegalStateException with the end of the log when the process ends before, or `longest` passes
    public RealProcess awaitPort(int port, Duration longest) throws InterruptedException {
        return await(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), longest);
    }

    /// The same at any address of this machine.
    public RealProcess await(InetSocketAddress address, Duration longest) throws InterruptedException {
        long start = clock.elapsed().nanos();
        while (!accepts(address)) {
            boolean late = clock.elapsed().nanos() - start > longest.toNanos();
            if (late || !process.isAlive()) {
                String why = late ? " does not answer at " + address + " in time" : " ended by itself";
                String said = logEnd();
                close();
                throw new IllegalStateException(name + why + ": " + said);
            }
            clock.sleeper().sleep(POLL);
        }
        return this;
    }

    private static boolean accepts(InetSocketAddress address) {
        try (var socket = new Socket()) {
            socket.connect(address, 200);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    public boolean alive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /// How it ended: its exit code, or 128 and the signal; empty while it runs.
    public OptionalInt exit() {
        return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    /// `kill -9` of the process and all its children at once, as a node that disappears. Returns when it is gone.
    public synchronized void kill() {
        if (ended) {
            return; // the number may belong to somebody else by now
        }
        signal("KILL");
        process.destroyForcibly(); // in case it had not yet become a group
        reap();
        ended = true;
    }

    /// Stops it with all its children where it stands, until `thaw`.
    public synchronized void freeze() {
        if (!ended) {
            signal("STOP");
        }
    }

    /// Lets it go on after `freeze`.
    public synchronized void thaw() {
        if (!ended) {
            signal("CONT");
        }
    }

    /// Asks to end, waits up to three seconds, then kills. Does nothing when it has ended.
    @Override
    public synchronized void close() {
        if (!ended && process.isAlive()) {
            signal("TERM");
            signal("CONT"); // what is frozen hears nothing
            try {
                process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        kill(); // also children that outlived their parent
    }

    /// `kill` of the shell knows groups: a minus before the number.
    private void signal(String signal) {
        try {
            Process kill = new ProcessBuilder(
                            "sh", "-c", "kill -s " + signal + " -- -" + process.pid() + " 2>/dev/null")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            waitUninterrupted(kill);
        } catch (IOException noShell) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private void reap() {
        waitUninterrupted(process);
        try {
            Watchman.ended(process.pid());
        } catch (IOException watchmanGone) {
            throw new UncheckedIOException(watchmanGone);
        }
    }

    private static void waitUninterrupted(Process process) {
        boolean interrupted = false;
        while (true) {
            try {
                process.waitFor();
                break;
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// The last 2,000 characters of the log.
    public String logEnd() {
        try {
            String text = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
            return text.substring(Math.max(0, text.length() - LOG_SHOWN)).strip();
        } catch (IOException noLog) {
            return "(no log)";
        }
    }

    @Override
    public String toString() {
        return name + " (pid " + process.pid() + ")";
    }
}
