package dev.candor.app;

import dev.candor.catalog.CatalogStore;
import dev.candor.catalog.MaintenanceStore;
import dev.candor.catalog.change.ChangeStore;
import dev.candor.detect.SignalStore;
import dev.candor.detect.monitor.Verdicts;
import dev.candor.detect.vendor.VendorStore;
import dev.candor.paging.escalation.EscalationStore;
import dev.candor.paging.proof.ProofStore;
import dev.candor.platform.Platform;
import dev.candor.platform.db.DatabaseException;
import dev.candor.platform.jobs.DueLoop;
import dev.candor.platform.jobs.Ticking;
import dev.candor.platform.journal.Journal;
import dev.candor.platform.outbox.Lane;
import dev.candor.platform.outbox.OutboxLoop;
import dev.candor.platform.outbox.OutboxStore;
import dev.candor.platform.outbox.Sender;
import dev.candor.respond.runbook.RunStore;
import dev.candor.respond.watch.WatchStore;
import dev.candor.tell.commitment.Keeping;
import dev.candor.tell.update.Updates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Every loop of a running Candor. Some need no database and start before it is there.
final class Loops {
    private static final Logger LOG = LoggerFactory.getLogger(Loops.class);
    private static final Duration POLL = Duration.ofSeconds(5);
    /// How often renewed certificate files are looked for.
    private static final Duration CERTIFICATES = Duration.ofMinutes(1);

    private final Platform platform;
    private final Closers closers;
    private final List<DueLoop> always = new ArrayList<>();
    private final List<DueLoop> working = new ArrayList<>();
    private Runnable wakeIntake = () -> {};
    private Runnable wakePings = () -> {};
    private Runnable wakeChanges = () -> {};

    Loops(Platform platform, Closers closers) {
        this.platform = platform;
        this.closers = closers;
    }

    /// Loops that work without a database.
    void always(Candor candor, Publishing publishing, Ticking emergency) {
        publishing.onWork(own(always, "kept-pages", publishing)::wake);
        own(always, "emergency", emergency);
        candor.tls()
                .ifPresent(tls -> own(always, "certificates", now -> {
                    tls.refresh();
                    return Optional.of(now.plus(CERTIFICATES));
                }));
    }

    /// Loops that need the ledger, from signal to message.
    void working(Candor candor, LiveScreens screens, Ticking catalog) {
        wakeIntake = loop("intake", candor.detect().intake(), List.of())::wake;
        wakePings = loop("heartbeats", candor.detect().heartbeats(), List.of())::wake;
        wakeChanges = loop("changes", candor.changes(), List.of())::wake;
        loop("alerts", candor.paging().alerts(), List.of(SignalStore.TOPIC, MaintenanceStore.TOPIC));
        loop("escalation", candor.paging().escalations(), List.of(EscalationStore.TOPIC));
        loop("rehearsals", candor.proving().rehearsals(), List.of(CatalogStore.TOPIC));
        loop("coverage", candor.proving().coverage(), List.of(CatalogStore.TOPIC));
        candor.canary().onArrival(loop("canary", candor.canary(), List.of())::wake);
        loop("auditor", candor.proving().auditor(), List.of());
        loop("incidents", candor.respond().incidents(), List.of(SignalStore.TOPIC));
        loop("suspects", candor.respond().suspecting(), List.of(SignalStore.TOPIC, ChangeStore.TOPIC));
        loop("watches", candor.watches(), List.of(WatchStore.TOPIC));
        loop(
                "commitments",
                candor.tell().commitments().reminders(candor.paging().text(), candor.paging()::reach),
                List.of(Keeping.TOPIC, CatalogStore.TOPIC));
        loop("action-items", candor.actions(), List.of());
        loop("bulletins", candor.bulletins(), List.of());
        loop("maintenance", candor.tell().maintenances(), List.of(MaintenanceStore.TOPIC));
        DueLoop pages = loop(
                "pages",
                candor.tell().pages(),
                List.of(Updates.TOPIC, Verdicts.TOPIC, MaintenanceStore.TOPIC, CatalogStore.TOPIC));
        candor.catalogs().onLoaded(() -> {
            if (candor.works()) {
                showNew(candor);
            }
            pages.wake();
        });
        loop("catalog", catalog, List.of(CatalogStore.TOPIC));
        loop("vendors", candor.vendors(), List.of(VendorStore.TOPIC, CatalogStore.TOPIC));
        candor.runbooks().runs().onTurn(loop("runs", candor.runbooks().runs(), List.of(RunStore.TOPIC))::wake);
        loop("mitigations", candor.runbooks().reminders(), List.of(RunStore.TOPIC));
        loop("results", candor.detect().results(), List.of());
        loop("silence", candor.detect().silence(), List.of());
        loop("telemetry", candor.detect().telemetry().judge(), List.of());
        List<String> seen = List.of(
                Journal.TOPIC,
                Verdicts.TOPIC,
                OutboxStore.TOPIC,
                VendorStore.TOPIC,
                ChangeStore.TOPIC,
                ProofStore.TOPIC);
        seen.forEach(topic -> platform.ledger().onCommit(topic, screens::changed));
        Runnable look = loop("live", screens, seen)::wake;
        candor.catalogs().onLoaded(() -> {
            screens.otherPeople();
            look.run();
        });
        loop(
                "housekeeping",
                new Housekeeping(
                        platform,
                        candor.detect(),
                        candor.vendors().store(),
                        candor.changes().store(),
                        candor.settings().retention()),
                List.of());
    }

    /// Whoever saved a page finds it there.
    private void showNew(Candor candor) {
        try {
            candor.tell().pages().showNew(platform.clock().instant());
        } catch (DatabaseException away) {
            LOG.warn("A new page is shown when the database answers: {}", away.getMessage());
        }
    }

    /// A loop for every lane of the outbox.
    void sending(Candor candor, Map<String, Sender> senders, ExecutorService threads, String worker) {
        for (Lane lane : Lane.values()) {
            var holder = new DueLoop[1];
            var body = new OutboxLoop(
                    lane,
                    platform.ledger(),
                    platform.outbox(),
                    senders,
                    candor.proving().outcomes(),
                    platform.clock(),
                    platform.random(),
                    worker,
                    threads,
                    () -> holder[0].wake());
            holder[0] = loop("outbox-" + lane.word(), body, List.of(OutboxStore.TOPIC));
        }
    }

    private DueLoop loop(String name, Ticking body, List<String> topics) {
        DueLoop loop = own(working, name, body);
        topics.forEach(topic -> platform.ledger().onCommit(topic, loop::wake));
        return loop;
    }

    private DueLoop own(List<DueLoop> among, String name, Ticking body) {
        var loop = new DueLoop(name, body, platform.clock(), POLL);
        among.add(loop);
        closers.own("loop " + name, loop);
        return loop;
    }

    /// Something came into the spool.
    void wakeIntake() {
        wakeIntake.run();
    }

    /// A job said something.
    void wakePings() {
        wakePings.run();
    }

    /// A change was reported.
    void wakeChanges() {
        wakeChanges.run();
    }

    void startAlways() {
        always.forEach(DueLoop::start);
    }

    void startWorking() {
        working.forEach(DueLoop::start);
    }

    List<DueLoop> all() {
        var all = new ArrayList<>(always);
        all.addAll(working);
        return List.copyOf(all);
    }
}
