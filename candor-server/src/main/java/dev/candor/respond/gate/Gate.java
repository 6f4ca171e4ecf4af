package dev.candor.respond.gate;

import dev.candor.base.time.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads migrations in the order they would run and says what would hurt. Pure.
public final class Gate {
    /// Noted in a transaction that holds more than settings.
    static final String OTHERS = "others";

    private static final Pattern ALLOW = Pattern.compile("--\\s*candor:allow\\s+([a-z-]+)[ \\t]*(.*)");

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
        var allowed = allowed(sql);
        for (Statement statement : Statement.all(sql)) {
            var sight = new Sight(file, statement, session);
            session.follow(statement);
            rules(sight);
            block(sight);
            timeout(sight);
            if (!settings(statement)) {
                session.note(OTHERS);
            }
            sight.findings().forEach(finding -> findings.add(judged(finding, allowed)));
        }
        return judge ? findings : List.of();
    }

    private static void rules(Sight sight) {
        AlterTable.look(sight);
        Indexes.look(sight);
        WholeTables.look(sight);
        Rows.look(sight);
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

    /// Statements inside `DO $$ … $$`, as far as they stand there plainly.
    private static void block(Sight sight) {
        Statement statement = sight.statement();
        if (!statement.begins("do")) {
            return;
        }
        Optional<Token> body = statement.tokens().stream().filter(Words::isText).findFirst();
        if (body.isEmpty()) {
            return;
        }
        for (Statement inner : Block.statements(body.get())) {
            var inside = new Sight(sight.file(), inner, sight.session());
            rules(inside);
            sight.taken().addAll(inside.taken());
            sight.findings().addAll(inside.findings());
        }
        if (body.get().text().toLowerCase(java.util.Locale.ROOT).contains("execute")) {
            sight.add(
                    Finding.Level.ADVICE,
                    "cannot-read",
                    Lock.NONE,
                    "",
                    "This block makes statements while it runs; nobody can say beforehand what they lock.",
                    "-- write the statements out, if you can");
        }
    }

    private record Allowance(String rule, String because) {}

    /// What is allowed in which line: a comment holds for the statement that begins behind it, in one of the next five
    /// lines.
    private static Map<Integer, List<Allowance>> allowed(String sql) {
        var allowed = new TreeMap<Integer, List<Allowance>>();
        String[] lines = sql.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            Matcher found = ALLOW.matcher(lines[i]);
            if (found.find()) {
                for (int line = i + 1; line <= i + 6; line++) {
                    allowed.computeIfAbsent(line, _ -> new ArrayList<>())
                            .add(new Allowance(found.group(1), found.group(2).strip()));
                }
            }
        }
        return allowed;
    }

    private static Finding judged(Finding finding, Map<Integer, List<Allowance>> allowed) {
        return allowed.getOrDefault(finding.line(), List.of()).stream()
                .filter(one -> one.rule().equals(finding.rule()))
                .findFirst()
                .filter(_ -> finding.refused())
                .map(one -> one.because().length() >= 5 ? finding.allowed(one.because()) : withoutReason(finding))
                .orElse(finding);
    }

    private static Finding withoutReason(Finding finding) {
        return new Finding(
                finding.level(),
                finding.file(),
                finding.line(),
                finding.rule(),
                finding.table(),
                finding.lock(),
                finding.what(),
                finding.why() + " (It is allowed without saying why: say why.)",
                finding.instead());
    }
}
