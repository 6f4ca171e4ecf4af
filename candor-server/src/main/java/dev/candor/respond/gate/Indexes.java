package dev.candor.respond.gate;

import java.util.List;

/// `CREATE INDEX`, `DROP INDEX`, `REINDEX`.
final class Indexes {
    private Indexes() {}

    /// False when it is none of them.
    static boolean look(Sight sight) {
        Words words = sight.statement().words();
        if (words.take("create", "unique", "index") || words.take("create", "index")) {
            create(sight, words);
        } else if (words.take("drop", "index")) {
            drop(sight, words);
        } else if (words.take("reindex")) {
            reindex(sight, words);
        } else if (words.take("alter", "index")) {
            return alter(sight, words);
        } else {
            return false;
        }
        return true;
    }

    private static boolean alter(Sight sight, Words words) {
        words.take("if", "exists");
        String index = words.name();
        if (words.take("set", "tablespace")) {
            sight.refuse(
                    "rewrites-table",
                    Lock.ACCESS_EXCLUSIVE,
                    index,
                    "All of the index is written anew under the lock, and whoever would read by it waits.",
                    Sight.OUTSIDE,
                    "REINDEX (TABLESPACE " + words.name() + ") INDEX CONCURRENTLY " + index + ";");
            return true;
        }
        words.take("alter");
        words.take("column");
        return words.here("rename", "to") // SHARE UPDATE EXCLUSIVE, as what follows
                || words.here("set", "(")
                || words.here("reset", "(")
                || words.rest().size() == 4 && Words.within(words.rest(), "set", "statistics");
    }

    private static void create(Sight sight, Words words) {
        boolean concurrently = words.take("concurrently");
        boolean perhaps = words.take("if", "not", "exists");
        String index = words.here("on") ? "" : words.name();
        words.take("on");
        words.take("only");
        String table = words.name();
        if (!perhaps && sight.certain() && sight.statement().begins("create", "unique")) {
            List<String> columns = Words.plainColumns(words.rest());
            if (!columns.isEmpty() && !index.isEmpty()) {
                sight.session().known().index(table, index, columns);
            }
        }
        if (concurrently) {
            alone(sight, "CREATE INDEX CONCURRENTLY");
            return;
        }
        String unique = sight.statement().begins("create", "unique") ? "UNIQUE " : "";
        sight.refuse(
                "create-index",
                Lock.SHARE,
                table,
                "Nobody writes " + table + " while the index is built, which takes as long as reading all of it.",
                Sight.OUTSIDE,
                "CREATE " + unique + "INDEX CONCURRENTLY " + (index.isEmpty() ? "" : index + " ") + "ON " + table + " "
                        + sight.text(words.rest()) + ";",
                "-- if it fails, drop the invalid index it leaves, and try again");
    }

    /// Some statements refuse to run in a transaction.
    static void alone(Sight sight, String what) {
        Session session = sight.session();
        if (session.begun()) {
            sight.add(
                    Finding.Level.REFUSED,
                    "in-transaction",
                    Lock.NONE,
                    "",
                    what + " fails in a transaction, and this one was begun above.",
                    "COMMIT; -- before it, or put it into a file of its own");
        } else if (session.inTransaction() && session.noted(Gate.OTHERS)) {
            sight.add(
                    Finding.Level.REFUSED,
                    "in-transaction",
                    Lock.NONE,
                    "",
                    what + " fails in a transaction, and tools run a file with other statements in one.",
                    "-- put it into a file of its own");
        }
    }

    private static void drop(Sight sight, Words words) {
        if (sight.statement().has("cascade")) {
            sight.unknown("what depends on the index goes with it");
        }
        if (words.take("concurrently")) {
            alone(sight, "DROP INDEX CONCURRENTLY");
            return;
        }
        words.take("if", "exists");
        String index = words.name();
        String table = "the table of " + index;
        sight.takes(Lock.ACCESS_EXCLUSIVE, table);
        sight.advise(
                "drop-index",
                Lock.ACCESS_EXCLUSIVE,
                table,
                "It waits for everybody who reads the table, and everybody waits behind it.",
                Sight.OUTSIDE,
                "DROP INDEX CONCURRENTLY " + index + ";");
    }

    private static void reindex(Sight sight, Words words) {
        if (sight.statement().has("concurrently")) {
            alone(sight, "REINDEX CONCURRENTLY");
            return;
        }
        List<Token> rest = words.rest();
        String name = rest.isEmpty() ? "" : rest.getLast().text();
        sight.refuse(
                "reindex",
                Lock.SHARE,
                name,
                "Nobody writes the table while the index is built anew, and whoever would read by that index waits, too.",
                Sight.OUTSIDE,
                "REINDEX " + sight.text(rest.subList(0, Math.max(0, rest.size() - 1))) + " CONCURRENTLY " + name + ";");
    }
}
