package dev.candor.respond.gate;

import java.util.List;

/// `CREATE INDEX`, `DROP INDEX`, `REINDEX`.
final class Indexes {
    private Indexes() {}

    static void look(Sight sight) {
        Words words = sight.statement().words();
        if (words.take("create", "unique", "index") || words.take("create", "index")) {
            create(sight, words);
        } else if (words.take("drop", "index")) {
            drop(sight, words);
        } else if (words.take("reindex")) {
            reindex(sight, words);
        }
    }

    private static void create(Sight sight, Words words) {
        boolean concurrently = words.take("concurrently");
        words.take("if", "not", "exists");
        String index = words.here("on") ? "" : words.name();
        words.take("on");
        words.take("only");
        String table = words.name();
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
