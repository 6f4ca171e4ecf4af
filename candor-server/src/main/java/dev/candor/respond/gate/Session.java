package dev.candor.respond.gate;

import dev.candor.base.time.Durations;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What is known at a place of a migration: which transaction it is in, which tables are new in this file, what is set.
///
/// A file is taken for one transaction, as migration tools run it, unless it says `BEGIN` and `COMMIT` itself or the
/// gate is told that every statement commits alone.
final class Session {
    /// A longer wait for a lock holds up everybody behind it for as long.
    static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final Known known;
    private final boolean alone;
    private final Set<String> made = new HashSet<>();
    private final Set<String> inTransaction = new HashSet<>();
    private Optional<Duration> timeout;
    private Optional<Duration> localTimeout = Optional.empty();
    private boolean begun;

    /// @param known from the files before this one
    /// @param alone whether every statement outside `BEGIN` commits by itself
    /// @param timeout the `lock_timeout` that whoever runs it sets anyway
    Session(Known known, boolean alone, Optional<Duration> timeout) {
        this.known = known;
        this.alone = alone;
        this.timeout = timeout;
    }

    Known known() {
        return known;
    }

    /// Whether a table is new in this file: nobody uses it yet.
    boolean isNew(String table) {
        return made.contains(table) || made.contains(bare(table));
    }

    void make(String table) {
        made.add(table);
        made.add(bare(table));
    }

    static String bare(String table) {
        return table.substring(table.lastIndexOf('.') + 1);
    }

    /// Whether statements here share a transaction with others.
    boolean inTransaction() {
        return begun || !alone;
    }

    boolean begun() {
        return begun;
    }

    /// Remembers something until the transaction ends.
    void note(String what) {
        inTransaction.add(what);
    }

    /// Whether it was noted in this very transaction.
    boolean noted(String what) {
        return inTransaction() && inTransaction.contains(what);
    }

    /// The wait for a lock that is set; empty for none.
    Optional<Duration> timeout() {
        return localTimeout.or(() -> timeout);
    }

    /// Follows what changes the session itself.
    void follow(Statement statement) {
        if (statement.begins("begin") || statement.begins("start", "transaction")) {
            begun = true;
        } else if (statement.begins("commit")
                || statement.begins("end")
                || statement.begins("rollback")
                || statement.begins("abort")) {
            if (!statement.has("to") && !statement.has("prepared")) { // a savepoint goes on
                begun = false;
                localTimeout = Optional.empty();
                inTransaction.clear();
            }
        } else if (statement.begins("set")) {
            set(statement);
        } else if (statement.begins("reset", "lock_timeout")
                || statement.begins("reset", "all")
                || statement.begins("discard", "all")) {
            timeout = Optional.empty();
            localTimeout = Optional.empty();
        } else if (statement.begins("select", "set_config") || statement.begins("select", "pg_catalog")) {
            setConfig(statement);
        }
        if (!inTransaction()) {
            inTransaction.clear();
        }
    }

    private void set(Statement statement) {
        Words words = statement.words();
        words.take("set");
        boolean local = words.take("local");
        if (!local) {
            words.take("session");
        }
        if (words.take("lock_timeout") && (words.take("=") || words.take("to")) && words.more()) {
            store(local, words.peek().text());
        }
    }

    /// `SELECT set_config('lock_timeout', '2s', false)`
    private void setConfig(Statement statement) {
        List<Token> texts = statement.tokens().stream().filter(Words::isText).toList();
        if (texts.size() == 2 && texts.getFirst().text().equals("lock_timeout")) {
            store(statement.has("true"), texts.get(1).text());
        }
    }

    private void store(boolean local, String value) {
        Optional<Duration> wait = wait(value);
        if (!local) {
            timeout = wait;
            localTimeout = Optional.empty();
        } else if (inTransaction()) {
            localTimeout = wait; // outside a transaction it has no effect
        }
    }

    /// As PostgreSQL reads it: a number is milliseconds, 0 is for ever.
    static Optional<Duration> wait(String value) {
        String text = value.strip().toLowerCase(Locale.ROOT);
        Optional<Duration> wait = text.matches("[0-9]{1,9}")
                ? Optional.of(Duration.ofMillis(Long.parseLong(text)))
                : Durations.parse(text);
        return wait.filter(duration -> !duration.isZero());
    }
}
