package dev.candor.lab.parts;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Starts a program again whenever it ended, as an orchestrator does.
public final class Supervisor implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(50);

    private final String name;
    private final List<String> command;
    private final Path log;
    private final LabClock clock;
    private RealProcess program;
    private final Thread thread;
    private final List<Integer> exits = new ArrayList<>();
    private boolean closed;

    /// Starts it.
    ///
    /// @param name for messages
    public Supervisor(String name, List<String> command, Path log, LabClock clock) throws IOException {
        this.name = name;
        this.command = List.copyOf(command);
        this.log = log;
        this.clock = clock;
        this.program = RealProcess.start(name, this.command, log, clock);
        this.thread = Thread.ofVirtual().name("supervisor").start(this::watch);
    }

    private void watch() {
        try {
            while (again()) {
                clock.sleeper().sleep(POLL);
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        } catch (IOException cannotStart) {
            System.err.println("drill: " + name + " cannot be started again: " + cannotStart.getMessage());
        }
    }

    private synchronized boolean again() throws IOException {
        if (closed) {
            return false;
        }
        if (!program.alive()) {
            exits.add(program.exit().orElse(0));
            program.close();
            program = RealProcess.start(name, command, log, clock);
        }
        return true;
    }

    public int restarts() {
        return exits().size();
    }

    /// How it ended each time, the exit code or 128 and the signal.
    public synchronized List<Integer> exits() {
        return List.copyOf(exits);
    }

    @Override
    public void close() {
        thread.interrupt();
        synchronized (this) {
            closed = true;
            program.close();
        }
    }
}
