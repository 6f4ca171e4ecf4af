package dev.candor.respond.gate;

import dev.candor.base.time.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads migrations in the order they would run and says what would hurt. What is not known to be harmless is refused.
/// Pure.
public final class Gate {
    /// Noted in a transaction that holds more than settings.
    static final String OTHERS = "others";

    /// How the migrations are run.
    ///
    /// @param alone whether every statement outside `BEGIN` commits by itself, as with `psql -f`
    /// @param timeout the `lock_timeout` their runner sets; empty for none
    public record How(boolean alone, Optional<Duration> timeout) {
        public static final How USUAL = new How(false, Optional.empty());
    }

    private final How how;
    private final Known known = new Known();

    public Gate(How how) {
        this.how = how;
    }

    /// Looks at the next file.
    ///
    /// @param judge false for a file that ran already: only what later files can rely on is remembered
    /// @throws NotSqlException when it is not plain SQL
    public List<Finding> look(String file, String sql, boolean judge) throws NotSqlException {
        var session = new Session(known, how.alone(), how.timeout());
        var findings = new ArrayList<Finding>();
        Statement.Script script = Statement.all(sql);
        var comments = new ArrayList<>(script.comments());
        var begins = new ArrayList<Integer>();
        for (Statement statement : script.statements()) {
            var sight = new Sight(file, statement, session);
            session.follow(statement);
            rules(sight);
            timeout(sight);
            sight.taken().stream()
                    .filter(taken -> taken.lock().stopsOthers())
                    .forEach(taken -> session.note(AlterTable.HELD + Session.bare(taken.table())));
            if (!settings(statement)) {
                session.note(OTHERS);
            }
            findings.addAll(sight.findings());
            comments.addAll(sight.comments());
            begins.addAll(sight.lines());
        }
        return judge ? new Allowances(comments, begins).applied(file, findings) : List.of();
    }

    /// Each rule says whether it knows the statement; what none of them knows is refused.
    private static void rules(Sight sight) {
        boolean known = Settings.look(sight)
                || AlterTable.look(sight)
                || Indexes.look(sight)
                || WholeTables.look(sight)
                || Rows.look(sight)
                || Objects.look(sight)
                || Block.look(sight, Gate::rules);
        if (!known) {
            sight.unknown("no rule of the gate knows it");
        }
        if (Functions.hasVariable(sight.statement().tokens())) {
            sight.unknown("psql puts the text of a variable into it");
        }
        Rows.enumUsed(sight);
    }

    private static boolean settings(Statement statement) {
        return statement.begins("set")
                || statement.begins("reset")
                || statement.begins("show")
                || statement.begins("begin")
                || statement.begins("commit");
    }

    /// Every lock that stops others needs a limit to how long it is waited for: everybody else waits behind it.
    private static void timeout(Sight sight) {
        Optional<Duration> wait = sight.session().timeout();
        Optional<Sight.Taken> worst = sight.taken().stream()
                .filter(taken -> taken.lock().stopsOthers())
                .max(java.util.Comparator.comparing(Sight.Taken::lock));
        if (worst.isEmpty()) {
            return;
        }
        Lock lock = worst.get().lock();
        String table = worst.get().table();
        if (wait.isEmpty()) {
            sight.add(
                    Finding.Level.REFUSED,
                    "no-lock-timeout",
                    lock,
                    table,
                    "While it waits for one long query to end, everybody who comes after it waits, too: the table stands still although nothing has changed yet.",
                    "SET lock_timeout = '2s'; -- before it; and try again when it gives up");
        } else if (wait.get().compareTo(Session.LONGEST_WAIT) > 0) {
            sight.add(
                    Finding.Level.REFUSED,
                    "long-lock-timeout",
                    lock,
                    table,
                    "lock_timeout is " + Durations.format(wait.get()) + ": so long the table may stand still.",
                    "SET lock_timeout = '2s';");
        }
    }
}
