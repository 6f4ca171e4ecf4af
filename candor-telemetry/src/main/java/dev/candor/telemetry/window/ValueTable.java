package dev.candor.telemetry.window;

import dev.candor.telemetry.line.Scan;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;

/// Texts to (requests, failures), by bytes, without an object per value, never more than `capacity` of them.
/// When it
/// is full the half with the fewest requests goes into `(other)`; values with failures go last. Sums stay
/// exact, and a
/// value
/// that becomes busy late still gets its place.
final class ValueTable {
    /// Longer values are cut here.
    static final int LONGEST = 128;

    private static final int SMALLEST = 16;

    /// More than `rankOf` gives for any count.
    private static final int RANKS = 256;
    private final int capacity;
    private int[] slots = new int[SMALLEST * 2];
    private int[] hashes = new int[SMALLEST];
    private int[] starts = new int[SMALLEST];
    private int[] ends = new int[SMALLEST];
    private int[] requests = new int[SMALLEST];
    private int[] failures = new int[SMALLEST];
    private byte[] texts = new byte[SMALLEST * 8];
    private int size;
    private long otherRequests;
    private long otherFailures;

    ValueTable(int capacity) {
        this.capacity = capacity;
    }

    void add(byte[] bytes, int from, int to, int hash, int failed) {
        int end = Math.min(to, from + LONGEST);
        int mask = slots.length - 1;
        int at = hash & mask;
        for (int slot = slots[at]; slot != 0; slot = slots[at]) {
            int entry = slot - 1;
            if (hashes[entry] == hash && Scan.same(bytes, from, end, texts, starts[entry], ends[entry])) {
                requests[entry]++;
                failures[entry] += failed;
                return;
            }
            at = at + 1 & mask;
        }
        insert(bytes, from, end, hash, 1, failed);
    }

    private void insert(byte[] bytes, int from, int to, int hash, int total, int failed) {
        if (size == capacity) {
            prune();
        }
        if (size == hashes.length) {
            grow();
        }
        int start = size == 0 ? 0 : ends[size - 1];
        if (start + to - from > texts.length) {
            texts = Arrays.copyOf(texts, Math.max(texts.length * 2, start + to - from));
        }
        System.arraycopy(bytes, from, texts, start, to - from);
        starts[size] = start;
        ends[size] = start + to - from;
        hashes[size] = hash;
        requests[size] = total;
        failures[size] = failed;
        size++;
        link(size - 1);
    }

    private void link(int entry) {
        int mask = slots.length - 1;
        int at = hashes[entry] & mask;
        while (slots[at] != 0) {
            at = at + 1 & mask;
        }
        slots[at] = entry + 1;
    }

    private void grow() {
        int larger = Math.min(capacity, hashes.length * 2);
        hashes = Arrays.copyOf(hashes, larger);
        starts = Arrays.copyOf(starts, larger);
        ends = Arrays.copyOf(ends, larger);
        requests = Arrays.copyOf(requests, larger);
        failures = Arrays.copyOf(failures, larger);
        slots = new int[Integer.highestOneBit(larger * 4 - 1)];
        for (int i = 0; i < size; i++) {
            link(i);
        }
    }

    private void prune() {
        var kept = new boolean[size];
        keepHalf(kept);
        compact(kept);
        Arrays.fill(slots, 0);
        for (int i = 0; i < size; i++) {
            link(i);
        }
    }

    /// Marks the half that stays: those that fail most, then the busiest, among equals the newest. Most values of a
    /// full
    /// table were seen once or twice, so counting how many there are of each rank is enough; no sorting.
    private void keepHalf(boolean[] kept) {
        var of = new int[2 * RANKS];
        for (int i = 0; i < size; i++) {
            of[rank(i)]++;
        }
        int left = capacity / 2;
        int last = of.length - 1;
        while (of[last] <= left) {
            left -= of[last--];
        }
        for (int i = size - 1; i >= 0; i--) {
            int rank = rank(i);
            kept[i] = rank > last || rank == last && left-- > 0;
        }
    }

    /// 0 to `2 * RANKS - 1`; counts that differ by little share a rank once they are large.
    private int rank(int entry) {
        return failures[entry] > 0 ? RANKS + rankOf(failures[entry]) : rankOf(requests[entry]);
    }

    /// Up to 15 each count is its own rank, then there are eight between a power of two and the next.
    private static int rankOf(int count) {
        int power = 31 - Integer.numberOfLeadingZeros(count | 8);
        return (power - 3 << 3) + (count >>> power - 3);
    }

    private void compact(boolean[] kept) {
        int to = 0;
        int used = 0;
        for (int i = 0; i < size; i++) {
            if (!kept[i]) {
                otherRequests += requests[i];
                otherFailures += failures[i];
                continue;
            }
            int length = ends[i] - starts[i];
            System.arraycopy(texts, starts[i], texts, used, length);
            starts[to] = used;
            ends[to] = used + length;
            hashes[to] = hashes[i];
            requests[to] = requests[i];
            failures[to] = failures[i];
            used += length;
            to++;
        }
        size = to;
    }

    /// What was counted; afterwards this is empty and keeps its memory for the next window.
    Top take(int kept) {
        if (size == 0 && otherRequests == 0) {
            return Top.NONE;
        }
        if (size > kept) {
            compact(chosen(kept));
        }
        List<Tally> all = new ArrayList<>(size);
        boolean doubtful = false;
        var ranks = new long[size];
        for (int i = 0; i < size; i++) {
            ranks[i] = (long) requests[i] << 20 | size - 1 - i;
        }
        Arrays.sort(ranks);
        for (int rank = size - 1; rank >= 0; rank--) {
            int entry = size - 1 - (int) (ranks[rank] & 0xFFFFF);
            String text = text(entry);
            doubtful |= text.indexOf('\uFFFD') >= 0;
            all.add(new Tally(text, requests[entry], failures[entry]));
        }
        var top = doubtful
                ? Top.of(sameTogether(all), otherRequests, otherFailures, kept)
                : new Top(all, otherRequests, otherFailures);
        clear();
        return top;
    }

    /// Half of the places for those that fail most, the others for the busiest.
    private boolean[] chosen(int kept) {
        var chosen = new boolean[size];
        int places = kept - choose(failures, kept / 2, chosen);
        choose(requests, places, chosen);
        return chosen;
    }

    /// Marks up to `places` more entries with the largest counts above 0.
    private int choose(int[] counts, int places, boolean[] chosen) {
        var ranks = new long[size];
        int candidates = 0;
        for (int i = 0; i < size; i++) {
            if (counts[i] > 0 && !chosen[i]) {
                ranks[candidates++] = (long) counts[i] << 20 | size - 1 - i;
            }
        }
        Arrays.sort(ranks, 0, candidates);
        int marked = Math.min(places, candidates);
        for (int rank = candidates - marked; rank < candidates; rank++) {
            chosen[size - 1 - (int) (ranks[rank] & 0xFFFFF)] = true;
        }
        return marked;
    }

    /// Different invalid bytes may read the same.
    private static List<Tally> sameTogether(List<Tally> all) {
        var sum = new LinkedHashMap<String, Tally>();
        for (Tally tally : all) {
            sum.merge(tally.value(), tally, Tally::plus);
        }
        return new ArrayList<>(sum.values());
    }

    private String text(int entry) {
        return new String(texts, starts[entry], ends[entry] - starts[entry], StandardCharsets.UTF_8);
    }

    private void clear() {
        size = 0;
        otherRequests = 0;
        otherFailures = 0;
        Arrays.fill(slots, 0);
    }

    static int hash(byte[] bytes, int from, int to) {
        return Scan.hash(bytes, from, Math.min(to, from + LONGEST));
    }
}
