package dev.candor.respond.gate;

/// A file cannot be read as plain SQL.
public final class NotSqlException extends Exception {
    private static final long serialVersionUID = 1;

    private final int line;
    private final int column;

    /// @param line from 1
    /// @param column from 1, in characters
    public NotSqlException(int line, int column, String what) {
        super(what);
        this.line = line;
        this.column = column;
    }

    /// @param where the character of `text` that is wrong
    static NotSqlException at(String text, int where, String what) {
        int end = Math.min(where, text.length());
        int line = 1;
        for (int i = 0; i < end; i++) {
            line += text.charAt(i) == '\n' ? 1 : 0;
        }
        return new NotSqlException(line, end - text.lastIndexOf('\n', end - 1), what);
    }

    public int line() {
        return line;
    }

    public int column() {
        return column;
    }

    /// As compilers say it: `file:line:column: what`.
    public String of(String file) {
        return file + ":" + line + ":" + column + ": " + getMessage();
    }
}
