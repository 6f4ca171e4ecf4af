package dev.candor.respond.gate;

import java.util.ArrayList;
import java.util.List;

/// The body of a `DO` block: the statements in it that begin like a change of the schema.
final class Block {
    private static final List<String> LEADING = List.of("begin", "then", "else", "loop");
    private static final List<String> KNOWN =
            List.of("alter", "create", "drop", "lock", "truncate", "reindex", "cluster", "refresh", "update", "delete");

    private Block() {}

    /// @param body its lines count on from the token's own
    static List<Statement> statements(Token body) {
        var statements = new ArrayList<Statement>();
        var current = new ArrayList<Token>();
        List<Token> tokens;
        try {
            tokens = Lexer.tokens(body.text());
        } catch (NotSqlException foreign) {
            return List.of(); // another language
        }
        for (Token token : tokens) {
            if (token.is(";")) {
                add(statements, current, body);
                current.clear();
            } else if (LEADING.contains(token.text()) && token.kind() == Token.Kind.WORD) {
                current.clear();
            } else {
                current.add(token);
            }
        }
        add(statements, current, body);
        return statements;
    }

    private static void add(List<Statement> statements, List<Token> tokens, Token body) {
        if (!tokens.isEmpty() && KNOWN.contains(tokens.getFirst().text())) {
            Token first = tokens.getFirst();
            statements.add(new Statement(
                    List.copyOf(tokens),
                    body.text().substring(first.start(), tokens.getLast().end()),
                    body.line() + first.line() - 1));
        }
    }
}
