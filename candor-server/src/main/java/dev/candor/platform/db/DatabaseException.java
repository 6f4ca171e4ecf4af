package dev.candor.platform.db;

import java.sql.SQLException;
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

    private static final Set<String> CONFLICTS = Set.of("40001", "40P01", "55P03");
    private final Kind kind;

    public DatabaseException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    static DatabaseException of(String doing, SQLException cause) {
        return new DatabaseException(kindOf(cause), doing + ": " + cause.getMessage(), cause);
    }

    private static Kind kindOf(SQLException cause) {
        String state = cause.getSQLState();
        if (state == null) {
            return sqliteKind(cause.getErrorCode());
        }
        if (CONFLICTS.contains(state)) {
            return Kind.CONFLICT;
        }
        boolean away = state.startsWith("08")
                || state.startsWith("57P")
                || state.startsWith("53")
                || state.startsWith("58")
                || state.equals("25006");
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
