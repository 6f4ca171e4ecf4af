package dev.candor.tell.page;

import dev.candor.catalog.Catalog;
import dev.candor.catalog.Catalogs;
import dev.candor.catalog.Component;
import dev.candor.catalog.Item;
import dev.candor.catalog.Maintenance;
import dev.candor.catalog.MaintenanceStore;
import dev.candor.catalog.Page;
import dev.candor.detect.monitor.Monitor;
import dev.candor.detect.monitor.Verdicts;
import dev.candor.page.ComponentStatus;
import dev.candor.page.IncidentModel;
import dev.candor.page.PageModel;
import dev.candor.page.Snapshot;
import dev.candor.page.SnapshotKey;
import dev.candor.page.SnapshotRenderer;
import dev.candor.platform.db.Database;
import dev.candor.platform.db.Tx;
import dev.candor.platform.jobs.Ticking;
import dev.candor.respond.incident.Incident;
import dev.candor.respond.incident.IncidentStore;
import dev.candor.tell.update.UpdateStore;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Keeps every page true: decides the status of its components, and renders and publishes a new snapshot when
/// anything changed, and otherwise often enough that the page never looks old while we live.
public final class Pages implements Ticking {
    /// Where finished snapshots go: the server in this process, a directory, both.
    public interface Publisher {
        void publish(Publication publication);

        /// The same page as before, only with a newer time on it.
        default void renew(Publication publication) {
            publish(publication);
        }

        void withdraw(String slug);
    }

    private final Database ledger;
    private final Catalogs catalogs;
    private final Verdicts verdicts;
    private final PageStore store;
    private final ComponentStatusStore statuses;
    private final IncidentStore incidents;
    private final UpdateStore updates;
    private final MaintenanceStore maintenances;
    private final PageModels models;
    private final Publisher publisher;
    private final Supplier<String> pagesUrl;
    private final Map<String, Shown> shown = new HashMap<>();

    /// What was published last: without times and sequence, to see whether anything changed.
    private record Shown(PageModel model, Instant renderedAt) {}

    public Pages(
            Database ledger,
            Catalogs catalogs,
            Verdicts verdicts,
            PageStore store,
            ComponentStatusStore statuses,
            IncidentStore incidents,
            UpdateStore updates,
            MaintenanceStore maintenances,
            PageModels models,
            Publisher publisher,
            Supplier<String> pagesUrl) {
        this.ledger = ledger;
        this.catalogs = catalogs;
        this.verdicts = verdicts;
        this.store = store;
        this.statuses = statuses;
        this.incidents = incidents;
        this.updates = updates;
        this.maintenances = maintenances;
        this.models = models;
        this.publisher = publisher;
        this.pagesUrl = pagesUrl;
    }

    /// Renders and publishes the pages that were never shown: whoever saved one finds it there.
    public synchronized void showNew(Instant now) {
        Catalog catalog = catalogs.current();
        for (Item<Page> item : catalog.all(Page.KIND)) {
            Page page = item.value();
            if (!shown.containsKey(page.slug())) {
                render(page, settle(catalog, page, now), now);
            }
        }
    }

    @Override
    public synchronized Optional<Instant> tick(Instant now) {
        Catalog catalog = catalogs.current();
        var slugs = new ArrayList<String>();
        Duration soonest = Duration.ofMinutes(1);
        for (Item<Page> item : catalog.all(Page.KIND)) {
            Page page = item.value();
            slugs.add(page.slug());
            render(page, settle(catalog, page, now), now);
            soonest = soonest.compareTo(page.staleAfter().dividedBy(3)) < 0
                    ? soonest
                    : page.staleAfter().dividedBy(3);
        }
        shown.keySet().stream().filter(slug -> !slugs.contains(slug)).toList().forEach(slug -> {
            shown.remove(slug);
            publisher.withdraw(slug);
        });
        return Optional.of(now.plus(soonest));
    }

    /// What one transaction saw: statuses and incidents that belong together.
    private record Settled(PageStore.PageRow row, PageModel model) {}

    /// Decides every component's status, stores what changed, and reads the page as it is then. One transaction: an
    /// incident published in between would stand on the page beside a component still called operational.
    private Settled settle(Catalog catalog, Page page, Instant now) {
        SnapshotKey fresh = ledger.read(tx -> store.find(tx, page.slug())).isPresent() ? null : SnapshotKey.generate();
        var seen = seen(catalog, page);
        return ledger.inTransaction(tx -> {
            if (fresh != null) {
                store.ensure(tx, page.slug(), fresh, now);
            }
            boolean blind = store.find(tx, page.slug())
                    .filter(row -> blind(tx, page, row.renderedAt(), now))
                    .isPresent();
            return settled(tx, catalog, page, blind ? fromNow(seen, now) : seen, now);
        });
    }

    /// Nobody rendered for longer than the page may be old: we were not running, and know nothing of that time. A
    /// process that begins knows that the one before it is gone: half of that is enough, more than a running
    /// one ever lets pass between two renderings.
    private boolean blind(Tx tx, Page page, Instant aliveAt, Instant now) {
        Duration patience = shown.containsKey(page.slug())
                ? page.staleAfter()
                : page.staleAfter().dividedBy(2);
        if (!aliveAt.plus(patience).isBefore(now)) {
            return false;
        }
        for (Component component : page.components()) {
            var current = statuses.current(tx, page.slug(), component.code());
            if (current.isPresent()
                    && !current.get().unknown()
                    && !component.services().isEmpty()) {
                Instant floor = current.get().from().plusMillis(1);
                statuses.begin(
                        tx,
                        page.slug(),
                        component.code(),
                        new StatusRule.Told(current.get().status(), true, Optional.empty(), "not running"),
                        aliveAt.isBefore(floor) ? floor : aliveAt);
            }
        }
        return true;
    }

    /// What was seen before we were away says nothing of the time in between.
    private static Map<String, List<StatusRule.Seen>> fromNow(Map<String, List<StatusRule.Seen>> seen, Instant now) {
        var later = new HashMap<String, List<StatusRule.Seen>>();
        seen.forEach((code, all) -> later.put(
                code,
                all.stream().map(one -> new StatusRule.Seen(one.verdict(), now)).toList()));
        return later;
    }

    private Map<String, List<StatusRule.Seen>> seen(Catalog catalog, Page page) {
        var seen = new HashMap<String, List<StatusRule.Seen>>();
        page.components().forEach(component -> seen.put(component.code(), seen(catalog, component)));
        return seen;
    }

    private Settled settled(Tx tx, Catalog catalog, Page page, Map<String, List<StatusRule.Seen>> seen, Instant now) {
        Map<String, ComponentStatus> said = said(tx, page);
        List<String> worked = maintenances.open(tx).stream()
                .filter(Maintenance::active)
                .flatMap(one -> one.components().stream())
                .toList();
        for (Component component : page.components()) {
            settle(
                    tx,
                    page,
                    component,
                    seen.getOrDefault(component.code(), List.of()),
                    Optional.ofNullable(said.get(component.code())),
                    worked.contains(component.code()),
                    now);
        }
        PageStore.PageRow row = store.find(tx, page.slug()).orElseThrow();
        return new Settled(
                row, models.read(tx, catalog, page, row, 0, url(page), Instant.EPOCH.plusMillis(now.toEpochMilli())));
    }

    private void settle(
            Tx tx,
            Page page,
            Component component,
            List<StatusRule.Seen> seen,
            Optional<ComponentStatus> said,
            boolean worked,
            Instant now) {
        var current = statuses.current(tx, page.slug(), component.code());
        ComponentStatus last =
                current.map(ComponentStatusStore.Interval::status).orElse(ComponentStatus.OPERATIONAL);
        StatusRule.Told told = StatusRule.decide(seen, said, worked, last);
        boolean same = current.isPresent()
                && current.get().status() == told.status()
                && current.get().unknown() == told.unknown();
        if (!same) {
            Instant floor =
                    current.map(interval -> interval.from().plusMillis(1)).orElse(now);
            Instant since = told.since()
                    .filter(at -> at.isAfter(floor) && at.isBefore(now))
                    .orElse(now);
            statuses.begin(tx, page.slug(), component.code(), told, since.isBefore(floor) ? floor : since);
        }
    }

    private List<StatusRule.Seen> seen(Catalog catalog, Component component) {
        return catalog.all(Monitor.KIND).stream()
                .filter(monitor -> component.services().contains(monitor.value().service()))
                .map(monitor -> verdicts.state(monitor.id()))
                .map(state -> new StatusRule.Seen(state.verdict(), state.since()))
                .toList();
    }

    /// The status open incidents on this page give its components, the worst where several do.
    private Map<String, ComponentStatus> said(Tx tx, Page page) {
        var said = new HashMap<String, ComponentStatus>();
        for (Incident incident : incidents.open(tx)) {
            boolean here = incident.isPublic()
                    && Optional.ofNullable(updates.last(tx, incident.id()).get(page.slug()))
                            .filter(word -> !word.over())
                            .isPresent();
            if (here) {
                incident.components().forEach((code, status) -> said.merge(code, status, ComponentStatus::worst));
            }
        }
        return said;
    }

    private void render(Page page, Settled settled, Instant now) {
        Shown before = shown.get(page.slug());
        PageModel model = settled.model();
        boolean old = before == null
                || !before.renderedAt().plus(page.staleAfter().dividedBy(3)).isAfter(now);
        boolean same = before != null
                && before.model().equals(timeless(model))
                && overdue(model, before.renderedAt()) == overdue(model, now);
        if (!old && same) {
            return;
        }
        long sequence = ledger.inTransaction(tx -> store.nextSequence(tx, page.slug(), now));
        SnapshotKey key = settled.row().key();
        PageModel numbered = withSequence(model, sequence, now);
        var publication = new Publication(
                new SnapshotRenderer(key).render(numbered),
                numbered,
                key,
                page,
                settled.row().position() == 0);
        if (same) {
            publisher.renew(publication);
        } else {
            publisher.publish(publication);
        }
        shown.put(page.slug(), new Shown(timeless(model), now));
    }

    /// How many readers wait for longer than they were promised: a page that says so is another page.
    private static long overdue(PageModel model, Instant at) {
        return model.incidents().stream()
                .filter(IncidentModel::open)
                .flatMap(incident -> incident.nextUpdateBy().stream())
                .filter(at::isAfter)
                .count();
    }

    /// Today's bars count seconds and grow by themselves; that alone is no change worth a snapshot.
    private static PageModel timeless(PageModel model) {
        return new PageModel(
                model.id(),
                model.slug(),
                model.name(),
                model.url(),
                model.timeZone(),
                Instant.EPOCH,
                Instant.EPOCH,
                0,
                model.components().stream().map(Pages::timeless).toList(),
                model.incidents(),
                model.maintenances(),
                model.policy(),
                model.bulletins());
    }

    private static dev.candor.page.ComponentModel timeless(dev.candor.page.ComponentModel component) {
        return component
                .with(component.children().stream().map(Pages::timeless).toList())
                .withDays(List.of());
    }

    private static PageModel withSequence(PageModel model, long sequence, Instant now) {
        return new PageModel(
                model.id(),
                model.slug(),
                model.name(),
                model.url(),
                model.timeZone(),
                model.updatedAt(),
                now,
                sequence,
                model.components(),
                model.incidents(),
                model.maintenances(),
                model.policy(),
                model.bulletins());
    }

    private URI url(Page page) {
        return page.url().orElseGet(() -> URI.create(pagesUrl.get() + "/" + page.slug()));
    }

    /// Ends a transaction that was only pretended, and carries out of it what was seen.
    private static final class Undone extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient Settled seen;

        Undone(Settled seen) {
            super("pretended", null, false, false);
            this.seen = seen;
        }
    }

    /// The page's files as they would be after `pretended`, by the same code that publishes. Everything it did is
    /// undone: nothing is kept, nobody is told. Empty for an unknown page, or one that was never rendered.
    public Optional<Snapshot> preview(String slug, Consumer<Tx> pretended, Instant now) {
        Catalog catalog = catalogs.current();
        Optional<Page> page = catalog.pageWithSlug(slug)
                .filter(found -> ledger.read(tx -> store.find(tx, slug)).isPresent());
        if (page.isEmpty()) {
            return Optional.empty();
        }
        var seen = seen(catalog, page.get());
        try {
            ledger.inTransaction(tx -> {
                pretended.accept(tx);
                throw new Undone(settled(tx, catalog, page.get(), seen, now));
            });
            return Optional.empty();
        } catch (Undone undone) {
            Settled settled = undone.seen;
            return Optional.of(new SnapshotRenderer(settled.row().key())
                    .render(withSequence(settled.model(), settled.row().sequence() + 1, now)));
        }
    }

    /// What a page shows as of `now`, without rendering or publishing it; also in the moment before it is rendered
    /// for the first time.
    public Optional<PageModel> model(String slug, Instant now) {
        Catalog catalog = catalogs.current();
        return catalog.pageWithSlug(slug)
                .map(page -> ledger.read(tx -> {
                    PageStore.PageRow row = store.find(tx, slug).orElseGet(() -> PageStore.PageRow.fresh(slug, now));
                    return models.read(tx, catalog, page, row, row.sequence(), url(page), now);
                }));
    }
}
