package dev.candor.app;

import dev.candor.base.time.Sleeper;
import dev.candor.platform.db.DatabaseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Waits in the background for a database that was away at the start, and then does what the start could not.
final class Arrival implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Arrival.class);
    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final Duration SAID_EVERY = Duration.ofMinutes(1);

    private final Runnable work;
    private final InstantSource clock;
    private final Sleeper sleeper;
    private final CompletableFuture<Void> arrived = new CompletableFuture<>();
    private final Thread thread;
    private Instant saidAt = Instant.EPOCH;

    /// @param work tried until the database was there for all of it: every step of it may be repeated
    Arrival(Runnable work, InstantSource clock, Sleeper sleeper) {
        this.work = work;
        this.clock = clock;
        this.sleeper = sleeper;
        this.thread = Thread.ofVirtual().name("database-arrival").unstarted(this::await);
    }

    /// Whether this failure is only a database that is away.
    static boolean isAway(RuntimeException failure) {
        return failure instanceof DatabaseException database && database.kind() != DatabaseException.Kind.WRONG;
    }

    /// Tries once, here. False when the database is away.
    boolean now() {
        try {
            work.run();
            arrived.complete(null);
            return true;
        } catch (DatabaseException failure) {
            if (!isAway(failure)) {
                throw failure;
            }
            say(failure);
            return false;
        }
    }

    /// Tries again and again, in the background.
    void later() {
        thread.start();
    }

    /// Done when everything works; failed when it never will, and the process should end.
    CompletableFuture<Void> arrived() {
        return arrived.copy();
    }

    private void await() {
        try {
            do {
                sleeper.sleep(EVERY);
            } while (!now());
            LOG.info("The database is there: everything goes on");
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException hopeless) {
            arrived.completeExceptionally(hopeless);
        }
    }

    private void say(DatabaseException failure) {
        Instant now = clock.instant();
        if (!saidAt.plus(SAID_EVERY).isAfter(now)) {
            saidAt = now;
            LOG.warn(
                    "The database is away: pages and doors work from what this machine knows, all else waits for it ({})",
                    failure.getMessage());
        }
    }

    @Override
    public void close() throws InterruptedException {
        if (thread.getState() != Thread.State.NEW) {
            thread.interrupt();
            thread.join(Duration.ofSeconds(10));
        }
    }
}
