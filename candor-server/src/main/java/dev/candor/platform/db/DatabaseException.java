package dev.candor.platform.db;

import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.Set;

/// A statement or a commit failed. {@link #kind} says whose move it is.
public final class DatabaseException extends RuntimeException {
    public enum Kind {
        /// The store cannot be reached or cannot take writes now (connection, disk full, failover): try later.
        UNAVAILABLE,
        /// The commit was sent and its answer is lost: it may or may not be stored. Repeat with the same keys.
        UNKNOWN_OUTCOME,
        /// Somebody else changed the same rows: repeat the transaction.
        CONFLICT,
        /// The statement itself is wrong, or breaks a constraint: a bug of ours.
        WRONG
    }

    /// With several writers a unique key may be taken between our look and our write, by a process that died a moment
    /// ago even (its commit was under way): the repeat sees it. Only one that stays is a bug.
    private static final String UNIQUE = "23505";

    private static final Set<String> CONFLICTS = Set.of("40001", "40P01", "55P03", UNIQUE);
    private final Kind kind;

    public DatabaseException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /// What it is when repeating did not help.
    DatabaseException persistent() {
        return getCause() instanceof SQLException cause && UNIQUE.equals(cause.getSQLState())
                ? new DatabaseException(Kind.WRONG, String.valueOf(getMessage()), cause)
                : this;
    }

    static DatabaseException of(String doing, SQLException cause) {
        return new DatabaseException(kindOf(cause), doing + ": " + cause.getMessage(), cause);
    }

    /// A failure inside `read`, where a refused write says nothing about the store: it is a bug of ours.
    static DatabaseException whileReading(DatabaseException failure) {
        boolean wrote = failure.getCause() instanceof SQLException cause
                && ("25006".equals(cause.getSQLState())
                        || cause.getSQLState() == null && (cause.getErrorCode() & 0xff) == 8);
        return wrote
                ? new DatabaseException(Kind.WRONG, "a write inside read: " + failure.getMessage(), failure)
                : failure;
    }

    /// Our own look and our own write do not fit together any more: another transaction came between. `inTransaction`
    /// repeats the work, which looks again.
    public static DatabaseException conflict(String why) {
        return new DatabaseException(Kind.CONFLICT, why, new IllegalStateException(why));
    }

    static DatabaseException unavailable(String why) {
        return new DatabaseException(Kind.UNAVAILABLE, why, new IllegalStateException(why));
    }

    private static Kind kindOf(SQLException cause) {
        String state = cause.getSQLState();
        if (state == null) {
            // The connection pool's own time-out: no connection in time, and no server that said why.
            return cause instanceof SQLTransientException ? Kind.UNAVAILABLE : sqliteKind(cause.getErrorCode());
        }
        if (CONFLICTS.contains(state)) {
            return Kind.CONFLICT;
        }
        boolean away = state.startsWith("08")
                || state.startsWith("57P")
                || state.startsWith("53")
                || state.startsWith("58")
                || state.equals("25006") // read-only: a standby that was the primary a moment ago
                || state.equals("57014"); // statement_timeout: overloaded
        return away ? Kind.UNAVAILABLE : Kind.WRONG;
    }

    /// Primary result codes of SQLite (sqlite.org/rescode.html): busy 5, locked 6, no memory 7, read-only 8, I/O 10,
    /// full 13, cannot open 14.
    private static Kind sqliteKind(int code) {
        return switch (code & 0xff) {
            case 5, 6, 7, 8, 10, 13, 14 -> Kind.UNAVAILABLE;
            default -> Kind.WRONG;
        };
    }
}
