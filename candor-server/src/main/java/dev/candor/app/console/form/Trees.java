package dev.candor.app.console.form;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Documents as trees of maps, lists and texts.
final class Trees {
    private Trees() {}

    /// A copy that may be changed.
    static @Nullable Object copy(@Nullable Object tree) {
        return switch (tree) {
            case Map<?, ?> map -> map(map);
            case List<?> list -> {
                var items = new ArrayList<@Nullable Object>();
                list.forEach(item -> items.add(copy(item)));
                yield items;
            }
            case null, default -> tree;
        };
    }

    static Map<String, @Nullable Object> map(@Nullable Object tree) {
        var entries = new LinkedHashMap<String, @Nullable Object>();
        if (tree instanceof Map<?, ?> map) {
            map.forEach((key, value) -> entries.put(String.valueOf(key), copy(value)));
        }
        return entries;
    }

    /// What stands at `a.b.c`; the tree itself at the empty path.
    static @Nullable Object at(@Nullable Object tree, String path) {
        Object found = tree;
        for (String key : path.isEmpty() ? new String[0] : path.split("\\.", -1)) {
            found = found instanceof Map<?, ?> map ? map.get(key) : null;
        }
        return found;
    }

    /// Puts `value` at `a.b.c`; null takes it away, and with it what becomes empty around it.
    static void put(Map<String, @Nullable Object> tree, String path, @Nullable Object value) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            if (value == null) {
                tree.remove(path);
            } else {
                tree.put(path, value);
            }
            return;
        }
        String key = path.substring(0, dot);
        Map<String, @Nullable Object> inner = map(tree.get(key));
        put(inner, path.substring(dot + 1), value);
        if (!inner.isEmpty()) {
            tree.put(key, inner);
        } else if (value == null && tree.get(key) instanceof Map<?, ?>) {
            tree.remove(key);
        }
    }

    static String text(@Nullable Object value) {
        return value == null || value instanceof Map<?, ?> || value instanceof List<?> ? "" : value.toString();
    }

    /// A list, where one thing counts as a list of one.
    static List<?> list(@Nullable Object value) {
        return switch (value) {
            case null -> List.of();
            case List<?> list -> list;
            default -> List.of(value);
        };
    }
}
