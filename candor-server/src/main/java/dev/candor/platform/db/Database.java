package dev.candor.platform.db;

import org.jspecify.annotations.Nullable;

/// One store of rows: SQLite or PostgreSQL behind the same SQL.
///
/// Work handed in may run more than once (a lost connection, an unknown commit), so it changes rows by key or by
/// compare-and-set, does no I/O of its own and takes ids and times from outside.
public interface Database extends AutoCloseable {
    /// Work inside one transaction.
    @FunctionalInterface
    interface Work<T extends @Nullable Object> {
        T in(Tx tx);
    }

    /// Runs `work` in a transaction and returns its value after COMMIT. Topics it woke are announced after COMMIT.
    ///
    /// Neither this nor {@link #read} may be called again from inside `work`: on one engine that would wait for
    /// itself, on the other it would not see what the outer one wrote.
    ///
    /// @throws IllegalStateException when called from inside `work`
    /// @throws DatabaseException when nothing was stored, or when it stays unknown whether it was
    /// @throws RuntimeException whatever the work threw; nothing was stored then
    <T extends @Nullable Object> T inTransaction(Work<T> work);

    /// Runs `work` on a consistent view that sees everything committed before the call. Writing in it is an error.
    <T extends @Nullable Object> T read(Work<T> work);

    /// Calls `listener` after every commit that woke `topic` ({@link Tx#wake}). Listeners must be quick and must not
    /// throw.
    void onCommit(String topic, Runnable listener);

    Engine engine();

    @Override
    void close();
}
