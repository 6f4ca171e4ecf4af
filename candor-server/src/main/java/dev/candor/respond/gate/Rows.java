package dev.candor.respond.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Statements about rows: `SELECT`, `INSERT`, `UPDATE`, `DELETE`, `MERGE`, `COPY`, also behind `WITH` and inside one
/// another.
final class Rows {
    private static final Set<String> WRITES = Set.of("insert", "update", "delete", "merge");
    private static final Set<String> MAIN = Set.of("select", "values", "table", "insert", "update", "delete", "merge");
    private static final int MOST_INSIDE = 100;
    private static final String AGAIN =
            "-- again until it changes 0 rows, each time in a transaction of its own, outside the migration";

    private Rows() {}

    /// False when it is no statement about rows, or one that nobody knows.
    static boolean look(Sight sight) {
        Statement statement = sight.statement();
        Token first = statement.tokens().getFirst();
        if (statement.begins("explain") && !statement.has("analyze") && !statement.has("analyse")
                || statement.begins("prepare") && !statement.begins("prepare", "transaction")) {
            return true; // not run
        }
        boolean rows = MAIN.stream().anyMatch(first::is)
                || first.is("with")
                || first.is("(")
                || first.is("declare")
                || first.is("copy") && !statement.has("program");
        if (!rows) {
            return false;
        }
        read(sight, statement.tokens());
        return first.is("with") ? with(sight) : main(sight, statement.tokens()) && inner(sight);
    }

    /// Says which functions are called that nobody knows.
    static void read(Sight sight, List<Token> tokens) {
        List<String> functions = Functions.unknown(tokens);
        if (!functions.isEmpty()) {
            sight.unknown(String.join("(), ", functions) + "() may do anything");
        }
    }

    private static boolean with(Sight sight) {
        List<Token> tokens = sight.statement().tokens();
        int depth = 0;
        for (int i = 1; i < tokens.size(); i++) {
            depth += tokens.get(i).is("(") ? 1 : tokens.get(i).is(")") ? -1 : 0;
            if (depth == 0 && tokens.get(i - 1).is(")") && MAIN.stream().anyMatch(tokens.get(i)::is)) {
                return main(sight, tokens.subList(i, tokens.size())) && inner(sight);
            }
        }
        return false;
    }

    /// Statements that write inside others: `WITH gone AS (DELETE …`, `COPY (UPDATE … RETURNING …`.
    private static boolean inner(Sight sight) {
        List<Token> tokens = sight.statement().tokens();
        int[] partners = Functions.partners(tokens);
        int found = 0;
        for (int i = 1; i + 1 < tokens.size(); i++) {
            Token before = tokens.get(i - 1);
            boolean begins = tokens.get(i).is("(")
                    && (before.is("as") || before.is("materialized") || before.is("copy"))
                    && WRITES.stream().anyMatch(tokens.get(i + 1)::is);
            if (begins && (++found > MOST_INSIDE || !main(sight, tokens.subList(i + 1, partners[i])))) {
                return false;
            }
        }
        return true;
    }

    /// @param tokens from the word on that says what is done
    private static boolean main(Sight sight, List<Token> tokens) {
        var words = new Words(tokens);
        if (words.take("update")) {
            return changed(sight, words, tokens, "update");
        }
        if (words.take("delete", "from")) {
            return changed(sight, words, tokens, "delete");
        }
        if (words.take("merge", "into")) {
            return merged(sight, words);
        }
        if (words.take("insert", "into") || words.take("copy") && !words.here("(")) {
            return !system(words.name());
        }
        if (words.here("select")) {
            locked(sight, tokens);
        }
        return !words.here("delete") && !words.here("merge") && !words.here("insert");
    }

    /// Whether a name belongs to PostgreSQL: what is written there is no row of ours.
    private static boolean system(String table) {
        String name = table.toLowerCase(Locale.ROOT);
        return name.isEmpty()
                || name.startsWith("information_schema.")
                || name.startsWith("pg_")
                || Session.bare(name).startsWith("pg_");
    }

    /// `SELECT … FOR UPDATE`
    private static void locked(Sight sight, List<Token> tokens) {
        boolean locks = Words.within(tokens, "for", "update")
                || Words.within(tokens, "for", "no", "key", "update")
                || Words.within(tokens, "for", "share")
                || Words.within(tokens, "for", "key", "share");
        boolean some = Words.within(tokens, "where") || Words.within(tokens, "limit");
        if (locks && !some) {
            sight.refuse(
                    "lock-rows",
                    Lock.ROW_EXCLUSIVE,
                    Words.after(tokens, "from"),
                    "Every row is locked until the transaction ends, and whoever writes one of them waits as long.",
                    "-- lock the rows that matter: … WHERE … FOR UPDATE");
        }
    }

    private static boolean changed(Sight sight, Words words, List<Token> tokens, String how) {
        words.take("only");
        String table = words.name();
        if (system(table)) {
            return false;
        }
        boolean update = how.equals("update");
        List<String> batches = batches(table, update);
        if (!Words.within(tokens, "where") || all(tokens)) {
            sight.refuse(
                    how + "-all",
                    Lock.ROW_EXCLUSIVE,
                    table,
                    "Every row of " + table
                            + " is locked until the transaction ends, and whoever writes one of them waits as long; "
                            + (update
                                    ? "the table grows to twice its size."
                                    : "the rows stay on the disk until VACUUM."),
                    batches.toArray(String[]::new));
        } else if (!sight.statement().has("limit") && !sight.statement().has("between")) {
            sight.advise(
                    how + "-many",
                    Lock.ROW_EXCLUSIVE,
                    table,
                    "If many rows fit, each of them is locked until the transaction ends.",
                    batches.toArray(String[]::new));
        }
        return true;
    }

    private static List<String> batches(String table, boolean update) {
        var batches = new ArrayList<String>();
        batches.add((update ? "UPDATE " + table + " SET …" : "DELETE FROM " + table) + " WHERE id IN (SELECT id FROM "
                + table + " WHERE … LIMIT 5000);");
        batches.add(AGAIN);
        return batches;
    }

    /// `WHERE true`, `WHERE 1 = 1`
    private static boolean all(List<Token> tokens) {
        for (int i = 0; i + 1 < tokens.size(); i++) {
            List<String> behind = tokens.subList(i + 1, Math.min(i + 4, tokens.size())).stream()
                    .map(Token::text)
                    .toList();
            if (tokens.get(i).is("where")
                    && (behind.getFirst().equals("true") || behind.equals(List.of("1", "=", "1")))) {
                return true;
            }
        }
        return false;
    }

    private static boolean merged(Sight sight, Words words) {
        words.take("only");
        String table = words.name();
        if (system(table)) {
            return false;
        }
        if (!sight.statement().has("limit")) {
            sight.refuse(
                    "merge",
                    Lock.ROW_EXCLUSIVE,
                    table,
                    "Every row of " + table
                            + " that fits is locked until the transaction ends, and nothing limits how many do.",
                    "MERGE INTO " + table + " USING (SELECT … LIMIT 5000) …",
                    AGAIN);
        }
        return true;
    }

    /// A new value of an enum cannot be used before the transaction that adds it has committed.
    static void enumUsed(Sight sight) {
        if (sight.statement().begins("alter", "type")) {
            return;
        }
        for (Token token : sight.statement().tokens()) {
            if (Words.isText(token) && sight.session().noted("enum " + token.text())) {
                sight.add(
                        Finding.Level.REFUSED,
                        "enum-value-at-once",
                        Lock.NONE,
                        "",
                        "`" + token.text()
                                + "` was added above in the same transaction: PostgreSQL refuses its use before that has committed.",
                        Sight.NEXT,
                        sight.statement().text() + ";");
                return;
            }
        }
    }
}
