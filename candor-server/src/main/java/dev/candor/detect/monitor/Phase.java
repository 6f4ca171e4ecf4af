package dev.candor.detect.monitor;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/// When a monitor runs: at a fixed phase of its interval that follows from its id and location, so that a restart
/// changes nothing, ten thousand monitors spread evenly, and locations interleave. Pure.
final class Phase {
    private Phase() {}

    /// The first run at or after `now`.
    static Instant next(UUID monitor, String location, Duration every, Instant now) {
        long interval = every.toMillis();
        long phase = Math.floorMod(
                mix(monitor.getMostSignificantBits() ^ monitor.getLeastSignificantBits() ^ location.hashCode()),
                interval);
        long millis = now.toEpochMilli();
        long since = Math.floorMod(millis - phase, interval);
        return Instant.ofEpochMilli(since == 0 ? millis : millis + interval - since);
    }

    /// The finaliser of SplitMix64: spreads ids that differ in few bits.
    private static long mix(long bits) {
        long mixed = (bits ^ bits >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return mixed ^ mixed >>> 31;
    }
}
