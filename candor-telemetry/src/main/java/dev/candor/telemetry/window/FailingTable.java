package dev.candor.telemetry.window;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Failing requests by their values in all dimensions at once, bounded. When there are too many kinds, the
/// dimension
/// with
/// the most different values stops being told apart in this window (its values become `ANY`), so counts stay
/// exact
/// and the telling dimensions survive.
final class FailingTable {
    private static final int DIMENSIONS = Dimension.values().length;

    private final int capacity;
    private final Map<List<String>, Integer> counts = new LinkedHashMap<>();
    private final boolean[] coarse = new boolean[DIMENSIONS];

    FailingTable(int capacity) {
        this.capacity = capacity;
    }

    /// @param values one per dimension, `""` when absent; the array is reused by the caller
    void add(String[] values) {
        counts.merge(key(Arrays.asList(values)), 1, Integer::sum);
        while (counts.size() > capacity) {
            coarsen();
        }
    }

    private List<String> key(List<String> values) {
        var key = new ArrayList<String>(DIMENSIONS);
        for (int i = 0; i < DIMENSIONS; i++) {
            key.add(coarse[i] ? Combination.ANY : values.get(i));
        }
        return key;
    }

    private void coarsen() {
        int widest = 0;
        int most = -1;
        for (int i = 0; i < DIMENSIONS; i++) {
            var different = new HashSet<String>();
            for (List<String> values : counts.keySet()) {
                different.add(values.get(i));
            }
            if (!coarse[i] && different.size() > most) {
                most = different.size();
                widest = i;
            }
        }
        coarse[widest] = true;
        var before = new LinkedHashMap<>(counts);
        counts.clear();
        before.forEach((values, count) -> counts.merge(key(values), count, Integer::sum));
    }

    /// What was counted, most frequent first; afterwards this is empty and tells everything apart again.
    List<Combination> take() {
        var all = new ArrayList<Combination>(counts.size());
        counts.forEach((values, count) -> all.add(new Combination(values, count)));
        all.sort(Comparator.comparingLong(Combination::failures).reversed());
        counts.clear();
        Arrays.fill(coarse, false);
        return all;
    }

    static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, Math.min(to - from, ValueTable.LONGEST), StandardCharsets.UTF_8);
    }
}
