package dev.candor.learn.figures;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;

/// How often somebody was paged, by what it interrupted.
///
/// @param person empty for everybody together
public record Interruptions(String person, long business, long off, long sleep) {
    /// A page that got through. Several channels of one turn are one interruption: see {@link #of}.
    public record Sent(String alert, String person, Instant at) {}

    public long all() {
        return business + off + sleep;
    }

    /// By person, in order of names. Knocks about the same alert within five minutes are one interruption. Pure.
    ///
    /// @param sent in order of time
    public static List<Interruptions> of(List<Sent> sent, Function<String, ZoneId> zoneOf) {
        var counts = new TreeMap<String, long[]>();
        var last = new TreeMap<String, Instant>();
        for (Sent one : sent) {
            String key = one.person() + "\n" + one.alert();
            Instant before = last.get(key);
            if (before == null || before.plusSeconds(300).isBefore(one.at())) {
                counts.computeIfAbsent(one.person(), _ -> new long[Hours.values().length])[
                        Hours.at(one.at(), zoneOf.apply(one.person())).ordinal()]++;
                last.put(key, one.at());
            }
        }
        var all = new ArrayList<Interruptions>();
        counts.forEach((person, by) -> all.add(new Interruptions(person, by[0], by[1], by[2])));
        return all;
    }

    public Interruptions plus(Interruptions other) {
        return new Interruptions("", business + other.business, off + other.off, sleep + other.sleep);
    }
}
