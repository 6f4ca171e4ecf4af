package dev.candor.respond.gate;

import dev.candor.respond.gate.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Cuts SQL into tokens as PostgreSQL does (its manual, chapter "Lexical Structure"): nested comments, texts with
/// escapes, dollar quotes, psql's own lines, data behind `COPY … FROM stdin`.
final class Lexer {
    private static final String OPERATORS = "+-*/<>=~!@#%^&|`?:";

    private final String sql;
    private final List<Token> tokens = new ArrayList<>();
    private final List<Comment> comments = new ArrayList<>();
    private int at;
    private int line = 1;

    private Lexer(String sql) {
        this.sql = sql;
    }

    /// What stands behind `--` up to the end of a line.
    ///
    /// @param line from 1
    record Comment(String text, int line) {}

    /// A text cut up.
    record Read(List<Token> tokens, List<Comment> comments) {}

    /// @throws NotSqlException when something that was opened is never closed, or a sign is none of SQL's
    static Read read(String sql) throws NotSqlException {
        var lexer = new Lexer(sql);
        try {
            lexer.run();
        } catch (NotSqlException broken) {
            // Where a statement is none from its first word on, nobody wants to hear about its apostrophes.
            int first = lexer.tokens.size();
            while (first > 0 && !lexer.tokens.get(first - 1).is(";")) {
                first--;
            }
            Statement.mustBegin(lexer.tokens.isEmpty() ? List.of() : List.of(lexer.tokens.getFirst()), sql);
            Statement.mustBegin(lexer.tokens.subList(first, lexer.tokens.size()), sql);
            throw broken;
        }
        return new Read(lexer.tokens, lexer.comments);
    }

    private NotSqlException wrong(int where, String what) {
        return NotSqlException.at(sql, where, what);
    }

    private void run() throws NotSqlException {
        while (at < sql.length()) {
            char c = sql.charAt(at);
            if (c == '\n') {
                line++;
                at++;
            } else if (Character.isWhitespace(c) || c == '\uFEFF') {
                at++;
            } else if (looking("--")) {
                comments.add(new Comment(sql.substring(at, endOfLine()), line));
                at = endOfLine();
            } else if (looking("/*")) {
                comment();
            } else if (c == '\\') {
                psql();
            } else {
                token(c);
            }
        }
    }

    private boolean looking(String text) {
        return sql.startsWith(text, at);
    }

    private int endOfLine() {
        int end = sql.indexOf('\n', at);
        return end < 0 ? sql.length() : end;
    }

    private void comment() throws NotSqlException {
        int from = at;
        int depth = 0;
        do {
            if (at >= sql.length()) {
                throw wrong(from, "a comment (/*) is never closed");
            }
            if (looking("/*")) {
                depth++;
                at += 2;
            } else if (looking("*/")) {
                depth--;
                at += 2;
            } else {
                line += sql.charAt(at) == '\n' ? 1 : 0;
                at++;
            }
        } while (depth > 0);
    }

    private void psql() {
        int end = endOfLine();
        add(Kind.PSQL, sql.substring(at, end).strip(), end);
    }

    private void add(Kind kind, String text, int end) {
        tokens.add(new Token(kind, text, at, end, line));
        for (int i = at; i < end; i++) {
            line += sql.charAt(i) == '\n' ? 1 : 0;
        }
        at = end;
    }

    private void token(char c) throws NotSqlException {
        if (c == '\'') {
            text(at, false);
        } else if (c == '"') {
            name(at);
        } else if (c == '$') {
            dollar();
        } else if (Character.isDigit(c) || c == '.' && at + 1 < sql.length() && Character.isDigit(sql.charAt(at + 1))) {
            number();
        } else if (Character.isLetter(c) || c == '_') {
            word();
        } else if ("()[],;.".indexOf(c) >= 0) {
            add(Kind.SIGN, String.valueOf(c), at + 1);
            data();
        } else if (OPERATORS.indexOf(c) >= 0) {
            operator();
        } else {
            throw wrong(at, "`" + c + "` is no sign of SQL");
        }
    }

    /// A run of operator signs, which a comment ends.
    private void operator() {
        int end = at;
        while (end < sql.length()
                && OPERATORS.indexOf(sql.charAt(end)) >= 0
                && (end == at || !sql.startsWith("--", end) && !sql.startsWith("/*", end))) {
            end++;
        }
        add(Kind.SIGN, sql.substring(at, end), end);
    }

    private void number() {
        int end = at;
        while (end < sql.length()
                && (Character.isLetterOrDigit(sql.charAt(end)) || sql.charAt(end) == '.' || sql.charAt(end) == '_')) {
            end++;
        }
        add(Kind.NUMBER, sql.substring(at, end), end);
    }

    private void word() throws NotSqlException {
        int end = at;
        while (end < sql.length()
                && (Character.isLetterOrDigit(sql.charAt(end)) || sql.charAt(end) == '_' || sql.charAt(end) == '$')) {
            end++;
        }
        String word = sql.substring(at, end).toLowerCase(Locale.ROOT);
        char next = end < sql.length() ? sql.charAt(end) : ' ';
        if (next == '\'' && List.of("e", "b", "x", "n").contains(word)) {
            text(end, word.equals("e"));
        } else if (word.equals("u") && sql.startsWith("&'", end)) {
            text(end + 1, false);
        } else if (word.equals("u") && sql.startsWith("&\"", end)) {
            name(end + 1);
        } else {
            add(Kind.WORD, word, end);
        }
    }

    /// @param quote where the first `'` stands
    private void text(int quote, boolean escapes) throws NotSqlException {
        int end = quote + 1;
        while (end < sql.length()) {
            char c = sql.charAt(end);
            if (escapes && c == '\\') {
                end += 2;
            } else if (c == '\'' && sql.startsWith("''", end)) {
                end += 2;
            } else if (c == '\'') {
                add(Kind.TEXT, sql.substring(quote + 1, end).replace("''", "'"), end + 1);
                return;
            } else {
                end++;
            }
        }
        throw wrong(at, "a text (') is never closed");
    }

    private void name(int quote) throws NotSqlException {
        int end = quote + 1;
        while (true) {
            end = sql.indexOf('"', end);
            if (end < 0) {
                throw wrong(at, "a name (\") is never closed");
            }
            if (!sql.startsWith("\"\"", end)) {
                break;
            }
            end += 2;
        }
        add(Kind.NAME, sql.substring(quote + 1, end).replace("\"\"", "\""), end + 1);
    }

    private void dollar() throws NotSqlException {
        int end = at + 1;
        while (end < sql.length() && (Character.isLetterOrDigit(sql.charAt(end)) || sql.charAt(end) == '_')) {
            end++;
        }
        boolean tagged = end < sql.length() && sql.charAt(end) == '$';
        String tag = sql.substring(at + 1, end);
        if (!tagged || !tag.isEmpty() && Character.isDigit(tag.charAt(0))) {
            add(Kind.NUMBER, sql.substring(at, end), Math.max(end, at + 1)); // a parameter: $1
            return;
        }
        String quote = "$" + tag + "$";
        int close = sql.indexOf(quote, end + 1);
        if (close < 0) {
            throw wrong(at, "a text (" + quote + ") is never closed");
        }
        add(Kind.TEXT, sql.substring(end + 1, close), close + quote.length());
    }

    /// Skips the lines of data behind `COPY … FROM stdin;`, up to `\.`.
    private void data() throws NotSqlException {
        if (!tokens.getLast().is(";") || !isCopyFromStdin()) {
            return;
        }
        int from = at;
        int end = sql.startsWith("\\.", endOfLine() + 1) ? endOfLine() : sql.indexOf("\n\\.", at);
        if (end < 0) {
            throw wrong(from, "the data behind COPY … FROM stdin has no end (\\.)");
        }
        int close = sql.indexOf('\n', end + 1);
        int stop = close < 0 ? sql.length() : close;
        for (; at < stop; at++) {
            line += sql.charAt(at) == '\n' ? 1 : 0;
        }
    }

    private boolean isCopyFromStdin() {
        int end = tokens.size() - 1;
        boolean stdin = false;
        for (int i = end - 1; i >= 0 && !tokens.get(i).is(";"); i--) {
            stdin |= tokens.get(i).is("stdin") && i > 0 && tokens.get(i - 1).is("from");
            if (tokens.get(i).is("copy")) {
                return stdin
                        && (i == 0
                                || tokens.get(i - 1).is(";")
                                || tokens.get(i - 1).kind() == Kind.PSQL);
            }
        }
        return false;
    }
}
