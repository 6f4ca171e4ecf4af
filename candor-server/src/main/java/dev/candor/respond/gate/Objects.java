package dev.candor.respond.gate;

import java.util.List;
import java.util.Set;

/// Everything that is neither a table nor an index nor rows: views, types, sequences, functions, schemas, roles.
final class Objects {
    /// New ones nobody uses yet.
    private static final List<String> NEW = List.of(
            "view",
            "recursive view",
            "temp view",
            "temporary view",
            "materialized view",
            "sequence",
            "temp sequence",
            "temporary sequence",
            "type",
            "domain",
            "function",
            "procedure",
            "aggregate",
            "statistics",
            "collation",
            "role",
            "user",
            "group");

    /// Code that still runs uses them.
    private static final List<String> USED = List.of(
            "materialized view",
            "view",
            "sequence",
            "function",
            "procedure",
            "aggregate",
            "routine",
            "extension",
            "foreign table");

    /// Nobody waits when they go, and PostgreSQL refuses while anything needs them.
    private static final List<String> UNUSED =
            List.of("schema", "type", "domain", "statistics", "collation", "role", "user", "group");

    /// Extensions that only bring functions and types.
    private static final Set<String> EXTENSIONS = Set.of(
            "btree_gin",
            "btree_gist",
            "citext",
            "cube",
            "dblink",
            "earthdistance",
            "fuzzystrmatch",
            "hstore",
            "intarray",
            "isn",
            "ltree",
            "pg_stat_statements",
            "pg_trgm",
            "pgcrypto",
            "plpgsql",
            "postgis",
            "postgres_fdw",
            "tablefunc",
            "unaccent",
            "\"uuid-ossp\"",
            "vector");

    private Objects() {}

    /// False when nobody knows what it locks.
    static boolean look(Sight sight) {
        Statement statement = sight.statement();
        Words words = statement.words();
        if (words.take("create")) {
            return create(sight, words);
        }
        if (words.take("drop")) {
            return drop(sight, words);
        }
        if (words.take("alter")) {
            return Alter.look(sight, words);
        }
        boolean transaction = statement.begins("begin")
                || statement.begins("start", "transaction")
                || statement.begins("end")
                || statement.begins("abort")
                || statement.begins("savepoint")
                || statement.begins("release")
                || (statement.begins("commit") || statement.begins("rollback")) && !statement.has("prepared");
        // Comments, rights and statistics lock nothing that readers or writers wait for.
        return transaction
                || statement.begins("comment", "on")
                || statement.begins("grant")
                || statement.begins("revoke")
                || statement.begins("security", "label")
                || statement.begins("analyze")
                || statement.begins("analyse")
                || statement.begins("notify")
                || statement.begins("listen")
                || statement.begins("unlisten")
                || statement.begins("deallocate")
                || statement.begins("close")
                || statement.begins("fetch")
                || statement.begins("move");
    }

    private static boolean takeAny(Words words, List<String> kinds) {
        return kinds.stream().anyMatch(kind -> words.take(kind.split(" ")));
    }

    private static boolean create(Sight sight, Words words) {
        boolean replace = words.take("or", "replace");
        if (words.take("schema")) {
            return !sight.statement().words().rest().stream().skip(1).anyMatch(token -> token.is("create"));
        }
        if (words.take("extension")) {
            words.take("if", "not", "exists");
            return EXTENSIONS.contains(words.name());
        }
        boolean type = words.here("type");
        boolean view = words.here("view") || words.here("recursive") || words.here("materialized");
        if (!takeAny(words, NEW)) {
            return false;
        }
        boolean perhaps = words.take("if", "not", "exists");
        String name = words.name();
        if (view) {
            Rows.read(sight, words.rest());
            if (replace) {
                sight.takes(Lock.ACCESS_EXCLUSIVE, name);
            } else if (!perhaps && sight.certain()) {
                sight.session().make(name);
            }
        }
        if (type && sight.certain()) {
            sight.session().known().type(name);
        }
        return true;
    }

    private static boolean drop(Sight sight, Words words) {
        boolean used = takeAny(words, USED);
        if (!used && !takeAny(words, UNUSED)) {
            return false;
        }
        words.take("if", "exists");
        String name = words.name();
        if (sight.statement().has("cascade")) {
            sight.add(
                    Finding.Level.REFUSED,
                    "drop-cascade",
                    Lock.ACCESS_EXCLUSIVE,
                    "everything that needs " + name,
                    "Whatever needs it goes with it, columns and tables too, each of them locked, and there is no way back.",
                    "-- name what goes, one statement each, without CASCADE");
        } else if (used) {
            sight.refuse(
                    "drop-used",
                    Lock.ACCESS_EXCLUSIVE,
                    name,
                    "Code that runs while this is rolled out fails at once if it still uses it.",
                    "-- first release code that does not use it; then:",
                    Sight.TIMEOUT,
                    "-- candor:allow drop-used nothing uses it since release …",
                    sight.statement().text() + ";");
        }
        sight.session().forget(name);
        return true;
    }
}
