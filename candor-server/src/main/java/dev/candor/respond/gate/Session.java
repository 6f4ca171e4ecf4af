package dev.candor.respond.gate;

import java.time.Duration;
import java.util.HashSet;
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
    private final Set<String> madeHere = new HashSet<>();
    private final Set<String> temporary = new HashSet<>();
    private final Set<String> inTransaction = new HashSet<>();
    /// Zero for no limit.
    private Duration timeout;
    private Optional<Duration> localTimeout = Optional.empty();
    private Duration committedTimeout;
    private boolean begun;
    /// Whether the file ended the transaction it was run in: whether there is one after it, nobody knows.
    private boolean left;

    private boolean otherPath;

    /// @param known from the files before this one
    /// @param alone whether every statement outside `BEGIN` commits by itself
    /// @param timeout the `lock_timeout` that whoever runs it sets anyway
    Session(Known known, boolean alone, Optional<Duration> timeout) {
        this.known = known;
        this.alone = alone;
        this.timeout = timeout.orElse(Duration.ZERO);
        this.committedTimeout = this.timeout;
    }

    Known known() {
        return known;
    }

    /// Whether a table is new in this file: nobody uses it yet. Only the very name it was made by counts; the same name
    /// in another schema is another table.
    boolean isNew(String table) {
        return made.contains(table) || temporary.contains(table);
    }

    /// A table that was certainly not there before.
    void make(String table) {
        made.add(table);
        madeHere.add(table);
    }

    /// A table of this session: until it ends, its bare name means no other, unless the path was changed.
    void makeTemporary(String table) {
        if (!otherPath && !table.contains(".")) {
            temporary.add(table);
        }
    }

    /// A name that from now on means nothing, or something else.
    void forget(String table) {
        made.remove(table);
        madeHere.remove(table);
        temporary.remove(table);
        known.forget(table);
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
        return Optional.of(localTimeout.orElse(timeout)).filter(wait -> !wait.isZero());
    }

    /// Nobody knows what limit holds from here on.
    void forgetTimeout() {
        timeout = Duration.ZERO;
        localTimeout = Optional.empty();
    }

    /// Bare names may mean other tables from here on.
    void otherPath() {
        otherPath = true;
        made.removeIf(table -> !table.contains("."));
        temporary.clear();
        known.clear();
    }

    /// Follows what changes the session itself.
    void follow(Statement statement) {
        if (statement.begins("begin") || statement.begins("start", "transaction")) {
            begun = true;
            committedTimeout = timeout;
        } else if (statement.begins("commit") || statement.begins("end")) {
            ended();
        } else if (statement.begins("rollback") || statement.begins("abort")) {
            rolledBack(statement.has("to"));
        } else if (statement.begins("set") || statement.begins("reset")) {
            Settings.set(this, statement);
        } else if (statement.begins("discard")) {
            temporary.clear();
            if (statement.has("all")) {
                forgetTimeout();
                otherPath();
            }
        } else {
            Settings.called(this, statement);
        }
        if (!inTransaction()) {
            committedTimeout = timeout;
            inTransaction.clear();
            madeHere.clear();
        }
    }

    private void ended() {
        begun = false;
        left = true;
        localTimeout = Optional.empty();
        committedTimeout = timeout;
        inTransaction.clear();
        madeHere.clear();
    }

    private void rolledBack(boolean toSavepoint) {
        made.removeAll(madeHere);
        temporary.clear();
        known.clear();
        if (toSavepoint) {
            forgetTimeout(); // what was set before the savepoint holds again; the stricter reading is that nothing does
            return;
        }
        timeout = committedTimeout;
        ended();
    }

    /// @param local until the transaction ends
    /// @param wait zero for no limit
    void wait(boolean local, Duration wait) {
        if (!local) {
            timeout = wait;
            localTimeout = Optional.empty();
        } else if (begun || !alone && !left) {
            localTimeout = Optional.of(wait); // outside a transaction it has no effect
        }
    }
}
