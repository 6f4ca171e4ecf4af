package dev.candor.testkit;

import dev.candor.platform.spool.Spool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/// A node's disk: outlives its crashes, refuses while it is full, and may forget at a crash how far it was drained.
final class SimulatedSpool implements Spool {
    private final Weather weather;
    private final List<byte[]> entries = new ArrayList<>();
    private int drained;
    private int drainedOnDisk;
    private Runnable onAppend = () -> {};

    SimulatedSpool(Weather weather) {
        this.weather = weather;
    }

    void onAppend(Runnable listener) {
        onAppend = listener;
    }

    @Override
    public void append(byte[] bytes) {
        if (weather.diskFull) {
            throw new UncheckedIOException(new IOException("no space left on device"));
        }
        entries.add(bytes);
        onAppend.run();
    }

    @Override
    public List<Entry> next(int limit) {
        var next = new ArrayList<Entry>();
        for (int i = drained; i < entries.size() && next.size() < limit; i++) {
            next.add(new Entry(entries.get(i), new Position(1, i + 1L)));
        }
        return next;
    }

    @Override
    public void drained(Position position) {
        drained = (int) position.offset();
        if (!weather.diskFull) {
            drainedOnDisk = drained;
        }
    }

    /// What only memory knew is gone.
    void crash() {
        drained = drainedOnDisk;
    }

    @Override
    public boolean isEmpty() {
        return drained >= entries.size();
    }

    @Override
    public void close() {}
}
