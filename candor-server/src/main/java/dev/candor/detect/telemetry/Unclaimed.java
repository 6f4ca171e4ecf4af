package dev.candor.detect.telemetry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Syslog messages that fit no log source: by address and tag, so that somebody sees what to configure. The last 100
/// of them; an address with more than 10 tags is one of them with {@link #MANY} for the others.
final class Unclaimed {
    private static final int MOST = 100;
    private static final int TAGS = 10;

    /// Stands for all tags of an address that has many.
    static final String MANY = "(many others)";

    /// @param tag empty when the messages have none
    record Seen(String address, String tag, long messages, Instant lastAt) {}

    private record Key(String address, String tag) {}

    private final Map<Key, Seen> seen = new LinkedHashMap<>();
    private long messages;

    synchronized void add(String address, String tag, long count, Instant now) {
        messages += count;
        var own = new Key(address, tag);
        boolean many = !seen.containsKey(own)
                && seen.keySet().stream()
                                .filter(one -> one.address().equals(address))
                                .count()
                        >= TAGS;
        var key = many ? new Key(address, MANY) : own;
        Seen before = seen.remove(key);
        seen.put(key, new Seen(address, key.tag(), (before == null ? 0 : before.messages()) + count, now));
        if (seen.size() > MOST) {
            seen.remove(seen.keySet().iterator().next());
        }
    }

    /// All there were.
    synchronized long messages() {
        return messages;
    }

    synchronized List<Seen> all() {
        var all = new ArrayList<>(seen.values());
        all.sort(Comparator.comparing(Seen::lastAt).reversed());
        return List.copyOf(all);
    }
}
