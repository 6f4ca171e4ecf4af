package dev.candor.detect.monitor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// Monitors whose state in memory is ahead of the stored one: the ledger was away when they changed. Holds what must
/// be stored with the state, once it is back.
final class Ahead {
    /// After a failure the ledger is left alone this long: not every run waits for a connection in vain.
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final int MOST_FLIPS = 50;

    /// A change of verdict that is not stored yet.
    record Flip(UUID id, MonitorState from, MonitorState to, Instant at) {}

    private final Map<UUID, List<Flip>> flips = new ConcurrentHashMap<>();
    private volatile Instant notBefore = Instant.EPOCH;

    boolean has(UUID monitor) {
        return flips.containsKey(monitor);
    }

    Set<UUID> all() {
        return Set.copyOf(flips.keySet());
    }

    /// In order.
    List<Flip> flips(UUID monitor) {
        return flips.getOrDefault(monitor, List.of());
    }

    /// Its state in memory is ahead now.
    void add(UUID monitor) {
        flips.putIfAbsent(monitor, List.of());
    }

    /// And its verdict changed. A monitor that flips all the time loses the oldest changes.
    void add(UUID monitor, Flip flip) {
        flips.compute(monitor, (_, before) -> {
            var all = new ArrayList<Flip>(before == null ? List.of() : before);
            all.add(flip);
            return List.copyOf(all.size() <= MOST_FLIPS ? all : all.subList(1, all.size()));
        });
    }

    /// All of it is stored.
    void stored(UUID monitor) {
        flips.remove(monitor);
    }

    /// Whether the ledger failed a moment ago.
    boolean isAway(Instant now) {
        return notBefore.isAfter(now);
    }

    void failed(Instant now) {
        notBefore = now.plus(PAUSE);
    }
}
