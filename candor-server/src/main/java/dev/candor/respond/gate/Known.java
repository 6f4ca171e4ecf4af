package dev.candor.respond.gate;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What earlier files did that makes later statements harmless: columns that are never null, checks that prove it, the
/// columns of indexes, types that are plain. A table counts only under the very name it was called by.
final class Known {
    private final Map<String, String> checks = new HashMap<>();
    private final Set<String> validated = new HashSet<>();
    private final Set<String> present = new HashSet<>();
    private final Map<String, List<String>> indexes = new HashMap<>();
    private final Set<String> types = new HashSet<>();

    /// A constraint `CHECK (column IS NOT NULL)`.
    void check(String table, String constraint, String column, boolean valid) {
        checks.put(table + "/" + constraint, column);
        if (valid) {
            validated.add(table + "/" + constraint);
        }
    }

    void validate(String table, String constraint) {
        validated.add(table + "/" + constraint);
    }

    void drop(String table, String constraint) {
        checks.remove(table + "/" + constraint);
        validated.remove(table + "/" + constraint);
        present.removeIf(column -> column.startsWith(table + "/")); // PostgreSQL 18 names NOT NULL as a constraint
    }

    /// A column that was set NOT NULL.
    void present(String table, String column) {
        present.add(table + "/" + column);
    }

    void nullable(String table, String column) {
        present.remove(table + "/" + column);
    }

    /// A unique index on plain columns.
    void index(String table, String name, List<String> columns) {
        indexes.put(table + "/" + name, List.copyOf(columns));
    }

    /// A type that has no rules of its own, as an enum; a domain may have some.
    void type(String name) {
        types.add(name);
    }

    boolean plainType(String name) {
        return types.contains(name);
    }

    /// Whether a column is NOT NULL, or a valid check says as much.
    boolean neverNull(String table, String column) {
        return present.contains(table + "/" + column)
                || checks.entrySet().stream()
                        .anyMatch(entry -> entry.getKey().startsWith(table + "/")
                                && entry.getValue().equals(column)
                                && validated.contains(entry.getKey()));
    }

    /// Whether every column of an index is never null.
    boolean neverNullIndex(String table, String index) {
        return Optional.ofNullable(indexes.get(table + "/" + index))
                .filter(columns -> columns.stream().allMatch(column -> neverNull(table, column)))
                .isPresent();
    }

    /// Columns of an index, empty when it is not known.
    List<String> columnsOf(String table, String index) {
        return indexes.getOrDefault(table + "/" + index, List.of());
    }

    /// A table that has another name or other columns now.
    void forget(String table) {
        checks.keySet().removeIf(key -> key.startsWith(table + "/"));
        validated.removeIf(key -> key.startsWith(table + "/"));
        present.removeIf(key -> key.startsWith(table + "/"));
        indexes.keySet().removeIf(key -> key.startsWith(table + "/"));
    }

    void clear() {
        checks.clear();
        validated.clear();
        present.clear();
        indexes.clear();
        types.clear();
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
