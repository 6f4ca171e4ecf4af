package dev.candor.detect.heartbeat;

import dev.candor.catalog.Catalogs;
import dev.candor.catalog.Item;
import dev.candor.detect.monitor.Monitor;
import dev.candor.platform.db.Database;
import dev.candor.platform.db.Tx;
import dev.candor.platform.jobs.Ticking;
import dev.candor.platform.spool.Spool;
import dev.candor.probe.HeartbeatSpec;
import dev.candor.probe.ProbeResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Pings of jobs: on the disk before the job hears "OK", whatever the database is doing; counted in memory at once,
/// drained into the ledger once by id. Whether silence means something is asked by the scheduler like any look.
public final class Heartbeats implements Ticking {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeats.class);
    private static final int BATCH = 500;
    /// Of a flood of pings the last few of each job are kept as rows.
    private static final int ROWS_PER_BATCH = 20;
    private static final Duration LISTENED_EVERY = Duration.ofSeconds(30);

    private final Spool spool;
    private final Database ledger;
    private final Catalogs catalogs;
    private final HeartbeatStore store = new HeartbeatStore();
    private final Instant startedAt;
    private final Map<UUID, HeartbeatState> states = new HashMap<>();
    private volatile Consumer<UUID> lookNow = _ -> {};
    private HeartbeatRule.Deaf deaf;
    private boolean loaded;
    private Instant listened = Instant.EPOCH;

    /// @param startedAt since when pings can come in
    public Heartbeats(Spool spool, Database ledger, Catalogs catalogs, Instant startedAt) {
        this.spool = spool;
        this.ledger = ledger;
        this.catalogs = catalogs;
        this.startedAt = startedAt;
        this.deaf = new HeartbeatRule.Deaf(startedAt, startedAt);
    }

    /// @param look asks for a monitor's look out of turn, after each ping
    public void onPing(Consumer<UUID> look) {
        lookNow = look;
    }

    public HeartbeatStore store() {
        return store;
    }

    /// The job with that id. Answers also while the database is away.
    Optional<Item<Monitor>> job(UUID id) {
        return catalogs.current().byId(Monitor.KIND, id).filter(Heartbeats::beats);
    }

    /// The job of that service with that slug.
    public Optional<Item<Monitor>> job(String service, String slug) {
        return catalogs.current().all(Monitor.KIND).stream()
                .filter(item -> item.value().service().equals(service)
                        && item.value().spec() instanceof HeartbeatSpec spec
                        && spec.slug().equals(slug))
                .findFirst();
    }

    private static boolean beats(Item<Monitor> monitor) {
        return monitor.value().spec() instanceof HeartbeatSpec;
    }

    /// Returns when the ping is on the disk.
    ///
    /// @throws java.io.UncheckedIOException when it could not be stored: refuse the sender, so that it tries again
    public void accept(Ping ping) {
        spool.append(ping.bytes());
        synchronized (this) {
            HeartbeatRule.apply(states, ping);
        }
        lookNow.accept(ping.monitor());
    }

    /// Whether the job is well, by what it said.
    public ProbeResult look(UUID monitor, HeartbeatSpec spec, Instant now) {
        synchronized (this) {
            return loaded || states.containsKey(monitor)
                    ? HeartbeatRule.look(spec, states.getOrDefault(monitor, HeartbeatState.NONE), deaf, now)
                    : new ProbeResult.NotRun("its words of before the start are still being read");
        }
    }

    @Override
    public Optional<Instant> tick(Instant now) {
        if (!loaded) {
            load();
        }
        List<Spool.Entry> entries = spool.next(BATCH);
        boolean say = !now.isBefore(listened.plus(LISTENED_EVERY));
        if (!entries.isEmpty() || say) {
            Map<UUID, List<Ping>> byJob = readable(entries);
            ledger.inTransaction(tx -> {
                byJob.forEach((monitor, pings) -> take(tx, monitor, pings));
                store.listened(tx, now);
                return true;
            });
            listened = now;
        }
        if (!entries.isEmpty()) {
            spool.drained(entries.getLast().position());
            return Optional.of(now);
        }
        return Optional.of(listened.plus(LISTENED_EVERY));
    }

    private void load() {
        var stored = new HashMap<UUID, HeartbeatState>();
        Optional<Instant> until = ledger.read(tx -> {
            stored.putAll(store.states(tx));
            return store.listenedUntil(tx);
        });
        synchronized (this) {
            for (Spool.Entry entry : spool.next(Integer.MAX_VALUE)) {
                readable(entry).ifPresent(ping -> HeartbeatRule.apply(stored, ping));
            }
            states.putAll(stored);
            deaf = new HeartbeatRule.Deaf(until.orElse(startedAt), startedAt);
            loaded = true;
        }
    }

    private void take(Tx tx, UUID monitor, List<Ping> pings) {
        HeartbeatState state = store.state(tx, monitor).orElse(HeartbeatState.NONE);
        int unkept = pings.size() - ROWS_PER_BATCH;
        for (Ping ping : pings) {
            boolean news = unkept-- > 0 || store.add(tx, ping);
            if (news) {
                state = HeartbeatRule.after(state, ping);
            }
        }
        store.save(tx, monitor, state);
    }

    private static Map<UUID, List<Ping>> readable(List<Spool.Entry> entries) {
        var byJob = new LinkedHashMap<UUID, List<Ping>>();
        entries.forEach(entry -> readable(entry)
                .ifPresent(ping -> byJob.computeIfAbsent(ping.monitor(), _ -> new ArrayList<>())
                        .add(ping)));
        return byJob;
    }

    private static Optional<Ping> readable(Spool.Entry entry) {
        try {
            return Optional.of(Ping.of(entry.bytes()));
        } catch (RuntimeException unreadable) {
            LOG.error("A ping in the spool is unreadable and left out", unreadable);
            return Optional.empty();
        }
    }
}
