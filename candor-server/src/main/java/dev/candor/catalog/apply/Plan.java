package dev.candor.catalog.apply;

import dev.candor.base.json.Json;
import dev.candor.catalog.CatalogStore;
import dev.candor.catalog.document.Node;
import dev.candor.catalog.document.Nodes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The difference between files and what is stored, and which of it `apply` would do. Pure.
///
/// @param conflicts documents that were made in the console under a name a file claims: nothing is applied until one
/// of them goes
public record Plan(List<Change> changes, List<String> conflicts) {
    /// One document that would change.
    public sealed interface Change {
        String kind();

        String name();

        record Create(String kind, String name, Node document, String source) implements Change {}

        /// @param differences lines such as `every: 30s -> 10s`
        record Update(String kind, String name, Node document, String source, List<String> differences)
                implements Change {}

        record Delete(String kind, String name, String source) implements Change {}
    }

    /// @param stored rows with their secrets in clear
    public static Plan between(List<ConfigFiles.Configured> files, List<CatalogStore.Stored> stored) {
        var byKey = new LinkedHashMap<String, CatalogStore.Stored>();
        stored.forEach(row -> byKey.put(row.kind() + "/" + row.name(), row));
        var changes = new ArrayList<Change>();
        var conflicts = new ArrayList<String>();
        for (ConfigFiles.Configured wanted : files) {
            CatalogStore.Stored now = byKey.remove(wanted.kind() + "/" + wanted.name());
            if (now == null) {
                changes.add(new Change.Create(wanted.kind(), wanted.name(), wanted.document(), wanted.source()));
            } else if (now.source().isEmpty()) {
                conflicts.add(wanted.kind() + "[" + wanted.name() + "] in " + wanted.source()
                        + " was also made in the console: rename or delete one of them");
            } else {
                List<String> differences = differences(now, wanted);
                if (!differences.isEmpty()) {
                    changes.add(new Change.Update(
                            wanted.kind(), wanted.name(), wanted.document(), wanted.source(), differences));
                }
            }
        }
        // What is left and came from files left the files; what was made in the console is none of our business.
        byKey.values().stream()
                .filter(row -> !row.source().isEmpty())
                .forEach(row -> changes.add(new Change.Delete(row.kind(), row.name(), row.source())));
        return new Plan(List.copyOf(changes), List.copyOf(conflicts));
    }

    private static List<String> differences(CatalogStore.Stored now, ConfigFiles.Configured wanted) {
        var lines = new ArrayList<String>();
        Object tree = CatalogStore.plain(Nodes.tree(wanted.document()));
        Map<?, ?> after = tree instanceof Map<?, ?> map ? map : Map.of();
        Object hiddenNow = CatalogStore.hidden(now.document());
        Object hiddenAfter = CatalogStore.hidden(after);
        for (Object key : union(now.document(), after)) {
            Object old = now.document().get(key);
            Object young = after.get(key);
            if (!Objects.equals(Json.write(old), Json.write(young))) {
                String was = shown(key, hiddenNow);
                String becomes = shown(key, hiddenAfter);
                lines.add(key + ": " + was
                        + (was.equals(becomes) ? " (what is secret in it changes)" : " -> " + becomes));
            }
        }
        if (!now.source().equals(wanted.source())) {
            lines.add("(file): " + now.source() + " -> " + wanted.source());
        }
        return List.copyOf(lines);
    }

    private static List<Object> union(Map<?, ?> a, Map<?, ?> b) {
        var keys = new java.util.LinkedHashSet<Object>(a.keySet());
        keys.addAll(b.keySet());
        return List.copyOf(keys);
    }

    /// What stands at `key` of a document without its secrets.
    private static String shown(Object key, @Nullable Object hidden) {
        Object shown = hidden instanceof Map<?, ?> map ? map.get(String.valueOf(key)) : null;
        return shown == null ? "(not set)" : Json.write(shown);
    }

    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /// For a terminal: `+`, `~`, `-` a line each, then what changes.
    public String text() {
        var text = new StringBuilder();
        for (Change change : changes) {
            switch (change) {
                case Change.Create create ->
                    text.append("+ ")
                            .append(label(create))
                            .append("  (")
                            .append(create.source())
                            .append(")\n");
                case Change.Delete delete ->
                    text.append("- ")
                            .append(label(delete))
                            .append("  (left ")
                            .append(delete.source())
                            .append(")\n");
                case Change.Update update -> {
                    text.append("~ ")
                            .append(label(update))
                            .append("  (")
                            .append(update.source())
                            .append(")\n");
                    update.differences()
                            .forEach(line -> text.append("    ").append(line).append('\n'));
                }
            }
        }
        return text.isEmpty() ? "Nothing to change.\n" : text.toString();
    }

    private static String label(Change change) {
        return change.kind() + "[" + change.name() + "]";
    }
}
