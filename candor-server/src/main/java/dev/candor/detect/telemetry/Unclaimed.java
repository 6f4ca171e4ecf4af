package dev.candor.detect.telemetry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Syslog messages that fit no log source: by address and tag, so that somebody sees what to configure. The last 100
/// of them; an address with more than 10 tags has its 10 most frequent there, and {@link #MANY} for the others.
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
        count(new Key(address, tag), count, now);
        List<Seen> own = seen.values().stream()
                .filter(one -> one.address().equals(address) && !one.tag().equals(MANY))
                .toList();
        if (own.size() > TAGS) {
            Seen rarest = Collections.min(own, Comparator.comparingLong(Seen::messages));
            seen.remove(new Key(address, rarest.tag()));
            count(new Key(address, MANY), rarest.messages(), rarest.lastAt());
        }
        if (seen.size() > MOST) {
            seen.remove(seen.keySet().iterator().next());
        }
    }

    private void count(Key key, long count, Instant now) {
        Seen before = seen.remove(key);
        seen.put(key, new Seen(key.address(), key.tag(), (before == null ? 0 : before.messages()) + count, now));
    }

    /// All there were.
    synchronized long messages() {
        return messages;
    }

    synchronized List<Seen> all() {
        var all = new ArrayList<>(seen.values());
        all.sort(Comparator.comparing(Seen::lastAt)
                .thenComparingLong(Seen::messages)
                .reversed());
        return List.copyOf(all);
    }
}
