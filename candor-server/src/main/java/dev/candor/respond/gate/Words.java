package dev.candor.respond.gate;

import dev.candor.respond.gate.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/// Reads the tokens of a statement one after the other.
final class Words {
    private final List<Token> tokens;
    private int at;

    Words(List<Token> tokens) {
        this.tokens = tokens;
    }

    boolean more() {
        return at < tokens.size();
    }

    /// Goes on behind these words if they stand here.
    boolean take(String... words) {
        if (!here(words)) {
            return false;
        }
        at += words.length;
        return true;
    }

    /// Whether these words stand here.
    boolean here(String... words) {
        if (at + words.length > tokens.size()) {
            return false;
        }
        for (int i = 0; i < words.length; i++) {
            if (!tokens.get(at + i).is(words[i])) {
                return false;
            }
        }
        return true;
    }

    void skip() {
        at++;
    }

    Token peek() {
        return tokens.get(at);
    }

    /// A name such as `shop.orders`, as it is written shortest: in small letters, quoted only where it must be. Empty
    /// when none stands here.
    String name() {
        var name = new StringBuilder();
        while (more() && peek().names()) {
            name.append(peek().asName());
            at++;
            if (!here(".")) {
                break;
            }
            name.append('.');
            at++;
        }
        return name.toString();
    }

    /// All that is left.
    List<Token> rest() {
        return tokens.subList(Math.min(at, tokens.size()), tokens.size());
    }

    /// What is left, cut at the commas outside parentheses.
    List<List<Token>> parts() {
        var parts = new ArrayList<List<Token>>();
        var part = new ArrayList<Token>();
        int depth = 0;
        for (Token token : rest()) {
            depth += token.is("(") || token.is("[") ? 1 : token.is(")") || token.is("]") ? -1 : 0;
            if (token.is(",") && depth == 0) {
                parts.add(List.copyOf(part));
                part.clear();
            } else {
                part.add(token);
            }
        }
        if (!part.isEmpty()) {
            parts.add(List.copyOf(part));
        }
        return parts;
    }

    /// Whether these words stand one behind the other anywhere in `tokens`, outside parentheses.
    static boolean within(List<Token> tokens, String... words) {
        int depth = 0;
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
            if (depth == 0) {
                var here = new Words(tokens.subList(i, tokens.size()));
                if (here.here(words)) {
                    return true;
                }
            }
        }
        return false;
    }

    /// The columns of `(a, b)` if that is all there is in the first parentheses; empty otherwise.
    static List<String> plainColumns(List<Token> tokens) {
        var columns = new ArrayList<String>();
        int at = 0;
        while (at < tokens.size() && !tokens.get(at).is("(")) {
            at++;
        }
        while (at + 2 < tokens.size() && tokens.get(at + 1).names()) {
            columns.add(tokens.get(at + 1).asName());
            at += 2;
            if (tokens.get(at).is(")")) {
                return columns;
            }
            if (!tokens.get(at).is(",")) {
                break;
            }
        }
        return List.of();
    }

    /// The name behind a word outside parentheses; empty when there is none.
    static String after(List<Token> tokens, String word) {
        int depth = 0;
        for (int i = 0; i < tokens.size(); i++) {
            depth += tokens.get(i).is("(") ? 1 : tokens.get(i).is(")") ? -1 : 0;
            if (depth == 0 && tokens.get(i).is(word)) {
                var words = new Words(tokens.subList(i + 1, tokens.size()));
                words.take("only");
                return words.name();
            }
        }
        return "";
    }

    /// The names of columns between the first parentheses.
    static List<String> columns(List<Token> tokens) {
        var columns = new ArrayList<String>();
        boolean inside = false;
        for (Token token : tokens) {
            if (token.is(")")) {
                break;
            }
            if (inside && token.names()) {
                columns.add(token.asName());
            }
            inside |= token.is("(");
        }
        return columns;
    }

    /// As written, from the first to the last of these tokens.
    static String text(String sql, int offset, List<Token> tokens) {
        return tokens.isEmpty()
                ? ""
                : sql.substring(
                        tokens.getFirst().start() - offset, tokens.getLast().end() - offset);
    }

    static boolean isText(Token token) {
        return token.kind() == Kind.TEXT;
    }
}
