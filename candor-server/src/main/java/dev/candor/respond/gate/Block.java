package dev.candor.respond.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// `DO $$ … $$`: the PL/pgSQL in it is read statement by statement. What runs there may or may not run, so nothing in
/// it is relied on; what is put together while it runs is not known.
final class Block {
    private static final Set<String> LANGUAGES = Set.of("plpgsql");
    private static final Set<String> CONTROL =
            Set.of("raise", "assert", "null", "return", "exit", "continue", "get", "end", "close");

    private final Sight outer;
    private final Token body;
    private final Consumer<Sight> rules;
    private boolean declaring;

    private Block(Sight outer, Token body, Consumer<Sight> rules) {
        this.outer = outer;
        this.body = body;
        this.rules = rules;
    }

    /// False when it is no block, or one that cannot be read.
    ///
    /// @param rules look at one statement of SQL inside
    static boolean look(Sight sight, Consumer<Sight> rules) {
        Words words = sight.statement().words();
        if (!words.take("do")) {
            return false;
        }
        boolean readable = language(words);
        Optional<Token> body =
                words.more() && Words.isText(words.peek()) ? Optional.of(words.peek()) : Optional.empty();
        if (body.isEmpty()) {
            return false;
        }
        words.skip();
        readable &= language(words) && !words.more();
        int first = sight.statement().tokens().getFirst().start();
        boolean dollar = sight.statement().text().charAt(body.get().start() - first) == '$';
        if (!readable || !dollar && body.get().text().matches("(?s).*[\\\\'].*")) {
            return false; // another language, or quoted so that its lines are not these
        }
        return new Block(sight, body.get(), rules).read();
    }

    private static boolean language(Words words) {
        if (!words.take("language")) {
            return true;
        }
        boolean known = words.more() && LANGUAGES.contains(words.peek().text().toLowerCase(java.util.Locale.ROOT));
        words.skip();
        return known;
    }

    private boolean read() {
        Lexer.Read read;
        try {
            read = Lexer.read(body.text());
        } catch (NotSqlException broken) {
            return false;
        }
        read.comments()
                .forEach(comment ->
                        outer.comments().add(new Lexer.Comment(comment.text(), comment.line() + body.line() - 1)));
        var piece = new ArrayList<Token>();
        int depth = 0;
        for (Token token : read.tokens()) {
            depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
            if (token.is(";") && depth == 0) {
                piece(piece);
                piece.clear();
            } else {
                piece.add(token);
            }
        }
        piece(piece);
        return true;
    }

    /// What stands between two semicolons: words that steer, and behind them at most one statement.
    private void piece(List<Token> tokens) {
        int at = 0;
        while (at < tokens.size()) {
            Token first = tokens.get(at);
            var words = new Words(tokens.subList(at, tokens.size()));
            int next = at;
            if (first.is("begin") || first.is("else") || first.is("loop") || first.is("exception")) {
                declaring &= !first.is("begin");
                next = at + 1;
            } else if (first.is("declare")) {
                declaring = true;
                next = at + 1;
            } else if (first.is("<<") && tokens.size() > at + 2) {
                next = at + 3;
            } else if (!declaring && (first.is("if") || first.is("elsif") || first.is("elseif") || first.is("when"))) {
                next = header(tokens, at, "then");
            } else if (!declaring && first.is("case")) {
                next = header(tokens, at, "then");
            } else if (!declaring && (first.is("while") || first.is("for") || first.is("foreach"))) {
                next = header(tokens, at, "loop");
                loopQuery(tokens.subList(at, next));
            }
            if (next == at) {
                statement(tokens.subList(at, tokens.size()), words);
                return;
            }
            at = next;
        }
    }

    /// Where the word stands behind which a statement begins; what stands before it is read for functions.
    private int header(List<Token> tokens, int at, String end) {
        int cases = 0;
        int depth = 0;
        int next = at + 1;
        for (; next < tokens.size(); next++) {
            Token token = tokens.get(next);
            depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
            if (depth == 0 && cases == 0 && token.is(end)) {
                break;
            }
            cases += token.is("case") ? 1 : token.is("end") && cases > 0 ? -1 : 0;
        }
        expression(tokens.subList(at + 1, Math.min(next, tokens.size())));
        return Math.min(next + 1, tokens.size());
    }

    /// `FOR one IN EXECUTE …`, `FOR one IN DELETE … RETURNING … LOOP`
    private void loopQuery(List<Token> tokens) {
        for (int i = 0; i + 1 < tokens.size(); i++) {
            if (tokens.get(i).is("in")) {
                List<Token> query = tokens.subList(i + 1, tokens.size() - 1);
                boolean statement = !query.isEmpty()
                        && Set.of("execute", "select", "with", "insert", "update", "delete", "merge")
                                .contains(query.getFirst().text());
                if (statement) {
                    statement(query, new Words(query));
                }
                return;
            }
        }
    }

    private void statement(List<Token> tokens, Words words) {
        Token first = tokens.getFirst();
        boolean assigned = tokens.size() > 1
                && first.names()
                && (tokens.get(1).is(":=")
                        || tokens.get(1).is("=")
                        || tokens.get(1).is(".")
                        || tokens.get(1).is("["));
        if (first.is("execute")) {
            at(tokens).unknown("it is put together while it runs");
        } else if (declaring || assigned && (Words.within(tokens, ":=") || Words.within(tokens, "="))) {
            expression(tokens);
        } else if (CONTROL.contains(first.text()) && first.kind() == Token.Kind.WORD) {
            if (words.here("return", "query")) {
                at(tokens).unknown("RETURN QUERY has no place in a block");
            } else {
                expression(tokens);
            }
        } else {
            sql(tokens);
        }
    }

    private void expression(List<Token> tokens) {
        if (tokens.isEmpty()) {
            return;
        }
        List<String> functions = Functions.unknown(tokens);
        if (!functions.isEmpty()) {
            at(tokens).unknown(String.join("(), ", functions) + "() may do anything");
        }
        sets(tokens);
    }

    /// A limit that is set in here may not be set at all: from here on none is relied on.
    private void sets(List<Token> tokens) {
        boolean sets = tokens.getFirst().is("set")
                || tokens.getFirst().is("reset")
                || tokens.stream().anyMatch(token -> token.text().equalsIgnoreCase("set_config"));
        if (sets) {
            outer.session().forgetTimeout();
            outer.session().otherPath();
        }
    }

    private void sql(List<Token> tokens) {
        boolean performs = tokens.getFirst().is("perform");
        Token first = tokens.getFirst();
        var asked = new ArrayList<>(tokens);
        if (performs) {
            asked.set(0, new Token(Token.Kind.WORD, "select", first.start(), first.end(), first.line()));
        }
        sets(tokens);
        Sight inside = outer.inside(statementOf(asked));
        boolean transaction = first.is("commit") || first.is("rollback");
        if (transaction) {
            inside.unknown("a block that ends its transaction");
        } else {
            rules.accept(inside);
        }
        outer.with(inside);
    }

    private Statement statementOf(List<Token> tokens) {
        Token first = tokens.getFirst();
        return new Statement(
                List.copyOf(tokens),
                body.text().substring(first.start(), tokens.getLast().end()),
                body.line() + first.line() - 1);
    }

    private Unknown at(List<Token> tokens) {
        return why -> {
            Sight inside = outer.inside(statementOf(tokens));
            inside.unknown(why);
            outer.with(inside);
        };
    }

    private interface Unknown {
        void unknown(String why);
    }
}
