package dev.candor.respond.gate;

/// A file cannot be read as plain SQL.
public final class NotSqlException extends Exception {
    private static final long serialVersionUID = 1;

    private final int line;

    /// @param line from 1
    public NotSqlException(int line, String what) {
        super(what);
        this.line = line;
    }

    public int line() {
        return line;
    }
}
