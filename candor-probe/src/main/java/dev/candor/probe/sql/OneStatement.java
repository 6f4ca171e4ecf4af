package dev.candor.probe.sql;

import java.util.Locale;
import java.util.Set;

/// Refuses a query that is more than one statement, or no reading one. The database refuses writes itself (the
/// transaction is read-only); but a driver cuts a text at its semicolons, and a second statement could end that
/// transaction first.
public final class OneStatement {
    private static final Set<String> READING = Set.of("select", "with", "values", "table", "show");
    private static final int LONGEST = 20_000;

    private final String text;
    private int at;

    private OneStatement(String text) {
        this.text = text;
    }

    /// @throws IllegalArgumentException saying what is not allowed
    public static void check(String query) {
        if (query.isBlank() || query.length() > LONGEST) {
            throw new IllegalArgumentException("a query has 1 to " + LONGEST + " characters, was " + query.length());
        }
        if (query.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a query cannot contain a zero character");
        }
        new OneStatement(query).check();
    }

    private void check() {
        String word = "";
        boolean ended = false;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (skipped(c)) {
                continue;
            }
            if (c == ';') {
                ended = true;
            } else if (!Character.isWhitespace(c)) {
                if (ended) {
                    throw new IllegalArgumentException("a query is one statement; something follows the semicolon");
                }
                if (word.isEmpty()) {
                    word = wordAt(at);
                }
            }
            at++;
        }
        if (!READING.contains(word)) {
            throw new IllegalArgumentException("a query only reads: it begins with SELECT, WITH, VALUES, TABLE or SHOW"
                    + (word.isEmpty() ? "" : ", found " + word.toUpperCase(Locale.ROOT)));
        }
    }

    private String wordAt(int from) {
        int end = from;
        while (end < text.length() && Character.isLetter(text.charAt(end))) {
            end++;
        }
        return text.substring(from, end).toLowerCase(Locale.ROOT);
    }

    /// Jumps over what begins here and is a comment or in quotes.
    private boolean skipped(char c) {
        int end = switch (c) {
            case '\'', '"' -> quoted(c);
            case '$' -> dollars();
            case '-' -> text.startsWith("--", at) ? lineEnd() : -1;
            case '/' -> text.startsWith("/*", at) ? comment() : -1;
            default -> -1;
        };
        if (end < 0) {
            return false;
        }
        at = end;
        return true;
    }

    /// A comment ends with the line, however the line ends.
    private int lineEnd() {
        int end = at;
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        return end;
    }

    /// Behind the closing quote; a backslash keeps its character, whether or not the string has an `E` before it: what
    /// we take for longer than the database does ends in a refusal, never in a second statement.
    private int quoted(char quote) {
        if (quote == '\'' && text.indexOf('\\', at) >= 0) {
            throw new IllegalArgumentException("a query with a string cannot contain a backslash");
        }
        int end = text.indexOf(quote, at + 1);
        if (end < 0) {
            throw new IllegalArgumentException("a quote that is opened in the query is not closed");
        }
        return end + 1;
    }

    /// Behind a dollar-quoted string (`$tag$ … $tag$`); -1 when none begins here: a dollar sign within a name is a part
    /// of that name. Any other dollar sign is refused, since what the database makes of it is not known here.
    private int dollars() {
        if (at > 0 && isPartOfName(text.charAt(at - 1))) {
            return -1;
        }
        int close = text.indexOf('$', at + 1);
        if (close < 0 || !text.substring(at + 1, close).matches("([A-Za-z_][A-Za-z0-9_]*)?")) {
            throw new IllegalArgumentException(
                    "a query has no parameters, and a dollar sign begins a string such as $$text$$ or $tag$text$tag$");
        }
        String tag = text.substring(at, close + 1);
        int end = text.indexOf(tag, close + 1);
        if (end < 0) {
            throw new IllegalArgumentException("the string that begins with " + tag + " does not end");
        }
        return end + tag.length();
    }

    /// As PostgreSQL's lexer has it (`ident_cont` in scan.l), where every character beyond ASCII is one.
    private static boolean isPartOfName(char c) {
        return c >= 0x80
                || c == '_'
                || c == '$'
                || c >= '0' && c <= '9'
                || c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z';
    }

    /// Behind a comment; comments nest.
    private int comment() {
        int depth = 0;
        int i = at;
        while (i < text.length()) {
            if (text.startsWith("/*", i)) {
                depth++;
                i += 2;
            } else if (text.startsWith("*/", i)) {
                depth--;
                i += 2;
                if (depth == 0) {
                    return i;
                }
            } else {
                i++;
            }
        }
        throw new IllegalArgumentException("a comment that is opened in the query is not closed");
    }
}
