package dev.candor.testkit;

import dev.candor.platform.db.Database;
import dev.candor.platform.db.DatabaseException;
import dev.candor.platform.db.Engine;
import dev.candor.platform.db.Wakes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// One node's way to the database all nodes share: away at times, failing before the commit or after it, with other
/// work let in before each transaction.
/// Unknown outcomes are repeated as the real PostgreSQL database does it. Wakes reach only this node's own loops.
final class FaultyDatabase implements Database {
    private static final int TRIES = 4;

    private final InMemoryDatabase shared;
    private final Weather weather;
    private final Fibers fibers;
    private final BooleanSupplier alive;
    private final Runnable death;
    private final Wakes wakes = new Wakes();

    /// @param death kills the node this belongs to
    FaultyDatabase(InMemoryDatabase shared, Weather weather, Fibers fibers, BooleanSupplier alive, Runnable death) {
        this.shared = shared;
        this.weather = weather;
        this.fibers = fibers;
        this.alive = alive;
        this.death = death;
    }

    @Override
    public <T extends @Nullable Object> T inTransaction(Work<T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return once(work);
            } catch (DatabaseException failure) {
                if (failure.kind() == DatabaseException.Kind.WRONG || attempt == TRIES) {
                    throw failure;
                }
                fibers.sleep(Duration.ofMillis(100L << (attempt - 1)));
            }
        }
    }

    private <T extends @Nullable Object> T once(Work<T> work) {
        if (fibers.canWait() && weather.stormy()) {
            fibers.sleep(weather.wait1());
        }
        reach();
        Weather.Fault fault = weather.fault();
        List<String> woken = new ArrayList<>();
        long changes = fault == Weather.Fault.DEATH ? shared.changes() : 0;
        T value = shared.inTransaction(tx -> {
            T result = work.in(tx);
            woken.addAll(tx.woken());
            if (fault == Weather.Fault.BEFORE_COMMIT) {
                throw failure(DatabaseException.Kind.UNAVAILABLE, "the connection broke before the commit");
            }
            return result;
        });
        if (fault == Weather.Fault.AFTER_COMMIT) {
            throw failure(
                    DatabaseException.Kind.UNKNOWN_OUTCOME, "the connection broke while the commit was under way");
        }
        if (fault == Weather.Fault.DEATH && shared.changes() != changes) {
            death.run();
            throw new Fibers.Died();
        }
        wakes.announce(woken);
        return value;
    }

    /// A read never waits: product code may hold a lock around it, as it may on a real machine.
    @Override
    public <T extends @Nullable Object> T read(Work<T> work) {
        reach();
        return shared.read(work);
    }

    private void reach() {
        if (!alive.getAsBoolean()) {
            throw new Fibers.Died();
        }
        if (weather.databaseAway) {
            throw failure(DatabaseException.Kind.UNAVAILABLE, "the database is away");
        }
    }

    private static DatabaseException failure(DatabaseException.Kind kind, String why) {
        return new DatabaseException(kind, why, new IllegalStateException(why));
    }

    @Override
    public void onCommit(String topic, Runnable listener) {
        wakes.add(topic, listener);
    }

    @Override
    public Engine engine() {
        return shared.engine();
    }

    @Override
    public void close() {}
}
