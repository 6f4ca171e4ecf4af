package dev.candor.respond.gate;

import java.util.List;

/// `UPDATE` and `DELETE` of many rows at once, and values of enums.
final class Rows {
    private Rows() {}

    static void look(Sight sight) {
        Words words = sight.statement().words();
        if (words.take("update") || words.take("delete", "from")) {
            words.take("only");
            changed(sight, words.name());
        } else if (words.take("alter", "type")) {
            type(sight, words);
        }
        enumUsed(sight);
    }

    private static void changed(Sight sight, String table) {
        boolean update = sight.statement().begins("update");
        List<Token> tokens = sight.statement().tokens();
        String batches = update
                ? "UPDATE " + table + " SET … WHERE id IN (SELECT id FROM " + table + " WHERE … LIMIT 5000);"
                : "DELETE FROM " + table + " WHERE id IN (SELECT id FROM " + table + " WHERE … LIMIT 5000);";
        String again = "-- again until it changes 0 rows, each time in a transaction of its own, outside the migration";
        if (!Words.within(tokens, "where")) {
            sight.refuse(
                    update ? "update-all" : "delete-all",
                    Lock.ROW_EXCLUSIVE,
                    table,
                    "Every row of " + table
                            + " is locked until the transaction ends, and whoever writes one of them waits as long; "
                            + (update
                                    ? "the table grows to twice its size."
                                    : "the rows stay on the disk until VACUUM."),
                    batches,
                    again);
        } else if (!sight.statement().has("limit") && !sight.statement().has("between")) {
            sight.advise(
                    update ? "update-many" : "delete-many",
                    Lock.ROW_EXCLUSIVE,
                    table,
                    "If many rows fit, each of them is locked until the transaction ends.",
                    batches,
                    again);
        }
    }

    private static void type(Sight sight, Words words) {
        String type = words.name();
        if (words.take("add", "value")) {
            words.take("if", "not", "exists");
            if (words.more()) {
                sight.session().note("enum " + words.peek().text());
            }
        } else if (words.here("rename", "value")) {
            sight.add(
                    Finding.Level.REFUSED,
                    "rename-enum-value",
                    Lock.NONE,
                    type,
                    "Old and new code run beside each other while a release is rolled out; one of them does not know the value.",
                    "ALTER TYPE " + type + " ADD VALUE …; -- a new one beside it",
                    "-- write the new one, change the rows in batches, never write the old one again");
        }
    }

    /// A new value of an enum cannot be used before the transaction that adds it has committed.
    private static void enumUsed(Sight sight) {
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
