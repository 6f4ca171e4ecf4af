package dev.candor.telemetry.format;

import dev.candor.telemetry.line.Scan;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Names to meanings, looked up by bytes; names with dots are also found by walking nested objects.
final class NameTable {
    /// What a name stands for: a meaning, a table of names below it, or both.
    record Entry(byte[] name, Meaning meaning, @Nullable NameTable below) {}

    private final @Nullable Entry[] slots;
    private final int mask;

    private NameTable(Map<String, Entry> entries) {
        int size = Integer.highestOneBit(Math.max(4, entries.size() * 4));
        slots = new Entry[size];
        mask = size - 1;
        for (Entry entry : entries.values()) {
            int at = Scan.hash(entry.name(), 0, entry.name().length) & mask;
            while (slots[at] != null) {
                at = at + 1 & mask;
            }
            slots[at] = entry;
        }
    }

    static NameTable of(Map<String, Meaning> names) {
        var below = new LinkedHashMap<String, Map<String, Meaning>>();
        var all = new LinkedHashMap<String, Meaning>(names);
        names.forEach((name, meaning) -> {
            int dot = name.indexOf('.');
            if (dot > 0 && dot < name.length() - 1) {
                below.computeIfAbsent(name.substring(0, dot), _ -> new LinkedHashMap<>())
                        .put(name.substring(dot + 1), meaning);
                all.putIfAbsent(name.substring(0, dot), Meaning.IGNORED);
            }
        });
        var entries = new LinkedHashMap<String, Entry>();
        all.forEach((name, meaning) -> {
            var nested = below.get(name);
            entries.put(
                    name,
                    new Entry(name.getBytes(StandardCharsets.UTF_8), meaning, nested == null ? null : of(nested)));
        });
        return new NameTable(entries);
    }

    @Nullable
    Entry find(byte[] bytes, int from, int to) {
        int at = Scan.hash(bytes, from, to) & mask;
        for (Entry entry = slots[at]; entry != null; entry = slots[at]) {
            if (Scan.same(bytes, from, to, entry.name())) {
                return entry;
            }
            at = at + 1 & mask;
        }
        return null;
    }
}
