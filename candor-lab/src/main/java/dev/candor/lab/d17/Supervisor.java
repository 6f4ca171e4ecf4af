package dev.candor.lab.d17;

import dev.candor.lab.parts.LabClock;
import dev.candor.lab.parts.RealProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Starts the worker again whenever it ended.
final class Supervisor implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(50);

    private final List<String> command;
    private final Path log;
    private final LabClock clock;
    private RealProcess worker;
    private final Thread thread;
    private int restarts;
    private boolean closed;

    Supervisor(List<String> command, Path log, LabClock clock) throws IOException {
        this.command = List.copyOf(command);
        this.log = log;
        this.clock = clock;
        this.worker = RealProcess.start("worker", this.command, log, clock);
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
            System.err.println("drill: the worker cannot be started again: " + cannotStart.getMessage());
        }
    }

    private synchronized boolean again() throws IOException {
        if (closed) {
            return false;
        }
        if (!worker.alive()) {
            worker.close();
            worker = RealProcess.start("worker", command, log, clock);
            restarts++;
        }
        return true;
    }

    synchronized int restarts() {
        return restarts;
    }

    @Override
    public void close() {
        thread.interrupt();
        synchronized (this) {
            closed = true;
            worker.close();
        }
    }
}
