package dev.candor.detect.vendor;

import dev.candor.base.json.Json;
import dev.candor.catalog.Catalog;
import dev.candor.catalog.Catalogs;
import dev.candor.catalog.Item;
import dev.candor.detect.Severity;
import dev.candor.detect.Signal;
import dev.candor.detect.SignalStore;
import dev.candor.detect.monitor.Monitor;
import dev.candor.detect.vendor.VendorReport.Event;
import dev.candor.detect.vendor.VendorRule.Word;
import dev.candor.platform.Platform;
import dev.candor.platform.db.Tx;
import dev.candor.platform.jobs.Ticking;
import dev.candor.probe.http.GuardedHttp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows vendors' status pages: looks at each when it is due, keeps what they said when, tells the services that
/// depend on them.
public final class Vendors implements Ticking {
    private static final Logger LOG = LoggerFactory.getLogger(Vendors.class);
    private static final int AT_ONCE = 8;
    private static final int REMEMBERED = 300;

    private final Platform platform;
    private final Catalogs catalogs;
    private final SignalStore signals;
    private final PageFetch pages;
    private final Executor threads;
    private final VendorStore store = new VendorStore();
    private final Set<UUID> underWay = ConcurrentHashMap.newKeySet();
    private final Semaphore places = new Semaphore(AT_ONCE);

    /// @param threads where pages are fetched; blocking
    public Vendors(Platform platform, Catalogs catalogs, SignalStore signals, GuardedHttp http, Executor threads) {
        this(platform, catalogs, signals, new PageFetch(http), threads);
    }

    Vendors(Platform platform, Catalogs catalogs, SignalStore signals, PageFetch pages, Executor threads) {
        this.platform = platform;
        this.catalogs = catalogs;
        this.signals = signals;
        this.pages = pages;
        this.threads = threads;
    }

    public VendorStore store() {
        return store;
    }

    @Override
    public Optional<Instant> tick(Instant now) {
        Catalog catalog = catalogs.current();
        Map<UUID, VendorStore.Known> known = platform.ledger().read(store::all);
        var configured = new HashSet<UUID>();
        Optional<Instant> next = Optional.empty();
        for (Item<Vendor> vendor : catalog.all(Vendor.KIND)) {
            configured.add(vendor.id());
            VendorStore.Known row = known.get(vendor.id());
            Instant due = row == null
                            || !row.state().page().equals(vendor.value().page().toString())
                    ? now
                    : row.dueAt();
            if (due.isAfter(now)) {
                next = Optional.of(next.filter(due::isAfter).orElse(due));
            } else if (!underWay.contains(vendor.id()) && places.tryAcquire()) {
                underWay.add(vendor.id());
                threads.execute(() -> look(vendor));
            }
        }
        known.forEach((id, row) -> {
            if (!configured.contains(id)) {
                forget(id, row.state(), now);
            }
        });
        return next;
    }

    private void look(Item<Vendor> vendor) {
        try {
            lookNow(vendor);
        } catch (RuntimeException failure) { // the next tick tries again
            LOG.warn("The status page of {} was not taken: {}", vendor.name(), failure.toString());
        } finally {
            underWay.remove(vendor.id());
            places.release();
        }
    }

    /// One look, from fetching to storing. Blocking.
    void lookNow(Item<Vendor> vendor) {
        Instant started = platform.clock().instant();
        String page = vendor.value().page().toString();
        Optional<VendorStore.Known> known = platform.ledger().read(tx -> store.find(tx, vendor.id()));
        VendorState stored = known.map(VendorStore.Known::state).orElse(VendorState.unseen(page, started));
        VendorState before = stored.page().equals(page) ? stored : moved(stored, page, started);
        PageFetch.Fetched seen = pages.fetch(vendor.value(), before.source(), tags(before, started), started);
        Instant now = platform.clock().instant();
        UUID changeId = platform.ids().next();
        double chance = platform.random().nextDouble();
        Set<String> services = VendorRule.services(monitors(vendor.value()).stream()
                .map(monitor -> monitor.value().service())
                .toList());
        var signalIds = new HashMap<String, UUID>();
        services.forEach(service -> signalIds.put(service, platform.ids().next()));
        before.told()
                .keySet()
                .forEach(service ->
                        signalIds.computeIfAbsent(service, _ -> platform.ids().next()));
        platform.ledger().inTransaction(tx -> {
            Optional<VendorReport> report = seen.unchanged()
                    ? again(tx, vendor, known)
                    : seen.read()
                            .flatMap(read -> read instanceof Read.Said(VendorReport said)
                                    ? Optional.of(said)
                                    : Optional.empty());
            Optional<VendorVerdict> verdict = report.map(it -> VendorVerdict.of(it, vendor.value(), now));
            VendorRule.Decision decision = VendorRule.decide(before, seen, verdict, vendor.value(), services, now);
            Instant due = VendorRule.due(vendor.value(), decision.after(), now, chance);
            if (!store.save(
                    tx, vendor.id(), known.map(VendorStore.Known::version).orElse(0L), decision.after(), due)) {
                return false; // another worker, or the vendor was forgotten meanwhile
            }
            if (!seen.unchanged()) {
                report.ifPresent(it -> take(tx, vendor.id(), it, before.readAt(), now));
            }
            if (decision.changed()) {
                store.change(tx, changeId, vendor.id(), decision.after(), now);
                tx.wake(VendorStore.TOPIC);
            }
            decision.tells()
                    .forEach((service, word) -> signals.put(
                            tx,
                            signal(
                                    vendor,
                                    service,
                                    word,
                                    decision.after(),
                                    verdict,
                                    signalIds.getOrDefault(service, changeId),
                                    now),
                            now));
            return true;
        });
    }

    /// Once an hour everything is fetched anew: time alone changes what a report means.
    private static Map<String, String> tags(VendorState before, Instant now) {
        return before.lookedAt().getEpochSecond() / 3600 == now.getEpochSecond() / 3600 ? before.tags() : Map.of();
    }

    /// Another page: nothing said of the old one counts, but what was told must be taken back some day.
    private static VendorState moved(VendorState old, String page, Instant now) {
        VendorState fresh = VendorState.unseen(page, now);
        return new VendorState(
                page, "", Map.of(), now, Optional.empty(), "", 0, fresh.said(), fresh.why(), now, old.told());
    }

    /// The report as it was stored, for a page that says that nothing changed: time alone may change what it means.
    private Optional<VendorReport> again(Tx tx, Item<Vendor> vendor, Optional<VendorStore.Known> known) {
        return known.map(row -> new VendorReport(
                Vendor.Format.of(row.format()),
                row.title(),
                row.state().said(),
                row.parts(),
                store.open(tx, vendor.id()).stream()
                        .map(VendorStore.Seen::event)
                        .toList(),
                true,
                row.changedAt()));
    }

    private void take(Tx tx, UUID vendor, VendorReport report, Optional<Instant> readBefore, Instant now) {
        store.report(tx, vendor, report);
        var known = new HashMap<String, Event>();
        store.events(tx, vendor, REMEMBERED)
                .forEach(seen -> known.put(seen.event().id(), seen.event()));
        store.open(tx, vendor).forEach(seen -> known.put(seen.event().id(), seen.event()));
        var listed = new HashSet<String>();
        for (Event event : report.events()) {
            listed.add(event.id());
            Event before = known.get(event.id());
            Event honest = event.kept(Optional.ofNullable(before), VendorRule.saidAt(event, readBefore), now);
            if (!honest.equals(before)) {
                store.put(tx, vendor, honest, now);
            }
        }
        known.values().stream()
                .filter(event -> event.open() && report.whole() && !listed.contains(event.id()))
                .forEach(event -> store.end(tx, vendor, event.id(), now));
    }

    private static Signal signal(
            Item<Vendor> vendor,
            String service,
            Word word,
            VendorState state,
            Optional<VendorVerdict> verdict,
            UUID id,
            Instant now) {
        String summary = switch (word) {
            case FIRING ->
                "Vendor " + vendor.name() + " reports " + state.said().word() + ": " + state.why();
            case RECOVERED -> "Vendor " + vendor.name() + " says that it is over";
            case WITHDRAWN ->
                state.readable()
                        ? "Vendor " + vendor.name() + " is not followed for this service any more"
                        : "The status page of " + vendor.name() + " cannot be read, because " + state.unreadable();
        };
        Instant began = verdict.flatMap(it -> it.events().stream()
                        .map(Event::startedAt)
                        .filter(at -> at.isAfter(now.minus(java.time.Duration.ofDays(31))))
                        .min(java.util.Comparator.naturalOrder()))
                .filter(at -> word == Word.FIRING && at.isBefore(now))
                .orElse(now);
        return signal(
                vendor.id(),
                vendor.name(),
                service,
                Signal.Event.valueOf(word.name()),
                vendor.value().tell() == Vendor.Tell.WARNING ? Severity.WARNING : Severity.INFO,
                summary,
                id,
                began,
                now);
    }

    private static Signal signal(
            UUID vendor,
            String name,
            String service,
            Signal.Event event,
            Severity severity,
            String summary,
            UUID id,
            Instant at,
            Instant now) {
        return new Signal(
                id,
                event,
                "vendor/" + name,
                service,
                "vendor/" + vendor,
                severity,
                Plain.cut(summary, 1024),
                Json.object("vendor", name),
                at,
                now);
    }

    private void forget(UUID vendor, VendorState state, Instant now) {
        var ids = new HashMap<String, UUID>();
        state.told().keySet().forEach(service -> ids.put(service, platform.ids().next()));
        platform.ledger().inTransaction(tx -> {
            ids.forEach((service, id) -> signals.put(
                    tx,
                    signal(
                            vendor,
                            "",
                            service,
                            Signal.Event.WITHDRAWN,
                            Severity.INFO,
                            "The vendor is not followed any more",
                            id,
                            now,
                            now),
                    now));
            store.forget(tx, vendor);
            return true;
        });
    }

    /// The monitors that look at a host of this vendor.
    public List<Item<Monitor>> monitors(Vendor vendor) {
        if (vendor.hosts().isEmpty()) {
            return List.of();
        }
        return catalogs.current().all(Monitor.KIND).stream()
                .filter(monitor -> vendor.owns(monitor.value().spec().host()))
                .toList();
    }

    /// The vendors this monitor looks at.
    public List<Item<Vendor>> of(Monitor monitor) {
        var owners = new ArrayList<Item<Vendor>>();
        for (Item<Vendor> vendor : catalogs.current().all(Vendor.KIND)) {
            if (vendor.value().owns(monitor.spec().host())) {
                owners.add(vendor);
            }
        }
        return owners;
    }
}
