package dev.candor.respond.gate;

import java.util.Set;

/// `ALTER` of what is no table: types, domains, sequences, functions, roles.
final class Alter {
    private static final Set<String> OF_A_SEQUENCE = Set.of(
            "restart", "increment", "minvalue", "maxvalue", "no", "start", "cache", "cycle", "owned", "owner", "as");
    private static final Set<String> OF_A_DOMAIN =
            Set.of("drop default", "drop not null", "drop constraint", "owner to");

    private Alter() {}

    /// @param words stand behind ALTER
    /// @return false when nobody knows what it locks
    static boolean look(Sight sight, Words words) {
        if (words.take("type")) {
            return type(sight, words);
        }
        if (words.take("domain")) {
            return domain(sight, words);
        }
        if (words.take("sequence")) {
            words.take("if", "exists");
            sight.takes(Lock.SHARE_ROW_EXCLUSIVE, words.name());
            return words.more() && OF_A_SEQUENCE.contains(words.peek().text());
        }
        boolean elsewhere = sight.statement().has("rename") || Words.within(words.rest(), "set", "schema");
        if (words.take("function") || words.take("procedure") || words.take("routine") || words.take("aggregate")) {
            return !elsewhere && !sight.statement().has("depends");
        }
        if (words.take("database")) {
            words.name();
            return words.here("set") && !words.here("set", "tablespace") || words.here("reset");
        }
        if (words.take("schema")) {
            words.name();
            return words.here("owner", "to");
        }
        return words.here("role")
                || words.here("user")
                || words.here("group")
                || words.here("default", "privileges")
                || words.here("statistics") && !elsewhere;
    }

    private static boolean type(Sight sight, Words words) {
        String type = words.name();
        if (words.take("add", "value")) {
            words.take("if", "not", "exists");
            if (words.more()) {
                sight.session().note("enum " + words.peek().text());
            }
            return true;
        }
        if (words.here("rename", "value")) {
            sight.add(
                    Finding.Level.REFUSED,
                    "rename-enum-value",
                    Lock.NONE,
                    type,
                    "Old and new code run beside each other while a release is rolled out; one of them does not know the value.",
                    "ALTER TYPE " + type + " ADD VALUE …; -- a new one beside it",
                    "-- write the new one, change the rows in batches, never write the old one again");
            return true;
        }
        return words.here("owner", "to");
    }

    private static boolean domain(Sight sight, Words words) {
        String domain = words.name();
        boolean later = Words.within(words.rest(), "not", "valid");
        boolean reads =
                words.here("add") && !later || words.here("set", "not", "null") || words.here("validate", "constraint");
        if (reads) {
            sight.refuse(
                    "alter-domain",
                    Lock.SHARE,
                    "every table with a column of " + domain,
                    "Nobody writes any table with a column of it while every row of all of them is read.",
                    "-- add a check to each table's column instead: NOT VALID, and VALIDATE it in a migration of its own");
            return true;
        }
        return words.here("add")
                || words.here("set", "default")
                || OF_A_DOMAIN.stream().anyMatch(known -> words.here(known.split(" ")));
    }
}
