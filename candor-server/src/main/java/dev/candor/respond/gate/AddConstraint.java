package dev.candor.respond.gate;

import java.util.List;

/// `ALTER TABLE … ADD CONSTRAINT`.
final class AddConstraint {
    private AddConstraint() {}

    /// @param words stand behind the constraint's name
    /// @param action from ADD on
    static void look(Sight sight, String table, String given, Words words, List<Token> action) {
        boolean later = Words.within(action, "not", "valid");
        String name = given.isEmpty() ? Session.bare(table) + "_new" : given;
        if (words.here("unique") || words.here("primary", "key")) {
            unique(sight, table, name, words, action);
        } else if (words.here("exclude")) {
            sight.refuse(
                    "add-exclude",
                    Lock.ACCESS_EXCLUSIVE,
                    table,
                    "Its index is built under the lock, and there is no way to build it beforehand.",
                    "-- make a new table with the constraint, copy in batches, and swap the names in a moment of quiet");
        } else if (words.here("foreign", "key")) {
            foreign(sight, table, name, later, action);
        } else {
            check(sight, table, name, later, action);
        }
    }

    private static void check(Sight sight, String table, String name, boolean later, List<Token> action) {
        if (sight.certain()) {
            Known.column(action).ifPresent(column -> sight.session().known().check(table, name, column, !later));
        }
        if (later || Words.within(action, "not", "enforced")) {
            sight.takes(Lock.ACCESS_EXCLUSIVE, table);
            return;
        }
        sight.refuse(
                "add-check",
                Lock.ACCESS_EXCLUSIVE,
                table,
                "Every row of " + table + " is read under the lock before the constraint holds.",
                Sight.TIMEOUT,
                "ALTER TABLE " + table + " " + named(sight, name, action) + " NOT VALID;",
                Sight.NEXT,
                "ALTER TABLE " + table + " VALIDATE CONSTRAINT " + name + ";");
    }

    private static String named(Sight sight, String name, List<Token> action) {
        String text = sight.text(action);
        return action.get(1).is("constraint") ? text : "ADD CONSTRAINT " + name + text.substring("ADD".length());
    }

    private static void foreign(Sight sight, String table, String name, boolean later, List<Token> action) {
        String other = referenced(action);
        sight.takes(Lock.SHARE_ROW_EXCLUSIVE, other);
        if (later) {
            sight.takes(Lock.SHARE_ROW_EXCLUSIVE, table);
            return;
        }
        sight.refuse(
                "add-foreign-key",
                Lock.SHARE_ROW_EXCLUSIVE,
                table,
                "Nobody writes " + table + " or " + other + " while every row of " + table + " is compared with "
                        + other + ".",
                Sight.TIMEOUT,
                "ALTER TABLE " + table + " " + named(sight, name, action) + " NOT VALID;",
                Sight.NEXT,
                "ALTER TABLE " + table + " VALIDATE CONSTRAINT " + name + ";");
    }

    /// The table behind REFERENCES.
    static String referenced(List<Token> tokens) {
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).is("references")) {
                return new Words(tokens.subList(i + 1, tokens.size())).name();
            }
        }
        return "";
    }

    private static void unique(Sight sight, String table, String name, Words words, List<Token> action) {
        boolean primary = words.here("primary", "key");
        if (Words.within(action, "using", "index") && Words.columns(action).isEmpty()) {
            usingIndex(sight, table, name, primary, action);
            return;
        }
        String columns = String.join(", ", Words.columns(action));
        sight.refuse(
                primary ? "add-primary-key" : "add-unique",
                Lock.ACCESS_EXCLUSIVE,
                table,
                "Its index is built under the lock: nobody reads or writes " + table + " meanwhile.",
                Sight.OUTSIDE,
                "CREATE UNIQUE INDEX CONCURRENTLY " + name + "_index ON " + table + " (" + columns + ");",
                Sight.NEXT,
                Sight.TIMEOUT,
                primary ? "-- candor:allow add-primary-key its columns are NOT NULL" : "-- in a moment:",
                "ALTER TABLE " + table + " ADD CONSTRAINT " + name + (primary ? " PRIMARY KEY" : " UNIQUE")
                        + " USING INDEX " + name + "_index;");
    }

    /// The index is there already; a column that may be null is still read by PRIMARY KEY.
    private static void usingIndex(Sight sight, String table, String name, boolean primary, List<Token> action) {
        Known known = sight.session().known();
        String index = Words.after(action, "index");
        if (!primary || known.neverNullIndex(table, index)) {
            sight.takes(Lock.ACCESS_EXCLUSIVE, table);
            return;
        }
        List<String> columns = known.columnsOf(table, index);
        String column = columns.isEmpty() ? "…" : columns.getFirst();
        sight.refuse(
                "add-primary-key",
                Lock.ACCESS_EXCLUSIVE,
                table,
                "Where a column of the index may be null, every row of " + table
                        + " is read under the lock; nothing in these files says that none may.",
                Sight.TIMEOUT,
                "ALTER TABLE " + table + " ADD CONSTRAINT " + name + "_present CHECK (" + column
                        + " IS NOT NULL) NOT VALID; -- one for each column",
                Sight.NEXT,
                "ALTER TABLE " + table + " VALIDATE CONSTRAINT " + name + "_present;",
                Sight.NEXT,
                Sight.TIMEOUT,
                "-- candor:allow add-primary-key its columns are never null",
                "ALTER TABLE " + table + " " + sight.text(action) + ";");
    }
}
