package dev.candor.respond.gate;

import dev.candor.respond.gate.Finding.Level;
import java.util.ArrayList;
import java.util.List;

/// What rules see in one statement: locks it takes, and what is wrong with it. Tables that are new in the same file
/// are left out: nobody waits for them.
final class Sight {
    static final String TIMEOUT = "SET lock_timeout = '2s';";
    static final String NEXT = "-- in a migration of its own, once this one has committed:";
    static final String OUTSIDE = "-- in a migration of its own, outside a transaction:";
    private static final int LONGEST_WHAT = 120;

    /// A lock that somebody may wait for.
    record Taken(Lock lock, String table) {}

    private final String file;
    private final Statement statement;
    private final Session session;
    private final List<Taken> taken = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private final List<Lexer.Comment> comments = new ArrayList<>();
    private final List<Integer> lines = new ArrayList<>();
    private final boolean certain;

    Sight(String file, Statement statement, Session session) {
        this(file, statement, session, true);
    }

    private Sight(String file, Statement statement, Session session, boolean certain) {
        this.file = file;
        this.statement = statement;
        this.session = session;
        this.certain = certain;
        lines.add(statement.line());
    }

    /// A statement inside this one, which may or may not run.
    Sight inside(Statement inner) {
        return new Sight(file, inner, session, false);
    }

    /// Takes over what was seen inside.
    void with(Sight inner) {
        taken.addAll(inner.taken);
        findings.addAll(inner.findings);
        lines.addAll(inner.lines);
    }

    /// Whether it runs for certain, so that later statements can rely on it.
    boolean certain() {
        return certain;
    }

    /// Comments in the body of a block.
    List<Lexer.Comment> comments() {
        return comments;
    }

    /// Where it and the statements inside it begin.
    List<Integer> lines() {
        return lines;
    }

    String file() {
        return file;
    }

    Statement statement() {
        return statement;
    }

    Session session() {
        return session;
    }

    List<Taken> taken() {
        return taken;
    }

    List<Finding> findings() {
        return findings;
    }

    /// It locks a table, if only for a moment.
    void takes(Lock lock, String table) {
        if (!session.isNew(table)) {
            taken.add(new Taken(lock, table));
        }
    }

    /// It locks a table, and must not run like this.
    void refuse(String rule, Lock lock, String table, String why, String... instead) {
        if (!session.isNew(table)) {
            takes(lock, table);
            add(Level.REFUSED, rule, lock, table, why, instead);
        }
    }

    void advise(String rule, Lock lock, String table, String why, String... instead) {
        if (!session.isNew(table)) {
            add(Level.ADVICE, rule, lock, table, why, instead);
        }
    }

    void add(Level level, String rule, Lock lock, String table, String why, String... instead) {
        findings.add(new Finding(level, file, statement.line(), rule, table, lock, what(), why, List.of(instead)));
    }

    /// Nobody can say what it locks: it is refused until somebody does.
    void unknown(String why) {
        add(
                Level.REFUSED,
                "unknown",
                Lock.NONE,
                "",
                "I do not know what this locks: " + why + ".",
                "-- if you know that it harms nobody, write before it:",
                "-- candor:allow unknown why it harms nobody");
    }

    /// The same, unless all of it happens to a table that is new.
    void unknown(String table, String why) {
        if (!session.isNew(table)) {
            unknown(why);
        }
    }

    private String what() {
        String one = statement.text().replaceAll("\\s+", " ");
        return one.length() > LONGEST_WHAT ? one.substring(0, LONGEST_WHAT) + " …" : one;
    }

    /// As written in the statement.
    String text(List<Token> tokens) {
        return Words.text(statement.text(), statement.tokens().getFirst().start(), tokens);
    }
}
