package dev.candor.respond.gate;

import java.util.List;

/// `ALTER TABLE`, and of views what is written the same way: each of its actions is looked at, and one that is not
/// known
/// is refused.
final class AlterTable {
    /// Noted with a table's bare name in a transaction that holds a lock on it which stops others.
    static final String HELD = "held ";

    private AlterTable() {}

    /// False when it is none.
    static boolean look(Sight sight) {
        Words words = sight.statement().words();
        if (!words.take("alter", "table")
                && !words.take("alter", "view")
                && !words.take("alter", "materialized", "view")) {
            return false;
        }
        words.take("if", "exists");
        words.take("only");
        String table = words.name();
        words.take("*");
        List<List<Token>> actions = words.parts();
        actions.forEach(action -> action(sight, table, action));
        for (List<Token> action : actions) {
            var validated = new Words(action);
            if (validated.take("validate", "constraint")) {
                validate(sight, table, validated.name());
            }
        }
        return !actions.isEmpty();
    }

    private static void action(Sight sight, String table, List<Token> action) {
        var words = new Words(action);
        if (words.take("add")) {
            add(sight, table, action, words);
        } else if (words.here("alter", "constraint")) {
            constraint(sight, table, action);
        } else if (words.take("alter")) {
            words.take("column");
            AlterColumn.look(sight, table, words.name(), words, action);
        } else if (words.take("drop")) {
            drop(sight, table, words);
        } else if (words.take("rename")) {
            rename(sight, table, words);
        } else if (words.take("attach", "partition")) {
            Partitions.attach(sight, table, words.name());
        } else if (words.take("detach", "partition")) {
            Partitions.detach(sight, table, action);
        } else if (words.take("set")) {
            set(sight, table, words);
        } else if (!words.here("validate", "constraint")) {
            moment(sight, table, action, words);
        }
    }

    /// What is known to need its lock only for a moment.
    private static void moment(Sight sight, String table, List<Token> action, Words words) {
        boolean switched = words.take("enable", "replica")
                || words.take("enable", "always")
                || words.take("enable")
                || words.take("disable");
        words.take("no");
        words.take("force");
        if (switched && words.here("trigger")) {
            sight.takes(Lock.SHARE_ROW_EXCLUSIVE, table);
        } else if (switched && words.here("rule")
                || words.here("row", "level", "security")
                || words.here("owner", "to")
                || words.here("replica", "identity")) {
            sight.takes(Lock.ACCESS_EXCLUSIVE, table);
        } else if (words.here("cluster", "on") || words.here("reset", "(")) {
            sight.takes(Lock.SHARE_UPDATE_EXCLUSIVE, table);
        } else if (words.take("inherit")) {
            sight.takes(Lock.ACCESS_EXCLUSIVE, table);
            sight.takes(Lock.SHARE_UPDATE_EXCLUSIVE, words.name());
        } else {
            sight.takes(Lock.ACCESS_EXCLUSIVE, table);
            sight.unknown("ALTER TABLE … " + sight.text(action));
        }
    }

    /// Deferring is written down; a constraint that is enforced again (PostgreSQL 18) reads all rows.
    private static void constraint(Sight sight, String table, List<Token> action) {
        sight.takes(Lock.ACCESS_EXCLUSIVE, table);
        if (Words.within(action, "enforced") || !Words.within(action, "deferrable")) {
            sight.unknown(table, "ALTER TABLE … " + sight.text(action));
        }
    }

    private static void add(Sight sight, String table, List<Token> action, Words words) {
        String name = "";
        if (words.take("constraint")) {
            name = words.name();
        }
        boolean constraint = !name.isEmpty();
        for (String kind : List.of("check", "foreign", "unique", "primary", "exclude", "not")) {
            constraint |= words.here(kind);
        }
        if (constraint) {
            AddConstraint.look(sight, table, name, words, action);
        } else {
            AddColumn.look(sight, table, words, action);
        }
    }

    private static void validate(Sight sight, String table, String constraint) {
        String bare = Session.bare(table);
        boolean held = sight.session().noted(HELD + bare)
                || sight.taken().stream()
                        .anyMatch(taken -> taken.lock().stopsOthers()
                                && Session.bare(taken.table()).equals(bare));
        if (held) {
            sight.refuse(
                    "validate-at-once",
                    Lock.ACCESS_EXCLUSIVE,
                    table,
                    "The lock that was taken on it above is held until the transaction ends, so all of " + table
                            + " is read under it, as if NOT VALID were not there.",
                    Sight.NEXT,
                    "ALTER TABLE " + table + " VALIDATE CONSTRAINT " + constraint + ";");
        }
        if (sight.certain()) {
            sight.session().known().validate(table, constraint);
        }
    }

    private static void drop(Sight sight, String table, Words words) {
        if (words.take("constraint")) {
            words.take("if", "exists");
            sight.takes(Lock.ACCESS_EXCLUSIVE, table);
            sight.session().known().drop(table, words.name());
            return;
        }
        words.take("column");
        words.take("if", "exists");
        String column = words.name();
        sight.session().known().forget(table);
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
        boolean isNew = sight.session().isNew(table);
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
        sight.session().known().forget(table);
        if (whole) {
            sight.session().forget(table);
            sight.session().forget(fresh);
            if (isNew && sight.certain() && !table.contains(".")) {
                sight.session().make(fresh);
            }
        }
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
        } else if (words.here("(") || words.here("without", "cluster")) {
            sight.takes(Lock.SHARE_UPDATE_EXCLUSIVE, table); // storage parameters
        } else if (words.take("schema")) {
            sight.refuse(
                    "rename-table",
                    Lock.ACCESS_EXCLUSIVE,
                    table,
                    "Code that runs while this is rolled out looks for it where it was.",
                    "-- leave a view with the old name behind, in the same transaction, with -- candor:allow rename-table");
            sight.session().forget(table);
        } else {
            sight.takes(Lock.ACCESS_EXCLUSIVE, table);
            sight.unknown("ALTER TABLE … SET " + sight.text(words.rest()));
        }
    }
}
