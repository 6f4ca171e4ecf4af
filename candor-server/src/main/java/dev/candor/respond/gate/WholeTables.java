package dev.candor.respond.gate;

import java.util.List;

/// Statements that take a table as a whole: `LOCK`, `TRUNCATE`, `DROP TABLE`, `VACUUM FULL`, `CLUSTER`, `REFRESH
/// MATERIALIZED VIEW`, triggers, and new tables that refer to others.
final class WholeTables {
    private WholeTables() {}

    /// False when it is none of them.
    static boolean look(Sight sight) {
        Words words = sight.statement().words();
        if (words.take("lock")) {
            lock(sight, words);
        } else if (words.take("truncate")) {
            words.take("table");
            words.parts().forEach(part -> {
                var one = new Words(part);
                one.take("only");
                truncate(sight, one.name());
            });
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
        } else if (isTable(sight.statement())) {
            table(sight);
        } else {
            return triggers(sight, words);
        }
        return true;
    }

    private static void lock(Sight sight, Words words) {
        words.take("table");
        Lock mode = Lock.ACCESS_EXCLUSIVE;
        for (Lock one : Lock.values()) {
            if (Words.within(
                    words.rest(), ("in " + one.sql().toLowerCase(java.util.Locale.ROOT) + " mode").split(" "))) {
                mode = one;
            }
        }
        boolean harmless =
                Words.within(words.rest(), "in", "access", "share") || Words.within(words.rest(), "in", "row", "share");
        if (!mode.stopsOthers() || harmless) {
            return;
        }
        for (List<Token> part : words.parts()) {
            var one = new Words(part);
            one.take("only");
            String table = one.name();
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
        sight.session().forget(table);
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

    /// Triggers, policies and rules: their table is locked for a moment.
    private static boolean triggers(Sight sight, Words words) {
        boolean create = words.take("create");
        if (!create && !words.take("drop") && !words.take("alter")) {
            return false;
        }
        words.take("or", "replace");
        words.take("constraint");
        if (words.here("rule")) {
            sight.takes(Lock.ACCESS_EXCLUSIVE, Words.after(words.rest(), create ? "to" : "on"));
        } else if (words.here("trigger")) {
            sight.takes(create ? Lock.SHARE_ROW_EXCLUSIVE : Lock.ACCESS_EXCLUSIVE, Words.after(words.rest(), "on"));
        } else if (words.here("policy")) {
            sight.takes(Lock.ACCESS_EXCLUSIVE, Words.after(words.rest(), "on"));
        } else {
            return false;
        }
        return true;
    }

    private static boolean isTable(Statement statement) {
        Words words = statement.words();
        words.take("create");
        words.take("global");
        words.take("local");
        words.take("temporary");
        words.take("temp");
        words.take("unlogged");
        return statement.begins("create") && words.here("table");
    }

    private static void table(Sight sight) {
        Words words = sight.statement().words();
        boolean temporary = false;
        while (words.more() && !words.take("table")) {
            temporary |= words.here("temp") || words.here("temporary");
            words.skip();
        }
        boolean perhaps = words.take("if", "not", "exists");
        String table = words.name();
        List<Token> rest = words.rest();
        refers(sight, table, rest);
        if (Words.within(rest, "as")) {
            Rows.read(sight, rest);
        }
        if (!sight.certain()) {
            return;
        }
        if (temporary || table.startsWith("pg_temp.")) {
            if (!Words.within(rest, "on", "commit", "drop") || sight.session().begun()) {
                sight.session().makeTemporary(table);
            }
        } else if (!perhaps) {
            sight.session().make(table);
            present(sight, table, rest);
        }
    }

    private static void refers(Sight sight, String table, List<Token> rest) {
        for (int i = 0; i + 1 < rest.size(); i++) {
            var here = new Words(rest.subList(i, rest.size()));
            if (here.take("references")) {
                String other = here.name();
                if (!other.equals(table)) {
                    sight.takes(Lock.SHARE_ROW_EXCLUSIVE, other);
                }
            } else if (here.take("partition", "of")) {
                Partitions.made(sight, here.name());
            } else if (here.take("inherits", "(")) {
                sight.takes(Lock.SHARE_UPDATE_EXCLUSIVE, here.name());
            }
        }
    }

    /// Remembers which columns of a new table are never null.
    private static void present(Sight sight, String table, List<Token> rest) {
        if (rest.size() < 2 || !rest.getFirst().is("(")) {
            return;
        }
        int end = Functions.partners(rest)[0];
        for (List<Token> column : new Words(rest.subList(1, Math.max(1, end))).parts()) {
            String name = new Words(column).name();
            if (Words.within(column, "not", "null") || Words.within(column, "primary", "key")) {
                sight.session().known().present(table, name);
            }
        }
    }
}
