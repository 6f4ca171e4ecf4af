package dev.candor.respond.gate;

import java.util.List;

/// `ALTER TABLE … ALTER COLUMN`.
final class AlterColumn {
    /// Written down, without a look at the rows.
    private static final List<String> MOMENT = List.of(
            "set default",
            "drop default",
            "drop not null",
            "drop expression",
            "drop identity",
            "add generated",
            "set generated",
            "restart",
            "set start",
            "set increment",
            "set cache",
            "set storage",
            "set compression");

    private AlterColumn() {}

    /// @param words stand behind the column's name
    static void look(Sight sight, String table, String column, Words words, List<Token> action) {
        if (words.take("set", "not", "null")) {
            notNull(sight, table, column);
        } else if (words.take("set", "data", "type") || words.take("type")) {
            type(sight, table, column, words, action);
        } else if (words.here("set", "expression")) {
            sight.refuse(
                    "rewrites-table",
                    Lock.ACCESS_EXCLUSIVE,
                    table,
                    "The value of " + column + " is worked out anew for every row, under the lock.",
                    "-- add another column beside it, fill it in batches, read that one, then drop " + column);
        } else if (words.here("set", "statistics") || words.here("set", "(") || words.here("reset", "(")) {
            sight.takes(Lock.SHARE_UPDATE_EXCLUSIVE, table);
        } else {
            sight.takes(Lock.ACCESS_EXCLUSIVE, table);
            if (MOMENT.stream().noneMatch(known -> words.here(known.split(" ")))) {
                sight.unknown("ALTER TABLE … " + sight.text(action));
            }
            if (words.here("drop", "not", "null")) {
                sight.session().known().nullable(table, column);
            }
        }
    }

    private static void notNull(Sight sight, String table, String column) {
        boolean knownAlready = sight.session().known().neverNull(table, column);
        if (sight.certain()) {
            sight.session().known().present(table, column);
        }
        if (knownAlready) {
            sight.takes(Lock.ACCESS_EXCLUSIVE, table);
            return;
        }
        String check = Session.bare(table) + "_" + column + "_present";
        sight.refuse(
                "set-not-null",
                Lock.ACCESS_EXCLUSIVE,
                table,
                "Every row of " + table + " is read under the lock, as no valid check says yet that " + column
                        + " is never null.",
                Sight.TIMEOUT,
                "ALTER TABLE " + table + " ADD CONSTRAINT " + check + " CHECK (" + column + " IS NOT NULL) NOT VALID;",
                Sight.NEXT,
                "ALTER TABLE " + table + " VALIDATE CONSTRAINT " + check + ";",
                Sight.NEXT,
                Sight.TIMEOUT,
                "ALTER TABLE " + table + " ALTER COLUMN " + column + " SET NOT NULL; -- reads nothing any more",
                "ALTER TABLE " + table + " DROP CONSTRAINT " + check + ";");
    }

    private static void type(Sight sight, String table, String column, Words words, List<Token> action) {
        String type = sight.text(words.rest());
        sight.refuse(
                "alter-type",
                Lock.ACCESS_EXCLUSIVE,
                table,
                "All of " + table + " and its indexes are written anew under the lock"
                        + " (not where a varchar only gets longer or becomes text: then allow it).",
                Sight.TIMEOUT,
                "ALTER TABLE " + table + " ADD COLUMN " + column + "_new " + type + ";",
                "-- write both columns, copy in batches, read " + column + "_new, then drop " + column,
                "-- or, where it was a shorter varchar:",
                "-- candor:allow alter-type it was varchar(…)",
                "ALTER TABLE " + table + " " + sight.text(action) + ";");
    }
}
