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
/// once, never more than a few against one host. What cannot start is skipped and counted, not queued. One thread
/// turns the wheel; runs go to virtual threads.
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

    /// @param generation made anew whenever the monitor is added or changes; entries of older ones are dead
    private record Scheduled(Item<Monitor> monitor, long generation) {}

    private record Entry(UUID monitor, String host, long generation, boolean extra, long dueNanos) {}

    private final String location;
    private final InstantSource clock;
    private final Elapsed elapsed;
    private final Executor runs;
    private final Run body;
    private final Map<UUID, Scheduled> scheduled = new HashMap<>();
    private final ConcurrentLinkedQueue<Runnable> orders = new ConcurrentLinkedQueue<>();
    private final Set<UUID> running = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> perHost = new ConcurrentHashMap<>();
    private final Semaphore inFlight = new Semaphore(IN_FLIGHT);
    private final Lateness lateness = new Lateness();
    private final AtomicLong skipped = new AtomicLong();
    private final AtomicLong started = new AtomicLong();
    private final Wheel<Entry> wheel;
    private final Thread thread;
    private long generations;
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
            Scheduled before = scheduled.get(monitor.id());
            if (before != null && before.monitor().value().equals(monitor.value())) {
                scheduled.put(monitor.id(), new Scheduled(monitor, before.generation()));
            } else {
                var now = new Scheduled(monitor, ++generations);
                scheduled.put(monitor.id(), now);
                add(now, Phase.next(monitor.id(), location, monitor.value().every(), clock.instant()));
                if (atOnce-- > 0 && monitor.value().every().compareTo(Duration.ofSeconds(2)) > 0) {
                    addExtra(now, Duration.ZERO);
                }
            }
        }
        scheduled.keySet().retainAll(keep);
    }

    /// Runs the monitor once out of turn, `after` from now. Nothing happens when it is not scheduled.
    public void soon(UUID monitor, Duration after) {
        orders.add(() -> {
            Scheduled item = scheduled.get(monitor);
            if (item != null) {
                addExtra(item, after);
            }
        });
    }

    private void add(Scheduled what, Instant at) {
        wheel(
                what,
                false,
                elapsed.nanos() + Duration.between(clock.instant(), at).toNanos());
    }

    private void addExtra(Scheduled what, Duration after) {
        wheel(what, true, elapsed.nanos() + after.toNanos());
    }

    private void wheel(Scheduled what, boolean extra, long due) {
        wheel.add(
                new Entry(what.monitor().id(), what.monitor().value().spec().host(), what.generation(), extra, due),
                due);
    }

    private void turn() {
        while (!closed) {
            try {
                for (Runnable order = orders.poll(); order != null; order = orders.poll()) {
                    order.run();
                }
                wheel.advance(elapsed.nanos(), this::fireSafely);
            } catch (RuntimeException failure) {
                LOG.error("The scheduler failed and goes on", failure);
            }
            LockSupport.parkNanos(Wheel.TICK_NANOS);
        }
    }

    /// An entry that cannot be started must not take those with it that are due at the same time.
    private void fireSafely(Entry entry) {
        try {
            fire(entry);
        } catch (RuntimeException failure) {
            if (!closed) {
                LOG.error("Monitor {} could not be started", entry.monitor(), failure);
            }
        }
    }

    private void fire(Entry entry) {
        UUID id = entry.monitor();
        Scheduled scheduledNow = scheduled.get(id);
        if (scheduledNow == null || scheduledNow.generation() != entry.generation()) {
            return; // deleted, paused or changed since
        }
        Item<Monitor> current = scheduledNow.monitor();
        if (!entry.extra()) {
            // A quarter on: while the wall clock is being slewed back we may be a little early, and this turn must
            // not
            // come twice.
            Duration every = current.value().every();
            add(scheduledNow, Phase.next(id, location, every, clock.instant().plus(every.dividedBy(4))));
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
        if (perHost.merge(entry.host(), 1, Integer::sum) > hostLimit()) {
            release(entry);
            skipped.incrementAndGet();
            addExtra(
                    scheduledNow,
                    Duration.ofMillis(
                            50 + Math.floorMod(id.hashCode(), 200))); // its host is busy with us: a moment later
            return;
        }
        try {
            runs.execute(() -> runOnce(entry, current));
        } catch (RuntimeException refused) {
            release(entry);
            throw refused;
        }
    }

    /// Many monitors of one host share the limit; it grows with them so that a large site is still looked at on time.
    private int hostLimit() {
        return Math.max(PER_HOST, scheduled.size() / 500);
    }

    private void runOnce(Entry entry, Item<Monitor> monitor) {
        Optional<Duration> again = Optional.empty();
        try {
            long late = Math.max(0, elapsed.nanos() - entry.dueNanos());
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
        perHost.computeIfPresent(entry.host(), (_, count) -> count == 1 ? null : count - 1);
        inFlight.release();
        running.remove(entry.monitor());
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
