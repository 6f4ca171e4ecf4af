package dev.candor.tell.maintenance;

import dev.candor.base.ids.Ids;
import dev.candor.base.ids.Randomness;
import dev.candor.catalog.Catalog;
import dev.candor.catalog.Catalogs;
import dev.candor.catalog.Code;
import dev.candor.catalog.Maintenance;
import dev.candor.catalog.MaintenanceStore;
import dev.candor.catalog.Page;
import dev.candor.catalog.Service;
import dev.candor.platform.db.Database;
import dev.candor.platform.jobs.Ticking;
import dev.candor.platform.journal.Journal;
import dev.candor.tell.update.Updates;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Planned work: announced, started, finished, by the clock or by a person. While it runs, alerts of its services
/// page nobody.
public final class Maintenances implements Ticking {
    private final Database ledger;
    private final Catalogs catalogs;
    private final MaintenanceStore store;
    private final Journal journal;
    private final Ids ids;
    private final Randomness random;
    private final InstantSource clock;

    public Maintenances(
            Database ledger,
            Catalogs catalogs,
            MaintenanceStore store,
            Journal journal,
            Ids ids,
            Randomness random,
            InstantSource clock) {
        this.ledger = ledger;
        this.catalogs = catalogs;
        this.store = store;
        this.journal = journal;
        this.ids = ids;
        this.random = random;
        this.clock = clock;
    }

    private void exist(String slug, List<String> services, List<String> components) {
        Catalog catalog = catalogs.current();
        Optional<Page> page = catalog.pageWithSlug(slug);
        if (!slug.isEmpty() && page.isEmpty()) {
            throw new IllegalArgumentException("page: there is no page `" + slug + "`");
        }
        for (String service : services) {
            if (catalog.find(Service.KIND, service).isEmpty()) {
                throw new IllegalArgumentException("services: there is no service `" + service + "`");
            }
        }
        for (String code : components) {
            if (page.isEmpty()
                    || page.get().components().stream()
                            .noneMatch(component -> component.code().equals(code))) {
                throw new IllegalArgumentException("components: the page has no component `" + code + "`");
            }
        }
    }

    public MaintenanceStore store() {
        return store;
    }

    /// @throws IllegalArgumentException in the words of the person who plans it
    public Maintenance plan(
            String page,
            String name,
            List<String> services,
            List<String> components,
            Instant from,
            Instant until,
            boolean automatic,
            String by) {
        Instant now = clock.instant();
        if (name.isBlank() || name.length() > 255) {
            throw new IllegalArgumentException("name: a maintenance needs a name of 1 to 255 characters");
        }
        if (!until.isAfter(from)) {
            throw new IllegalArgumentException("until: the end must come after the start");
        }
        if (!until.isAfter(now)) {
            throw new IllegalArgumentException("until: the end lies in the past");
        }
        exist(page, services, components);
        var maintenance = new Maintenance(
                ids.next(),
                Code.next(random),
                page,
                name.strip(),
                services,
                components,
                Maintenance.State.SCHEDULED,
                automatic,
                from,
                until,
                Optional.empty(),
                Optional.empty(),
                now,
                now);
        ledger.inTransaction(tx -> {
            store.insert(tx, maintenance);
            journal.note(
                    tx, maintenance.subject(), "maintenance.planned", by, by + " planned " + maintenance.name(), now);
            tx.wake(Updates.TOPIC);
            return true;
        });
        return maintenance;
    }

    /// A person moves it on. False when it stands elsewhere already.
    public boolean move(UUID id, Maintenance.State to, String by) {
        Instant now = clock.instant();
        return ledger.inTransaction(tx -> {
            Optional<Maintenance> maintenance =
                    store.find(tx, id).filter(found -> found.state().compareTo(to) < 0);
            return maintenance.isPresent() && move(tx, maintenance.get(), to, by, now);
        });
    }

    private boolean move(
            dev.candor.platform.db.Tx tx, Maintenance maintenance, Maintenance.State to, String by, Instant now) {
        boolean moved = store.move(tx, maintenance.id(), maintenance.state(), to, now);
        if (moved) {
            journal.note(
                    tx,
                    maintenance.subject(),
                    "maintenance." + to.word(),
                    by,
                    maintenance.name() + ": " + to.word().replace('_', ' '),
                    now);
            tx.wake(Updates.TOPIC);
        }
        return moved;
    }

    /// Starts and ends what runs by the clock.
    @Override
    public Optional<Instant> tick(Instant now) {
        for (Maintenance maintenance : ledger.read(store::open)) {
            if (!maintenance.automatic()) {
                continue;
            }
            Optional<Maintenance.State> next = next(maintenance, now);
            next.ifPresent(to -> ledger.inTransaction(tx -> move(tx, maintenance, to, Journal.CANDOR, now)));
        }
        return ledger.read(store::open).stream()
                .filter(Maintenance::automatic)
                .map(maintenance -> maintenance.state() == Maintenance.State.SCHEDULED
                        ? maintenance.scheduledFor()
                        : maintenance.scheduledUntil())
                .min(Instant::compareTo);
    }

    private static Optional<Maintenance.State> next(Maintenance maintenance, Instant now) {
        if (!maintenance.scheduledUntil().isAfter(now)) {
            return Optional.of(Maintenance.State.COMPLETED);
        }
        boolean due = maintenance.state() == Maintenance.State.SCHEDULED
                && !maintenance.scheduledFor().isAfter(now);
        return due ? Optional.of(Maintenance.State.IN_PROGRESS) : Optional.empty();
    }
}
