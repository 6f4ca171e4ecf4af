package dev.candor.testing;

import dev.candor.platform.db.Database;
import dev.candor.platform.db.DatabaseException;
import dev.candor.platform.db.Engine;
import org.jspecify.annotations.Nullable;

/// A database that can be away.
public final class AwayDatabase implements Database {
    private final Database inner;
    private boolean away;

    public AwayDatabase(Database inner) {
        this.inner = inner;
    }

    public void away(boolean now) {
        away = now;
    }

    @Override
    public <T extends @Nullable Object> T inTransaction(Work<T> work) {
        return there().inTransaction(work);
    }

    @Override
    public <T extends @Nullable Object> T read(Work<T> work) {
        return there().read(work);
    }

    private Database there() {
        if (away) {
            throw new DatabaseException(DatabaseException.Kind.UNAVAILABLE, "away", new IllegalStateException("away"));
        }
        return inner;
    }

    @Override
    public void onCommit(String topic, Runnable listener) {
        inner.onCommit(topic, listener);
    }

    @Override
    public Engine engine() {
        return inner.engine();
    }

    @Override
    public void close() {
        inner.close();
    }
}
