package dev.candor.respond.gate;

import dev.candor.respond.gate.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// One statement of a file, without its semicolon.
///
/// @param text as it stands in the file
/// @param line where it begins, from 1
record Statement(List<Token> tokens, String text, int line) {
    /// What a statement of PostgreSQL can begin with.
    private static final Set<String> COMMANDS = Set.of(
            "abort",
            "alter",
            "analyze",
            "analyse",
            "begin",
            "call",
            "checkpoint",
            "close",
            "cluster",
            "comment",
            "commit",
            "copy",
            "create",
            "deallocate",
            "declare",
            "delete",
            "discard",
            "do",
            "drop",
            "end",
            "execute",
            "explain",
            "fetch",
            "grant",
            "import",
            "insert",
            "listen",
            "load",
            "lock",
            "merge",
            "move",
            "notify",
            "prepare",
            "reassign",
            "refresh",
            "reindex",
            "release",
            "reset",
            "revoke",
            "rollback",
            "savepoint",
            "security",
            "select",
            "set",
            "show",
            "start",
            "table",
            "truncate",
            "unlisten",
            "update",
            "vacuum",
            "values",
            "with",
            "(");

    /// Lines for psql that run nothing: one command, no second one behind it, nothing from a shell.
    private static final Pattern HARMLESS = Pattern.compile(
            "(?i)\\\\(set|unset|echo|qecho|warn|timing|pset|encoding|x|a|t|restrict|unrestrict|q)(?![a-z])(?!\\s+autocommit)[^\\\\`]*");

    /// A file cut into statements.
    ///
    /// @param comments its comments of one line, for `candor:allow`
    record Script(List<Statement> statements, List<Lexer.Comment> comments) {}

    /// Every statement of a file, in order. Lines for psql that change nothing are left out, the others are statements
    /// of their own, as nobody knows what they run.
    ///
    /// @throws NotSqlException when it is not SQL
    static Script all(String sql) throws NotSqlException {
        var statements = new ArrayList<Statement>();
        var current = new ArrayList<Token>();
        int depth = 0;
        int atomic = 0;
        Lexer.Read read = Lexer.read(sql);
        for (Token token : read.tokens()) {
            if (token.kind() == Kind.PSQL) {
                if (!HARMLESS.matcher(token.text()).matches()) {
                    add(statements, current, sql); // `\g` ends a statement, too
                    statements.add(new Statement(List.of(token), token.text(), token.line()));
                    depth = 0;
                    atomic = 0;
                }
                continue;
            }
            depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
            atomic += atomicStep(current, token, atomic);
            if (depth < 0) {
                throw NotSqlException.at(sql, token.start(), "`)` without its `(`");
            }
            if (token.is(";") && depth == 0 && atomic == 0) {
                add(statements, current, sql);
            } else {
                current.add(token);
            }
        }
        if (depth > 0) {
            throw NotSqlException.at(
                    sql,
                    current.getLast().start(),
                    "`(` is never closed in the statement that begins in line "
                            + current.getFirst().line());
        }
        add(statements, current, sql);
        return new Script(statements, read.comments());
    }

    /// The body of a function may be statements of their own: `BEGIN ATOMIC …; …; END`.
    private static int atomicStep(List<Token> before, Token token, int atomic) {
        boolean routine = before.size() > 2
                && before.getFirst().is("create")
                && before.stream().limit(5).anyMatch(one -> one.is("function") || one.is("procedure"));
        if (!routine) {
            return 0;
        }
        if (token.is("atomic") && before.getLast().is("begin")) {
            return 1;
        }
        return atomic == 0 ? 0 : token.is("case") ? 1 : token.is("end") ? -1 : 0;
    }

    private static void add(List<Statement> statements, List<Token> tokens, String sql) throws NotSqlException {
        if (tokens.isEmpty()) {
            return;
        }
        Token first = tokens.getFirst();
        mustBegin(tokens, sql);
        statements.add(new Statement(
                List.copyOf(tokens),
                sql.substring(first.start(), tokens.getLast().end()),
                first.line()));
        tokens.clear();
    }

    /// @param tokens of a statement, maybe not all of them; none is no mistake
    /// @throws NotSqlException when no statement begins like this
    static void mustBegin(List<Token> tokens, String sql) throws NotSqlException {
        if (tokens.isEmpty()) {
            return;
        }
        Token first = tokens.getFirst();
        boolean quoted = first.kind() == Kind.TEXT || first.kind() == Kind.NAME;
        if (first.kind() != Kind.PSQL && (quoted || !COMMANDS.contains(first.text()))) {
            throw NotSqlException.at(
                    sql,
                    first.start(),
                    "`" + shortened(first.text()) + "` begins no statement of PostgreSQL: is this plain SQL?");
        }
    }

    private static String shortened(String text) {
        return text.length() > 40 ? text.substring(0, 40) + "…" : text;
    }

    /// Whether it begins with these words.
    boolean begins(String... words) {
        if (tokens.size() < words.length) {
            return false;
        }
        for (int i = 0; i < words.length; i++) {
            if (!tokens.get(i).is(words[i])) {
                return false;
            }
        }
        return true;
    }

    boolean has(String word) {
        return tokens.stream().anyMatch(token -> token.is(word));
    }

    Words words() {
        return new Words(tokens);
    }
}
