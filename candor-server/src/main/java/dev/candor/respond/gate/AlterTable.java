package dev.candor.respond.gate;

import java.util.List;

/// `ALTER TABLE`: each of its actions is looked at.
final class AlterTable {
    private AlterTable() {}

    static void look(Sight sight) {
        Words words = sight.statement().words();
        if (!words.take("alter", "table")) {
            return;
        }
        words.take("if", "exists");
        words.take("only");
        String table = words.name();
        words.take("*");
        for (List<Token> action : words.parts()) {
            action(sight, table, action);
        }
    }

    private static void action(Sight sight, String table, List<Token> action) {
        var words = new Words(action);
        if (words.take("add")) {
            add(sight, table, action, words);
        } else if (words.take("alter")) {
            words.take("column");
            AlterColumn.look(sight, table, words.name(), words, action);
        } else if (words.take("validate", "constraint")) {
            validate(sight, table, words.name());
        } else if (words.take("drop")) {
            drop(sight, table, words);
        } else if (words.take("rename")) {
            rename(sight, table, words);
        } else if (words.take("attach", "partition")) {
            sight.takes(Lock.SHARE_UPDATE_EXCLUSIVE, table);
            sight.takes(Lock.ACCESS_EXCLUSIVE, words.name());
        } else if (words.take("detach", "partition")) {
            detach(sight, table, action);
        } else if (words.take("set")) {
            set(sight, table, words);
        } else if (words.here("enable", "trigger") || words.here("disable", "trigger")) {
            sight.takes(Lock.SHARE_ROW_EXCLUSIVE, table);
        } else if (words.here("cluster")) {
            sight.takes(Lock.SHARE_UPDATE_EXCLUSIVE, table);
        } else {
            sight.takes(Lock.ACCESS_EXCLUSIVE, table);
        }
    }

    private static void add(Sight sight, String table, List<Token> action, Words words) {
        String name = "";
        if (words.take("constraint")) {
            name = words.name();
        }
        boolean constraint = !name.isEmpty();
        for (String kind : List.of("check", "foreign", "unique", "primary", "exclude")) {
            constraint |= words.here(kind);
        }
        if (constraint) {
            AddConstraint.look(sight, table, name, words, action);
        } else {
            AddColumn.look(sight, table, words, action);
        }
    }

    private static void validate(Sight sight, String table, String constraint) {
        if (sight.session().noted("constraint " + table + "/" + constraint)) {
            sight.refuse(
                    "validate-at-once",
                    Lock.ACCESS_EXCLUSIVE,
                    table,
                    "The lock of ADD CONSTRAINT is held until the transaction ends, so all of " + table
                            + " is read under it, as if NOT VALID were not there.",
                    Sight.NEXT,
                    "ALTER TABLE " + table + " VALIDATE CONSTRAINT " + constraint + ";");
        }
        sight.session().known().validate(table, constraint);
    }

    private static void drop(Sight sight, String table, Words words) {
        if (words.take("constraint")) {
            sight.takes(Lock.ACCESS_EXCLUSIVE, table);
            return;
        }
        words.take("column");
        words.take("if", "exists");
        String column = words.name();
        sight.refuse(
                "drop-column",
                Lock.ACCESS_EXCLUSIVE,
                table,
                "Code that runs while this is rolled out still reads " + column
                        + " (also by SELECT * and by prepared statements) and fails at once; the way back is gone with the data.",
                "-- first release code that neither reads nor writes " + column + "; then:",
                Sight.TIMEOUT,
                "-- candor:allow drop-column nothing uses " + column + " since release …",
                "ALTER TABLE " + table + " DROP COLUMN " + column + ";");
    }

    private static void rename(Sight sight, String table, Words words) {
        if (words.here("constraint")) {
            sight.takes(Lock.ACCESS_EXCLUSIVE, table);
            return;
        }
        boolean whole = words.take("to");
        if (!whole) {
            words.take("column");
        }
        String old = whole ? table : words.name();
        if (!whole) {
            words.take("to");
        }
        String fresh = words.name();
        sight.refuse(
                whole ? "rename-table" : "rename-column",
                Lock.ACCESS_EXCLUSIVE,
                table,
                "Old and new code run beside each other while a release is rolled out; one of them does not know the name "
                        + (whole ? fresh + "." : "of the column."),
                whole
                        ? "ALTER TABLE " + old + " RENAME TO " + fresh + "; CREATE VIEW " + old + " AS SELECT * FROM "
                                + fresh + "; -- in one transaction, with -- candor:allow rename-table"
                        : "ALTER TABLE " + table + " ADD COLUMN " + fresh + " …; -- same type as " + old,
                whole
                        ? "-- drop the view when no running code uses " + old
                        : "-- write both, copy in batches, read " + fresh + ", stop writing " + old + ", then drop it");
    }

    private static void detach(Sight sight, String table, List<Token> action) {
        if (Words.within(action, "concurrently") || Words.within(action, "finalize")) {
            sight.takes(Lock.SHARE_UPDATE_EXCLUSIVE, table);
            return;
        }
        sight.refuse(
                "detach-partition",
                Lock.ACCESS_EXCLUSIVE,
                table,
                "The whole partitioned table is locked, not only the partition.",
                Sight.OUTSIDE,
                "ALTER TABLE " + table + " " + sight.text(action) + " CONCURRENTLY;");
    }

    private static void set(Sight sight, String table, Words words) {
        boolean rewrites = words.here("tablespace")
                || words.here("logged")
                || words.here("unlogged")
                || words.here("access", "method");
        if (rewrites) {
            sight.refuse(
                    "rewrites-table",
                    Lock.ACCESS_EXCLUSIVE,
                    table,
                    "All of " + table + " is written anew under the lock.",
                    "-- make a new table beside it, copy in batches, and swap the names in a moment of quiet");
        } else if (words.here("(")) {
            sight.takes(Lock.SHARE_UPDATE_EXCLUSIVE, table); // storage parameters
        } else {
            sight.takes(Lock.ACCESS_EXCLUSIVE, table);
        }
    }
}
