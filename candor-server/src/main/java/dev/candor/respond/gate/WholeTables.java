package dev.candor.respond.gate;

import java.util.List;
import java.util.Set;

/// Statements that take a table as a whole: `LOCK`, `TRUNCATE`, `DROP TABLE`, `VACUUM FULL`, `CLUSTER`, `REFRESH
/// MATERIALIZED VIEW`, triggers, and new tables that refer to others.
final class WholeTables {
    private static final Set<String> NOTHING_ELSE = Set.of("table", "only", "if", "exists");

    private WholeTables() {}

    static void look(Sight sight) {
        Words words = sight.statement().words();
        if (words.take("lock")) {
            lock(sight, words);
        } else if (words.take("truncate")) {
            words.take("table");
            words.take("only");
            words.parts().forEach(part -> truncate(sight, new Words(part).name()));
        } else if (words.take("drop", "table")) {
            words.take("if", "exists");
            words.parts().forEach(part -> drop(sight, new Words(part).name()));
        } else if (words.take("vacuum")) {
            vacuum(sight, words);
        } else if (words.take("cluster")) {
            words.take("verbose");
            rewritten(sight, words.name(), "CLUSTER");
        } else if (words.take("refresh", "materialized", "view")) {
            refresh(sight, words);
        } else if (words.here("create") || words.here("drop")) {
            created(sight, words);
        }
    }

    private static void lock(Sight sight, Words words) {
        words.take("table");
        words.take("only");
        String table = words.name();
        Lock mode = Lock.ACCESS_EXCLUSIVE;
        for (Lock one : Lock.values()) {
            if (Words.within(
                    words.rest(), ("in " + one.sql().toLowerCase(java.util.Locale.ROOT) + " mode").split(" "))) {
                mode = one;
            }
        }
        boolean harmless = Words.within(words.rest(), "access", "share") || Words.within(words.rest(), "row", "share");
        if (mode.stopsOthers() && !harmless) {
            sight.refuse(
                    "lock-table",
                    mode,
                    table,
                    "The lock is held until the transaction ends: " + mode.effect() + " " + table + " until then.",
                    "-- lock the rows that matter: SELECT … FOR UPDATE, or take pg_advisory_xact_lock(…)");
        }
    }

    private static void truncate(Sight sight, String table) {
        sight.refuse(
                "truncate",
                Lock.ACCESS_EXCLUSIVE,
                table,
                "The table is locked until the transaction ends, and its rows are gone without a way back.",
                "-- delete in batches, each committed alone, or make a new table and swap the names");
    }

    private static void drop(Sight sight, String table) {
        sight.refuse(
                "drop-table",
                Lock.ACCESS_EXCLUSIVE,
                table,
                "Code that runs while this is rolled out fails at once; the way back is gone with the data.",
                "-- first release code that does not use it; wait; then:",
                Sight.TIMEOUT,
                "-- candor:allow drop-table nothing uses it since release …",
                "DROP TABLE " + table + ";");
    }

    private static void vacuum(Sight sight, Words words) {
        List<Token> rest = words.rest();
        boolean full = rest.stream().anyMatch(token -> token.is("full"));
        Indexes.alone(sight, "VACUUM");
        if (full) {
            String table = rest.isEmpty()
                    ? ""
                    : rest.getLast().is("full") ? "every table" : rest.getLast().text();
            rewritten(sight, table, "VACUUM FULL");
        }
    }

    private static void rewritten(Sight sight, String table, String what) {
        sight.refuse(
                what.toLowerCase(java.util.Locale.ROOT).replace(' ', '-'),
                Lock.ACCESS_EXCLUSIVE,
                table.isEmpty() ? "every table" : table,
                "All of the table and its indexes are written anew under the lock.",
                "VACUUM " + table + "; -- makes room for new rows without a lock; pg_repack gives it back");
    }

    private static void refresh(Sight sight, Words words) {
        if (words.here("concurrently")) {
            return;
        }
        String view = words.name();
        sight.refuse(
                "refresh",
                Lock.ACCESS_EXCLUSIVE,
                view,
                "Nobody reads the view for as long as its query takes.",
                "REFRESH MATERIALIZED VIEW CONCURRENTLY " + view + "; -- needs a unique index on it");
    }

    private static void created(Sight sight, Words words) {
        Statement statement = sight.statement();
        if (isTable(statement)) {
            table(sight);
        } else if (statement.begins("create", "trigger") || statement.begins("create", "or", "replace", "trigger")) {
            sight.takes(Lock.SHARE_ROW_EXCLUSIVE, on(words));
        } else if (statement.begins("drop", "trigger")
                || statement.begins("create", "policy")
                || statement.begins("drop", "policy")
                || statement.begins("create", "rule")
                || statement.begins("drop", "rule")) {
            sight.takes(Lock.ACCESS_EXCLUSIVE, on(words));
        }
    }

    private static boolean isTable(Statement statement) {
        var head = statement.tokens().stream().limit(4).toList();
        return statement.begins("create") && head.stream().anyMatch(token -> token.is("table"));
    }

    private static void table(Sight sight) {
        Words words = sight.statement().words();
        while (words.more() && !words.take("table")) {
            words.skip();
        }
        words.take("if", "not", "exists");
        String table = words.name();
        List<Token> rest = words.rest();
        for (int i = 0; i + 1 < rest.size(); i++) {
            var here = new Words(rest.subList(i, rest.size()));
            if (here.take("references")) {
                String other = here.name();
                if (!other.equals(table)) {
                    sight.takes(Lock.SHARE_ROW_EXCLUSIVE, other);
                }
            } else if (here.take("partition", "of")) {
                sight.takes(Lock.ACCESS_EXCLUSIVE, here.name());
            } else if (here.take("inherits", "(")) {
                sight.takes(Lock.SHARE_UPDATE_EXCLUSIVE, here.name());
            }
        }
        sight.session().make(table);
    }

    /// The table behind ON.
    private static String on(Words words) {
        while (words.more() && !words.take("on")) {
            words.skip();
        }
        String name = words.name();
        return NOTHING_ELSE.contains(name) ? words.name() : name;
    }
}
