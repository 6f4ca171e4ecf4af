package dev.candor.detect.monitor;

import dev.candor.base.time.Elapsed;
import dev.candor.catalog.Item;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts every monitor at its time: fixed rate from its phase, no catching up, never two runs of one monitor at
/// once, never more than a few against one host.
/// What cannot start is skipped and counted, not queued. One thread turns the wheel; runs go to virtual threads.
public final class Scheduler implements AutoCloseable {
    /// Runs one monitor. `lateness` is how much after its time the run starts.
    @FunctionalInterface
    public interface Run {
        /// @return how soon to look again out of turn, to confirm a first failure; empty for the usual time
        Optional<Duration> run(Item<Monitor> monitor, Duration lateness);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Scheduler.class);
    private static final int IN_FLIGHT = 2_000;
    private static final int PER_HOST = 8;

    private static final class Entry {
        final Item<Monitor> monitor;
        final String host;
        final boolean extra;
        final long dueNanos;

        Entry(Item<Monitor> monitor, String host, boolean extra, long dueNanos) {
            this.monitor = monitor;
            this.host = host;
            this.extra = extra;
            this.dueNanos = dueNanos;
        }
    }

    private final String location;
    private final InstantSource clock;
    private final Elapsed elapsed;
    private final Executor runs;
    private final Run body;
    private final Map<UUID, Item<Monitor>> scheduled = new HashMap<>();
    private final ConcurrentLinkedQueue<Runnable> orders = new ConcurrentLinkedQueue<>();
    private final Set<UUID> running = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> perHost = new ConcurrentHashMap<>();
    private final Semaphore inFlight = new Semaphore(IN_FLIGHT);
    private final Lateness lateness = new Lateness();
    private final AtomicLong skipped = new AtomicLong();
    private final AtomicLong started = new AtomicLong();
    private final Wheel<Entry> wheel;
    private final Thread thread;
    private volatile boolean closed;

    public Scheduler(String location, InstantSource clock, Elapsed elapsed, Executor runs, Run body) {
        this.location = location;
        this.clock = clock;
        this.elapsed = elapsed;
        this.runs = runs;
        this.body = body;
        this.wheel = new Wheel<>(elapsed.nanos());
        this.thread = Thread.ofPlatform().daemon().name("scheduler").unstarted(this::turn);
    }

    public Scheduler start() {
        thread.start();
        return this;
    }

    /// From now on exactly these. What is new or changed runs at once, then in its phase.
    public void set(List<Item<Monitor>> monitors) {
        List<Item<Monitor>> copy = List.copyOf(monitors);
        orders.add(() -> replace(copy));
    }

    private void replace(List<Item<Monitor>> monitors) {
        var keep = new HashSet<UUID>();
        // A first start of very many would be a storm: beyond the first thousand the phase decides.
        int atOnce = 1_000;
        for (Item<Monitor> monitor : monitors) {
            keep.add(monitor.id());
            Item<Monitor> before = scheduled.put(monitor.id(), monitor);
            if (before == null || !before.value().equals(monitor.value())) {
                add(monitor, Phase.next(monitor.id(), location, monitor.value().every(), clock.instant()));
                if (atOnce-- > 0 && monitor.value().every().compareTo(Duration.ofSeconds(2)) > 0) {
                    addExtra(monitor, Duration.ZERO);
                }
            }
        }
        scheduled.keySet().retainAll(keep);
    }

    /// Runs the monitor once out of turn, `after` from now. Nothing happens when it is not scheduled.
    public void soon(UUID monitor, Duration after) {
        orders.add(() -> {
            Item<Monitor> item = scheduled.get(monitor);
            if (item != null) {
                addExtra(item, after);
            }
        });
    }

    private void add(Item<Monitor> monitor, Instant at) {
        long due = elapsed.nanos() + Duration.between(clock.instant(), at).toNanos();
        wheel.add(new Entry(monitor, host(monitor), false, due), due);
    }

    private void addExtra(Item<Monitor> monitor, Duration after) {
        long due = elapsed.nanos() + after.toNanos();
        wheel.add(new Entry(monitor, host(monitor), true, due), due);
    }

    private static String host(Item<Monitor> monitor) {
        return switch (monitor.value().spec()) {
            case dev.candor.probe.HttpSpec http ->
                http.url().getHost() + ":" + http.url().getPort();
            case dev.candor.probe.PageSpec page ->
                page.document().url().getHost() + ":" + page.document().url().getPort();
        };
    }

    private void turn() {
        while (!closed) {
            try {
                for (Runnable order = orders.poll(); order != null; order = orders.poll()) {
                    order.run();
                }
                wheel.advance(elapsed.nanos(), this::fire);
            } catch (RuntimeException failure) {
                LOG.error("The scheduler failed and goes on", failure);
            }
            LockSupport.parkNanos(Wheel.TICK_NANOS);
        }
    }

    private void fire(Entry entry) {
        UUID id = entry.monitor.id();
        Item<Monitor> current = scheduled.get(id);
        if (current == null || !current.value().equals(entry.monitor.value())) {
            return; // deleted, paused or replaced by a newer entry
        }
        if (!entry.extra) {
            add(
                    current,
                    Phase.next(
                            id,
                            location,
                            current.value().every(),
                            clock.instant().plusMillis(1)));
        }
        if (!running.add(id)) {
            skipped.incrementAndGet();
            return;
        }
        if (!inFlight.tryAcquire()) {
            running.remove(id);
            skipped.incrementAndGet();
            return;
        }
        if (perHost.merge(entry.host, 1, Integer::sum) > hostLimit()) {
            release(entry);
            skipped.incrementAndGet();
            addExtra(
                    current,
                    Duration.ofMillis(
                            50 + Math.floorMod(id.hashCode(), 200))); // its host is busy with us: a moment later
            return;
        }
        runs.execute(() -> runOnce(entry, current));
    }

    /// Many monitors of one host share the limit; it grows with them so that a large site is still looked at on time.
    private int hostLimit() {
        return Math.max(PER_HOST, scheduled.size() / 500);
    }

    private void runOnce(Entry entry, Item<Monitor> monitor) {
        Optional<Duration> again = Optional.empty();
        try {
            long late = Math.max(0, elapsed.nanos() - entry.dueNanos);
            lateness.record(late);
            started.incrementAndGet();
            again = body.run(monitor, Duration.ofNanos(late));
        } catch (RuntimeException failure) {
            LOG.warn("A run of {} could not be judged or stored: {}", monitor.name(), failure.toString());
        } finally {
            release(entry);
        }
        again.ifPresent(wait -> soon(monitor.id(), wait));
    }

    private void release(Entry entry) {
        perHost.computeIfPresent(entry.host, (_, count) -> count == 1 ? null : count - 1);
        inFlight.release();
        running.remove(entry.monitor.id());
    }

    /// Runs started and skipped since the start.
    public long started() {
        return started.get();
    }

    public long skipped() {
        return skipped.get();
    }

    public Lateness lateness() {
        return lateness;
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(2_000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
