package dev.candor.testkit;

import dev.candor.app.Candor;
import dev.candor.base.ids.Ids;
import dev.candor.base.ids.Randomness;
import dev.candor.catalog.CatalogStore;
import dev.candor.catalog.Catalogs;
import dev.candor.catalog.Item;
import dev.candor.catalog.MaintenanceStore;
import dev.candor.detect.Detect;
import dev.candor.detect.SignalStore;
import dev.candor.detect.monitor.Monitor;
import dev.candor.detect.monitor.Verdicts;
import dev.candor.learn.Learn;
import dev.candor.paging.Paging;
import dev.candor.paging.channel.PageText;
import dev.candor.paging.channel.Ways;
import dev.candor.paging.escalation.EscalationStore;
import dev.candor.platform.Platform;
import dev.candor.platform.jobs.Ticking;
import dev.candor.platform.outbox.Lane;
import dev.candor.platform.outbox.OutboxLoop;
import dev.candor.platform.outbox.OutboxStore;
import dev.candor.platform.outbox.Sender;
import dev.candor.respond.Respond;
import dev.candor.tell.Tell;
import dev.candor.tell.page.Pages;
import dev.candor.tell.page.Publication;
import dev.candor.tell.subscriber.Subscribers;
import dev.candor.tell.update.Updates;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One process from start to death: the real assemblies, wired as the application wires them, with the world at their
/// edges.
/// A restart is a new object over the same database and spool.
final class SimulatedNode {
    private static final Duration POLL = Duration.ofMinutes(1);

    private final SimulatedWorld world;
    private final String name;
    private final SimulatedClock clock;
    private final SimulatedDisk disk;
    private final Platform platform;
    private final Catalogs catalogs;
    private final Detect detect;
    private final Paging paging;
    private final Respond respond;
    private final Tell tell;
    private boolean alive = true;

    /// @param engine whether this node looks at monitors and renders pages: exactly one of a world does
    SimulatedNode(
            SimulatedWorld world, String name, SimulatedClock clock, SimulatedDisk disk, long seed, boolean engine) {
        this.world = world;
        this.name = name;
        this.clock = clock;
        this.disk = disk;
        Randomness random = Randomness.seeded(seed);
        var ids = new Ids(clock, random);
        var ledger = new FaultyDatabase(
                world.database(), world.weather(), world.fibers(), this::alive, () -> world.dies(this));
        platform = new Platform(
                clock,
                () -> Duration.between(java.time.Instant.EPOCH, world.time().now())
                        .toNanos(),
                world.fibers()::sleep,
                ids,
                random,
                ledger,
                world.results(),
                world.template().secrets(random));
        catalogs = new Catalogs(ledger, new CatalogStore(Candor.KINDS, platform.secrets()));
        catalogs.reload();
        detect = new Detect(
                platform,
                catalogs,
                disk.signals(),
                disk.pings(),
                spec -> world.services().look(spec));
        tell = new Tell(
                platform,
                catalogs,
                detect,
                Ways.ALL,
                new Learn(platform, catalogs).onPages(),
                publisher(),
                () -> "https://status.shop.example");
        respond = new Respond(platform, catalogs, tell.updates().automatic());
        var maintenances = new MaintenanceStore();
        paging = new Paging(
                platform,
                catalogs,
                detect,
                (tx, service, _) -> maintenances.covering(tx, service),
                respond.incidents(),
                new PageText(() -> "https://candor.shop.example"),
                Ways.ALL);
        loops(engine);
    }

    private Pages.Publisher publisher() {
        return new Pages.Publisher() {
            @Override
            public void publish(Publication publication) {
                world.published(publication.snapshot());
            }

            @Override
            public void withdraw(String slug) {}
        };
    }

    private void loops(boolean engine) {
        var intake = loop("intake", detect.intake(), List.of());
        disk.signals().onAppend(intake::wake);
        var heartbeats = loop("heartbeats", detect.heartbeats(), List.of());
        disk.pings().onAppend(heartbeats::wake);
        loop("alerts", paging.alerts(), List.of(SignalStore.TOPIC, MaintenanceStore.TOPIC));
        loop("escalation", paging.escalations(), List.of(EscalationStore.TOPIC));
        loop("incidents", respond.incidents(), List.of(SignalStore.TOPIC));
        loop("maintenance", tell.maintenances(), List.of(MaintenanceStore.TOPIC));
        for (Lane lane : List.of(Lane.PAGES, Lane.PUBLIC)) {
            var holder = new SimulatedLoop[1];
            var body = new OutboxLoop(
                    lane,
                    platform.ledger(),
                    platform.outbox(),
                    senders(),
                    paging.escalations(),
                    clock,
                    platform.random(),
                    name,
                    send -> world.time().after(Duration.ofMillis(1), () -> {
                        if (alive) {
                            world.fibers().start(this, send);
                        }
                    }),
                    () -> holder[0].wake());
            holder[0] = loop("outbox-" + lane.word(), body, List.of(OutboxStore.TOPIC));
        }
        if (engine) {
            pages();
            List<Item<Monitor>> monitors = catalogs.current().all(Monitor.KIND);
            for (int i = 0; i < monitors.size(); i++) {
                watch(monitors.get(i), Duration.ofSeconds(1 + 3L * i));
            }
        }
    }

    private void pages() {
        Ticking now = tell.pages();
        Ticking atItsPoll = at -> {
            now.tick(at);
            return Optional.empty();
        };
        switch (world.rendering()) {
            case EAGER -> loop("pages", now, List.of(Updates.TOPIC, Verdicts.TOPIC, MaintenanceStore.TOPIC));
            case NOW_AND_THEN -> loop("pages", atItsPoll, List.of());
            case RARE -> {
                // Once at the very beginning: mail to readers needs a page that was rendered.
                Duration wait = world.pages().count() == 0 ? Duration.ZERO : Duration.ofMinutes(25);
                world.time().after(wait, () -> {
                    if (alive) {
                        loop("pages", atItsPoll, List.of());
                    }
                });
            }
        }
    }

    private static Duration poll(String loopName) {
        return switch (loopName) {
            case "pages" -> POLL.multipliedBy(10);
            case "maintenance", "incidents", "outbox-public" -> POLL.multipliedBy(4);
            default -> POLL;
        };
    }

    private Map<String, Sender> senders() {
        Sender provider = claim -> world.provider().send(claim, clock);
        var senders = new LinkedHashMap<String, Sender>();
        senders.put("email", provider);
        senders.put("ntfy", provider);
        senders.put("webhook", provider);
        senders.put(Subscribers.FAN_OUT, tell.subscribers());
        return senders;
    }

    private SimulatedLoop loop(String loopName, Ticking body, List<String> topics) {
        var loop = new SimulatedLoop(name + " " + loopName, body, poll(loopName), this, world);
        topics.forEach(topic -> platform.ledger().onCommit(topic, loop::wake));
        loop.wake();
        return loop;
    }

    /// What the scheduler does for one monitor: runs one after the other, at its rate.
    private void watch(Item<Monitor> monitor, Duration wait) {
        world.time().after(wait, () -> {
            if (!alive) {
                return;
            }
            Runnable run = () -> {
                Duration next = monitor.value().every();
                try {
                    next = detect.run(monitor, Duration.ZERO).orElse(next);
                } catch (RuntimeException failure) {
                    world.failed(name + " monitor " + monitor.name(), failure);
                }
                watch(monitor, next);
            };
            if (world.weather().slow()) {
                world.fibers().start(this, run);
            } else {
                try {
                    run.run();
                } catch (Fibers.Died died) {
                    world.trace(name, "died looking at " + monitor.name());
                }
            }
        });
    }

    /// The process is killed: memory is gone, everything under way stops where it stands.
    void crash() {
        fall();
        world.fibers().kill(this);
    }

    /// Dead from now on; what waits in its fibers is to be killed.
    void fall() {
        alive = false;
        disk.crash();
    }

    boolean alive() {
        return alive;
    }

    SimulatedClock clock() {
        return clock;
    }

    Detect detect() {
        return detect;
    }

    Paging paging() {
        return paging;
    }

    Respond respond() {
        return respond;
    }

    Tell tell() {
        return tell;
    }

    Catalogs catalogs() {
        return catalogs;
    }

    Platform platform() {
        return platform;
    }
}
