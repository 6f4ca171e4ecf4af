package dev.candor.platform.jobs;

import dev.candor.platform.db.DatabaseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs one {@link Ticking} on its own thread: at once when woken, at its due time, and every `poll` as the safety
/// net.
public final class DueLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DueLoop.class);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final String name;
    private final Ticking body;
    private final InstantSource clock;
    private final Duration poll;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean woken = true;
    private boolean closed;
    private volatile Instant succeededAt = Instant.EPOCH;
    private volatile String lastFailure = "";
    private final Thread thread;

    public DueLoop(String name, Ticking body, InstantSource clock, Duration poll) {
        this.name = name;
        this.body = body;
        this.clock = clock;
        this.poll = poll;
        this.thread = Thread.ofVirtual().name("loop-" + name).unstarted(this::run);
    }

    public DueLoop start() {
        thread.start();
        return this;
    }

    public String name() {
        return name;
    }

    /// Runs the body soon. Never blocks, may be called from anywhere.
    public void wake() {
        lock.lock();
        try {
            woken = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /// When the body last came through without an error.
    public Instant succeededAt() {
        return succeededAt;
    }

    /// What went wrong last, empty when the last run went well.
    public String lastFailure() {
        return lastFailure;
    }

    /// Whether the loop moves: it came through within three polls and 30 s.
    public boolean moves(Instant now) {
        return succeededAt.plus(poll.multipliedBy(3)).plusSeconds(30).isAfter(now);
    }

    private void run() {
        while (awaitTurnIsOpen()) {
            Duration wait = poll;
            try {
                Instant now = clock.instant();
                wait = body.tick(now)
                        .map(due -> Duration.between(clock.instant(), due))
                        .orElse(poll);
                succeededAt = clock.instant();
                lastFailure = "";
            } catch (DatabaseException failure) {
                say(failure, failure.kind() == DatabaseException.Kind.WRONG);
                wait = AFTER_FAILURE;
            } catch (RuntimeException | Error failure) { // a silent end of a loop would be worse than going on
                say(failure, true);
                wait = AFTER_FAILURE;
            }
            pause(wait.compareTo(poll) < 0 ? wait : poll);
        }
    }

    /// The same failure every second for hours is one failure: said once, and again when another came between.
    private void say(Throwable failure, boolean ours) {
        String text = failure.toString();
        boolean again = text.equals(lastFailure);
        lastFailure = text;
        if (again) {
            LOG.debug("Loop {} still fails: {}", name, text);
        } else if (ours) {
            LOG.error("Loop {} failed by a fault of ours and goes on", name, failure);
        } else {
            LOG.warn("Loop {} failed and goes on: {}", name, text);
        }
    }

    private boolean awaitTurnIsOpen() {
        lock.lock();
        try {
            woken = false;
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private void pause(Duration wait) {
        lock.lock();
        try {
            long nanos = Math.max(0, wait.toNanos());
            while (!woken && !closed && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
        } catch (InterruptedException interrupted) {
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    /// Stops after the run under way, for which it waits up to 10 s.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
        if (thread.getState() == Thread.State.NEW) {
            return;
        }
        try {
            if (!thread.join(Duration.ofSeconds(10))) {
                LOG.warn("Loop {} did not stop within 10 s", name);
                thread.interrupt();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
