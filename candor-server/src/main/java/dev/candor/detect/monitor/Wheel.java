package dev.candor.detect.monitor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A hashed timing wheel: 4,096 slots of 10 ms. Adding and firing cost the same with ten entries and with a hundred
/// thousand.
/// Not safe for concurrent use; its owner is one thread.
final class Wheel<T> {
    static final long TICK_NANOS = 10_000_000;
    private static final int SLOTS = 4096;

    private record Entry<T>(T value, long tick) {}

    private final List<List<Entry<T>>> slots = new ArrayList<>(SLOTS);
    private long tick;
    private int size;

    Wheel(long nowNanos) {
        for (int i = 0; i < SLOTS; i++) {
            slots.add(new ArrayList<>(0));
        }
        tick = Math.floorDiv(nowNanos, TICK_NANOS); // the origin means nothing, it may be negative
    }

    /// Fires `value` at the first {@link #advance} at or after `dueNanos`; what is due already, at the next one.
    void add(T value, long dueNanos) {
        long due = Math.max(tick + 1, Math.ceilDiv(dueNanos, TICK_NANOS));
        slot(due).add(new Entry<>(value, due));
        size++;
    }

    private List<Entry<T>> slot(long at) {
        return slots.get((int) Math.floorMod(at, (long) SLOTS));
    }

    int size() {
        return size;
    }

    /// Fires everything due up to `nowNanos`. `fire` may add again.
    void advance(long nowNanos, Consumer<T> fire) {
        long target = Math.floorDiv(nowNanos, TICK_NANOS);
        var due = new ArrayList<T>();
        while (tick < target) {
            tick++;
            List<Entry<T>> slot = slot(tick);
            if (slot.isEmpty()) {
                continue;
            }
            long now = tick;
            slot.removeIf(entry -> {
                boolean fires = entry.tick() <= now;
                if (fires) {
                    due.add(entry.value());
                }
                return fires;
            });
        }
        size -= due.size();
        due.forEach(fire);
    }
}
