package dev.candor.probe.net;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Closes things when their deadline passes. A socket's own time-out counts each read anew, so a server that sends
/// one byte a second would hold a probe for ever; a socket closed from here ends every blocked read, write and
/// connect. One timer thread for all.
public final class Watchdog implements AutoCloseable {
    private final ScheduledThreadPoolExecutor timer;

    public Watchdog() {
        timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("probe-watchdog").factory());
        timer.setRemoveOnCancelPolicy(true);
    }

    /// Closes `victim` when `deadline` passes, unless the watch is closed before. Closing `victim` must not block:
    /// give the plain socket, never the TLS one above it.
    public Watch watch(Closeable victim, Deadline deadline) {
        var watch = new Watch(victim);
        watch.scheduled = timer.schedule(watch, deadline.remainingNanos(), TimeUnit.NANOSECONDS);
        return watch;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /// One watched thing.
    public static final class Watch implements AutoCloseable, Runnable {
        private final Closeable victim;
        private volatile boolean barked;
        private @Nullable Future<?> scheduled;

        private Watch(Closeable victim) {
            this.victim = victim;
        }

        /// Whether the deadline passed and the thing was closed for it.
        public boolean barked() {
            return barked;
        }

        @Override
        public void run() {
            barked = true;
            try {
                victim.close();
            } catch (IOException closedAnyway) {
                // nothing is left to be done with it
            }
        }

        @Override
        public void close() {
            var task = scheduled;
            if (task != null) {
                task.cancel(false);
            }
        }
    }
}
