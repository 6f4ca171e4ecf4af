package dev.candor.respond.gate;

import java.util.List;
import java.util.Set;

/// `ALTER TABLE … ADD COLUMN`.
final class AddColumn {
    private static final Set<String> SERIAL =
            Set.of("serial", "bigserial", "smallserial", "serial2", "serial4", "serial8");

    /// Functions whose value is the same for all rows of a statement: the new column's default is stored once.
    private static final Set<String> SAME_FOR_ALL = Set.of(
            "now",
            "transaction_timestamp",
            "statement_timestamp",
            "current_timestamp",
            "localtimestamp",
            "current_time",
            "localtime",
            "date_trunc",
            "to_timestamp",
            "to_date",
            "make_interval",
            "make_date",
            "lower",
            "upper",
            "coalesce",
            "nullif",
            "greatest",
            "least",
            "timezone",
            "jsonb_build_object",
            "json_build_object",
            "jsonb_build_array",
            "to_jsonb",
            "to_json",
            "repeat",
            "length",
            "abs",
            "round",
            "floor",
            "ceil",
            "row",
            "array",
            "cast",
            "md5",
            "concat",
            "current_setting",
            "decimal",
            "numeric",
            "varchar",
            "char",
            "interval");

    private AddColumn() {}

    /// @param words stand behind ADD
    static void look(Sight sight, String table, Words words, List<Token> action) {
        words.take("column");
        boolean perhaps = words.take("if", "not", "exists");
        String column = words.name();
        List<Token> rest = words.rest();
        sight.takes(Lock.ACCESS_EXCLUSIVE, table);
        String type = words.name();
        String plain = type.startsWith("pg_catalog.") ? Session.bare(type) : type;
        boolean known = Functions.TYPES.contains(plain)
                || SERIAL.contains(plain)
                || sight.session().known().plainType(type);
        if (!known) {
            sight.unknown(table, type + " may be a domain with rules of its own, and then every row is written anew");
        }
        if (!perhaps && sight.certain() && Words.within(rest, "not", "null")) {
            sight.session().known().present(table, column);
        }
        String rewrites = rewrites(rest);
        if (!rewrites.isEmpty()) {
            rewriting(sight, table, column, rewrites, rest);
        }
        constraints(sight, table, column, rest, action);
    }

    /// Why all rows are written anew; empty when they are not.
    private static String rewrites(List<Token> rest) {
        if (!rest.isEmpty() && SERIAL.contains(rest.getFirst().text())) {
            return "a serial gives every row a number of its own";
        }
        if (Words.within(rest, "as", "identity")) {
            return "an identity gives every row a number of its own";
        }
        if (Words.within(rest, "stored")) {
            return "the value of a stored generated column is worked out for every row";
        }
        String function = volatileFunction(rest);
        return function.isEmpty() ? "" : function + "() may give every row a value of its own";
    }

    /// The first function in the default that may give different values; empty when there is none.
    private static String volatileFunction(List<Token> rest) {
        boolean inDefault = false;
        int depth = 0;
        for (int i = 0; i + 1 < rest.size(); i++) {
            Token token = rest.get(i);
            depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
            inDefault = inDefault && !(depth == 0 && ends(token)) || token.is("default");
            boolean called = token.kind() == Token.Kind.WORD && rest.get(i + 1).is("(");
            boolean cast = i > 0 && rest.get(i - 1).is("::");
            if (inDefault && called && !cast && !token.is("default") && !SAME_FOR_ALL.contains(token.text())) {
                return token.text();
            }
        }
        return "";
    }

    private static boolean ends(Token token) {
        return token.is("check")
                || token.is("references")
                || token.is("constraint")
                || token.is("unique")
                || token.is("primary")
                || token.is("not")
                || token.is("generated");
    }

    private static void rewriting(Sight sight, String table, String column, String why, List<Token> rest) {
        String type = rest.isEmpty() ? "bigint" : rest.getFirst().text().replace("serial", "int");
        int at = 0;
        while (at < rest.size() && !rest.get(at).is("default")) {
            at++;
        }
        String value = sight.text(rest.subList(Math.min(at + 1, rest.size()), rest.size()));
        sight.refuse(
                "add-column-rewrites",
                Lock.ACCESS_EXCLUSIVE,
                table,
                "All of " + table + " is written anew under the lock: " + why + ".",
                Sight.TIMEOUT,
                "ALTER TABLE " + table + " ADD COLUMN " + column + " " + type + ";",
                value.isEmpty()
                        ? "-- new rows get their value by a default or by the application"
                        : "ALTER TABLE " + table + " ALTER COLUMN " + column + " SET DEFAULT " + value
                                + "; -- new rows only",
                "-- then fill the old rows in batches, each committed alone");
    }

    private static void constraints(Sight sight, String table, String column, List<Token> rest, List<Token> action) {
        boolean fixed = Words.within(rest, "default") || Words.within(rest, "generated");
        if (Words.within(rest, "not", "null")
                && !fixed
                && !SERIAL.contains(rest.getFirst().text())) {
            sight.refuse(
                    "add-column-not-null",
                    Lock.ACCESS_EXCLUSIVE,
                    table,
                    "A table with rows refuses a new column that is NOT NULL and has no default: this fails in production and works on an empty database.",
                    Sight.TIMEOUT,
                    "ALTER TABLE " + table + " " + sight.text(action) + " DEFAULT …; -- a constant costs nothing");
        }
        if (Words.within(rest, "unique") || Words.within(rest, "primary", "key")) {
            sight.refuse(
                    "add-unique",
                    Lock.ACCESS_EXCLUSIVE,
                    table,
                    "The index of the new column is built under the lock.",
                    Sight.TIMEOUT,
                    "ALTER TABLE " + table + " ADD COLUMN " + column + " …; -- without UNIQUE",
                    Sight.OUTSIDE,
                    "CREATE UNIQUE INDEX CONCURRENTLY ON " + table + " (" + column + ");");
        }
        if (Words.within(rest, "check")) {
            sight.refuse(
                    "add-check",
                    Lock.ACCESS_EXCLUSIVE,
                    table,
                    "Every row of " + table + " is read under the lock to check the new column.",
                    Sight.TIMEOUT,
                    "ALTER TABLE " + table + " ADD COLUMN " + column + " …; -- without CHECK",
                    "ALTER TABLE " + table + " ADD CONSTRAINT " + column + "_check CHECK (…) NOT VALID;",
                    Sight.NEXT,
                    "ALTER TABLE " + table + " VALIDATE CONSTRAINT " + column + "_check;");
        }
        if (Words.within(rest, "references")) {
            references(sight, table, column, rest);
        }
    }

    private static void references(Sight sight, String table, String column, List<Token> rest) {
        String other = AddConstraint.referenced(rest);
        sight.takes(Lock.SHARE_ROW_EXCLUSIVE, other);
        if (Words.within(rest, "default")) {
            sight.refuse(
                    "add-foreign-key",
                    Lock.ACCESS_EXCLUSIVE,
                    table,
                    "Every row of " + table + " is compared with " + other + " under the lock.",
                    Sight.TIMEOUT,
                    "ALTER TABLE " + table + " ADD COLUMN " + column + " …; -- without REFERENCES",
                    "ALTER TABLE " + table + " ADD CONSTRAINT " + column + "_key FOREIGN KEY (" + column
                            + ") REFERENCES " + other + " NOT VALID;",
                    Sight.NEXT,
                    "ALTER TABLE " + table + " VALIDATE CONSTRAINT " + column + "_key;");
        }
    }
}
