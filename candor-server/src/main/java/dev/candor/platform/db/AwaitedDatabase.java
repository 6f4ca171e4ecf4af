package dev.candor.platform.db;

import org.jspecify.annotations.Nullable;

/// A database that nobody uses before its schema is there: until {@link #opened()} everything is refused at once as
/// UNAVAILABLE. Nobody waits for a connection, and nobody meets tables that are not made yet.
public final class AwaitedDatabase implements Database {
    private final Database inner;
    private volatile String why = "it is not open yet";
    private volatile boolean open;

    public AwaitedDatabase(Database inner) {
        this.inner = inner;
    }

    /// From now on it is the database itself.
    public void opened() {
        open = true;
    }

    /// @param reason why it is not open yet, for messages to people
    public void waitsBecause(String reason) {
        why = reason;
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
        if (!open) {
            throw DatabaseException.unavailable("the database is away since the start: " + why);
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
