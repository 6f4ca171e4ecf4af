package dev.candor.platform.db;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.JDBC;

/// SQLite in WAL mode: one writer thread that commits whatever queued up meanwhile in one go, and a few reader
/// threads.
///
/// All calls into SQLite run on these platform threads: on virtual threads the native calls would hold the carriers
/// and starve everybody else. Many writing connections would starve each other in the busy handler, so there is
/// exactly one.
public final class SqliteDatabase implements Database {
    /// What a power cut may cost. A `kill -9` costs nothing with either.
    public enum Durability {
        /// Every commit is on the disk when it returns.
        FULL,
        /// The last commits before a power cut may be lost; the file stays whole.
        NORMAL
    }

    private static final Logger LOG = LoggerFactory.getLogger(SqliteDatabase.class);
    private static final String CLOSED = "the database is closed";
    private static final int QUEUE = 10_000;
    private static final int LARGEST_GROUP = 512;
    private static final int READERS = 2;

    private record Queued<T extends @Nullable Object>(Work<T> work, CompletableFuture<T> done) {}

    private final String url;
    private final Durability durability;
    private final BlockingQueue<Queued<?>> queue = new ArrayBlockingQueue<>(QUEUE);
    private final BlockingQueue<Connection> idleReaders = new ArrayBlockingQueue<>(READERS);
    private final List<Connection> readers = new ArrayList<>();
    private final ExecutorService readerThreads;
    private final Thread writer;
    private final Wakes wakes = new Wakes();
    private final ThreadLocal<Boolean> working = ThreadLocal.withInitial(() -> false);
    private final AtomicBoolean closed = new AtomicBoolean();

    private SqliteDatabase(Path file, Durability durability) throws SQLException {
        this.url = "jdbc:sqlite:" + file.toAbsolutePath();
        this.durability = durability;
        Connection writing = connect(false);
        for (int i = 0; i < READERS; i++) {
            Connection reading = connect(true);
            readers.add(reading);
            idleReaders.add(reading);
        }
        String name = String.valueOf(file.getFileName());
        readerThreads = Executors.newFixedThreadPool(
                READERS,
                Thread.ofPlatform()
                        .daemon()
                        .name("sqlite-read-" + name + "-", 0)
                        .factory());
        writer = Thread.ofPlatform().daemon().name("sqlite-write-" + name).start(() -> writeUntilClosed(writing));
    }

    /// Opens or makes `file`. Migrations are the caller's business ({@link Migrations}).
    public static SqliteDatabase open(Path file, Durability durability) {
        try {
            return new SqliteDatabase(file, durability);
        } catch (SQLException failure) {
            throw DatabaseException.of("open " + file.getFileName(), failure);
        }
    }

    private Connection connect(boolean readOnly) throws SQLException {
        // Not through DriverManager: it would load every driver on the class path first.
        Connection connection = new JDBC().connect(url, new Properties());
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 5000");
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = " + durability);
            statement.execute("PRAGMA foreign_keys = ON");
            statement.execute("PRAGMA cache_size = -8000");
            statement.execute("PRAGMA temp_store = MEMORY");
            if (readOnly) {
                statement.execute("PRAGMA query_only = ON");
            }
        }
        return connection;
    }

    @Override
    public <T extends @Nullable Object> T inTransaction(Work<T> work) {
        refuseNesting();
        var queued = new Queued<T>(work, new CompletableFuture<>());
        try {
            if (closed.get() || !queue.offer(queued, 5, TimeUnit.SECONDS)) {
                throw DatabaseException.unavailable(closed.get() ? CLOSED : "the write queue is full");
            }
            if (closed.get() && !writer.isAlive() && queue.remove(queued)) {
                throw DatabaseException.unavailable(CLOSED); // closed between the two looks: nobody would ever run it
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw DatabaseException.unavailable("interrupted while waiting to write");
        }
        return await(queued.done());
    }

    @Override
    public <T extends @Nullable Object> T read(Work<T> work) {
        refuseNesting();
        var done = new CompletableFuture<T>();
        try {
            readerThreads.execute(() -> runRead(work, done));
        } catch (RejectedExecutionException afterClose) {
            throw DatabaseException.unavailable(CLOSED);
        }
        return await(done);
    }

    private void refuseNesting() {
        if (working.get()) {
            throw new IllegalStateException("a transaction or read inside another one");
        }
    }

    private <T extends @Nullable Object> void runRead(Work<T> work, CompletableFuture<T> done) {
        Connection connection = idleReaders.remove(); // as many connections as threads
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN");
            T value;
            working.set(true);
            try {
                value = work.in(new Tx(connection, Engine.SQLITE));
            } finally {
                working.set(false);
                statement.execute("ROLLBACK");
            }
            done.complete(value);
        } catch (SQLException failure) {
            done.completeExceptionally(DatabaseException.of("read", failure));
        } catch (DatabaseException failure) {
            done.completeExceptionally(DatabaseException.whileReading(failure));
        } catch (Throwable failure) {
            done.completeExceptionally(failure);
        } finally {
            idleReaders.add(connection);
        }
    }

    private static <T extends @Nullable Object> T await(CompletableFuture<T> done) {
        try {
            return done.join();
        } catch (CompletionException failure) {
            switch (failure.getCause()) {
                case RuntimeException expected -> throw expected;
                case Error error -> throw error;
                case null, default -> throw failure;
            }
        }
    }

    private void writeUntilClosed(Connection connection) {
        var group = new ArrayList<Queued<?>>();
        while (!closed.get() || !queue.isEmpty()) {
            try {
                Queued<?> first = queue.poll(100, TimeUnit.MILLISECONDS);
                if (first == null) {
                    continue;
                }
                group.add(first);
                queue.drainTo(group, LARGEST_GROUP - 1);
                commitGroup(connection, group);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                break;
            } catch (Throwable failure) {
                LOG.error("The writer of {} failed", url, failure);
                group.forEach(queued -> queued.done().completeExceptionally(failure));
            } finally {
                group.clear();
            }
        }
        closeQuietly(connection);
    }

    /// Everything in `group` becomes durable with one COMMIT; each piece stands or falls under its own savepoint.
    private void commitGroup(Connection connection, List<Queued<?>> group) {
        var after = new ArrayList<Runnable>();
        var woken = new java.util.LinkedHashSet<String>();
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            for (Queued<?> queued : group) {
                runUnderSavepoint(connection, statement, queued, after, woken);
            }
            statement.execute("COMMIT");
        } catch (SQLException failure) {
            rollback(connection);
            var answer = DatabaseException.of("commit", failure);
            group.forEach(queued -> queued.done().completeExceptionally(answer));
            return;
        }
        after.forEach(Runnable::run);
        wakes.announce(woken);
    }

    private <T extends @Nullable Object> void runUnderSavepoint(
            Connection connection,
            Statement statement,
            Queued<T> queued,
            List<Runnable> after,
            java.util.Set<String> woken)
            throws SQLException {
        statement.execute("SAVEPOINT piece");
        var tx = new Tx(connection, Engine.SQLITE);
        working.set(true);
        try {
            T value = queued.work().in(tx);
            statement.execute("RELEASE piece");
            woken.addAll(tx.woken());
            after.add(() -> queued.done().complete(value));
        } catch (DatabaseException failure) {
            if (failure.kind() == DatabaseException.Kind.UNAVAILABLE
                    && failure.getCause() instanceof SQLException cause) {
                throw cause; // disk full and its like end the whole group: nothing of it may look stored
            }
            undo(statement, queued, failure);
        } catch (RuntimeException | Error failure) {
            undo(statement, queued, failure);
        } finally {
            working.set(false);
        }
    }

    private static void undo(Statement statement, Queued<?> queued, Throwable failure) throws SQLException {
        statement.execute("ROLLBACK TO piece");
        statement.execute("RELEASE piece");
        queued.done().completeExceptionally(failure);
    }

    private static void rollback(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("ROLLBACK");
        } catch (SQLException alreadyRolledBack) {
            LOG.debug("Nothing to roll back: {}", alreadyRolledBack.getMessage());
        }
    }

    @Override
    public void onCommit(String topic, Runnable listener) {
        wakes.add(topic, listener);
    }

    @Override
    public Engine engine() {
        return Engine.SQLITE;
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        readerThreads.shutdown();
        try {
            writer.join(10_000);
            if (!readerThreads.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.warn("A read of {} did not end in time", url);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        readers.forEach(SqliteDatabase::closeQuietly);
        queue.forEach(queued -> queued.done().completeExceptionally(DatabaseException.unavailable(CLOSED)));
    }

    private static void closeQuietly(Connection connection) {
        try {
            connection.close();
        } catch (SQLException failure) {
            LOG.warn("Closing a connection: {}", failure.getMessage());
        }
    }
}
