package dev.candor.app.console.form;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Turns a posted form into a document: what somebody changed is taken from it. What comes back as it was shown stays
/// as it was stored, also where a field cannot show it whole, and so does what the form does not know.
public final class Posted {
    /// Which row of the stored document a row came from. No key of a document looks like it.
    static final String AT = "@at";

    private static final int MOST_ROWS = 400;

    private final Map<String, List<String>> fields;

    /// @param fields as the browser sent them
    public Posted(Map<String, List<String>> fields) {
        this.fields = fields;
    }

    /// The document.
    ///
    /// @param before as it was shown, secrets as dots; empty for a new one
    public Map<String, @Nullable Object> over(List<Field> form, Map<String, @Nullable Object> before) {
        Map<String, @Nullable Object> tree = Trees.map(before);
        form.forEach(field -> take(tree, before, "", field));
        return tree;
    }

    /// The same without what only the form needed.
    public static Map<String, @Nullable Object> clean(Map<String, @Nullable Object> tree) {
        var copy = new LinkedHashMap<String, @Nullable Object>();
        tree.forEach((key, value) -> {
            if (!key.equals(AT)) {
                copy.put(key, cleaned(value));
            }
        });
        return copy;
    }

    private static @Nullable Object cleaned(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> clean(Trees.map(map));
            case List<?> list -> {
                var copy = new ArrayList<@Nullable Object>();
                list.forEach(item -> copy.add(cleaned(item)));
                yield copy;
            }
            case null, default -> value;
        };
    }

    private String first(String name) {
        List<String> values = fields.get(name);
        return values == null ? "" : values.getFirst().strip();
    }

    private List<String> all(String name) {
        return fields.getOrDefault(name, List.of()).stream()
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }

    private void take(
            Map<String, @Nullable Object> tree, Map<String, @Nullable Object> before, String prefix, Field field) {
        String name = Names.of(prefix, field.key());
        if (isAsShown(name, field, before)) {
            return;
        }
        switch (field.input()) {
            case Input.Line line -> Trees.put(tree, field.key(), value(line, first(name)));
            case Input.Words _ -> Trees.put(tree, field.key(), orNothing(lines(first(name))));
            case Input.Lines _ ->
                Trees.put(
                        tree,
                        field.key(),
                        orNothing(lines(first(name))
                                .lines()
                                .map(String::strip)
                                .filter(line -> !line.isEmpty())
                                .toList()));
            case Input.Pairs _ -> Trees.put(tree, field.key(), pairs(first(name)));
            case Input.Flag _ -> Trees.put(tree, field.key(), first(name).isEmpty() ? null : Boolean.TRUE);
            case Input.Choice _ -> {
                // Fields before it may have filled the mapping for which it is only the other way to say it.
                if (!first(name).isEmpty() || !(Trees.at(tree, field.key()) instanceof Map<?, ?>)) {
                    Trees.put(tree, field.key(), orNothing(first(name)));
                }
            }
            case Input.Zone _ -> Trees.put(tree, field.key(), orNothing(first(name)));
            case Input.One _ -> Trees.put(tree, field.key(), orNothing(first(name)));
            case Input.Many _ -> Trees.put(tree, field.key(), orNothing(all(name)));
            case Input.Ordered ordered -> Trees.put(tree, field.key(), ordered(ordered, all(name)));
            case Input.Keyed keyed -> keyed(tree, name, keyed);
            case Input.Rows rows -> Trees.put(tree, field.key(), rows(before, name, field.key(), rows));
        }
    }

    private boolean isAsShown(String name, Field field, Map<String, @Nullable Object> before) {
        List<String> shown = Shown.of(field.input(), Trees.at(before, field.key()), before);
        return switch (field.input()) {
            case Input.Rows _ -> false;
            case Input.Keyed _ -> shown.equals(List.of(first(name + ".kind"), first(name + ".value")));
            case Input.Many _, Input.Ordered _ ->
                shown.stream().filter(value -> !value.isEmpty()).toList().equals(all(name));
            case Input.Flag _ -> shown.getFirst().equals("true") == !first(name).isEmpty();
            default -> lines(shown.getFirst()).equals(lines(first(name)));
        };
    }

    private static @Nullable Object value(Input.Line line, String text) {
        return line.type().equals("number") && text.matches("0|[1-9][0-9]{0,17}")
                ? Long.valueOf(text)
                : orNothing(text);
    }

    private static @Nullable Object orNothing(String text) {
        return text.isEmpty() ? null : text;
    }

    private static @Nullable Object orNothing(List<String> list) {
        return list.isEmpty() ? null : list;
    }

    /// Browsers send CR LF.
    private static String lines(String text) {
        return text.replace("\r\n", "\n").strip();
    }

    private static @Nullable Object pairs(String text) {
        var pairs = new LinkedHashMap<String, @Nullable Object>();
        lines(text).lines().filter(line -> !line.isBlank()).forEach(line -> {
            int colon = line.indexOf(':');
            pairs.put(
                    (colon < 0 ? line : line.substring(0, colon)).strip(),
                    colon < 0 ? "" : line.substring(colon + 1).strip());
        });
        return pairs.isEmpty() ? null : pairs;
    }

    private static @Nullable Object ordered(Input.Ordered ordered, List<String> chosen) {
        if (ordered.sources().size() == 1) {
            return orNothing(chosen);
        }
        var items = new ArrayList<@Nullable Object>();
        for (String one : chosen) {
            int slash = one.indexOf('/');
            if (slash > 0) {
                var item = new LinkedHashMap<String, @Nullable Object>();
                item.put(one.substring(0, slash), one.substring(slash + 1));
                items.add(item);
            }
        }
        return items.isEmpty() ? null : items;
    }

    private void keyed(Map<String, @Nullable Object> tree, String name, Input.Keyed keyed) {
        keyed.keys().forEach(key -> tree.remove(key.value()));
        String kind = first(name + ".kind");
        String value = first(name + ".value");
        if (keyed.keys().stream().anyMatch(key -> key.value().equals(kind)) && !value.isEmpty()) {
            tree.put(kind, value);
        }
    }

    private @Nullable Object rows(Map<String, @Nullable Object> before, String name, String key, Input.Rows rows) {
        List<?> old = Trees.list(Trees.at(before, key));
        var items = new ArrayList<@Nullable Object>();
        for (int index : indexes(name)) {
            String row = name + "." + index;
            String at = first(row + "." + AT);
            int place = at.matches("[0-9]{1,4}") ? Integer.parseInt(at) : -1;
            Map<String, @Nullable Object> stored =
                    place >= 0 && place < old.size() ? Trees.map(old.get(place)) : new LinkedHashMap<>();
            Map<String, @Nullable Object> item = Trees.map(stored);
            rows.all().forEach(field -> take(item, stored, row, field));
            boolean blank = rows.all().stream().allMatch(field -> isBlank(row, field));
            // One that the form shows nothing of was not emptied by anybody.
            if (!blank || !stored.isEmpty() && item.equals(stored)) {
                item.put(AT, at);
                items.add(item);
            }
        }
        return items.isEmpty() ? null : items;
    }

    /// Whether nothing was typed or chosen; what a select says by itself does not count.
    private boolean isBlank(String row, Field field) {
        String name = Names.of(row, field.key());
        return switch (field.input()) {
            case Input.Choice _ -> true;
            case Input.Keyed _ -> first(name + ".value").isEmpty();
            case Input.Rows rows ->
                indexes(name).stream()
                        .allMatch(index -> rows.all().stream().allMatch(inner -> isBlank(name + "." + index, inner)));
            default -> all(name).isEmpty();
        };
    }

    private List<Integer> indexes(String name) {
        var indexes = new TreeSet<Integer>();
        for (String each : fields.keySet()) {
            if (each.startsWith(name + ".")) {
                String rest = each.substring(name.length() + 1);
                int dot = rest.indexOf('.');
                if (dot > 0 && rest.substring(0, dot).matches("[0-9]{1,4}")) {
                    indexes.add(Integer.parseInt(rest.substring(0, dot)));
                }
            }
        }
        return indexes.stream().limit(MOST_ROWS).toList();
    }
}
