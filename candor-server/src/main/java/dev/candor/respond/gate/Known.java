package dev.candor.respond.gate;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What earlier files did that makes later statements harmless: checks that prove a column is never null.
final class Known {
    private final Map<String, String> notNull = new HashMap<>();
    private final Set<String> validated = new HashSet<>();

    /// A constraint `CHECK (column IS NOT NULL)`.
    void check(String table, String constraint, String column, boolean valid) {
        String name = Session.bare(table) + "/" + constraint;
        notNull.put(name, column);
        if (valid) {
            validated.add(name);
        }
    }

    void validate(String table, String constraint) {
        validated.add(Session.bare(table) + "/" + constraint);
    }

    /// Whether a valid check says so already.
    boolean neverNull(String table, String column) {
        return notNull.entrySet().stream()
                .anyMatch(entry -> entry.getKey().startsWith(Session.bare(table) + "/")
                        && entry.getValue().equals(column)
                        && validated.contains(entry.getKey()));
    }

    /// The column of `CHECK (column IS NOT NULL)`.
    static Optional<String> column(List<Token> constraint) {
        List<Token> inside = constraint.stream()
                .filter(token -> !token.is("(") && !token.is(")"))
                .toList();
        for (int i = 0; i + 4 < inside.size() + 1; i++) {
            if (i > 0 && inside.get(i - 1).is("check")) {
                var words = new Words(inside.subList(i, inside.size()));
                String column = words.name();
                boolean ends = words.take("is", "not", "null")
                        && (!words.more() || words.here("not", "valid") || words.here("no", "inherit"));
                return ends ? Optional.of(column) : Optional.empty();
            }
        }
        return Optional.empty();
    }
}
