package dev.candor.respond.incident;

import dev.candor.base.ids.Ids;
import dev.candor.base.ids.Randomness;
import dev.candor.catalog.Code;
import dev.candor.catalog.Numbers;
import dev.candor.page.ComponentStatus;
import dev.candor.page.IncidentPhase;
import dev.candor.paging.alert.AlertStore;
import dev.candor.platform.db.Database;
import dev.candor.platform.journal.Journal;
import dev.candor.respond.repair.Repair;
import dev.candor.respond.repair.RepairStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// What people do with incidents: declare, take, edit, note, resolve.
public final class IncidentActions {
    private final Database ledger;
    private final IncidentStore store;
    private final AlertStore alerts;
    private final Ongoing ongoing;
    private final IncidentEvents events;
    private final Journal journal;
    private final RepairStore repairs = new RepairStore();
    private final IncidentSteps steps;
    private final Ids ids;
    private final Randomness random;
    private final InstantSource clock;

    public IncidentActions(
            Database ledger,
            IncidentStore store,
            AlertStore alerts,
            Ongoing ongoing,
            IncidentEvents events,
            Journal journal,
            Ids ids,
            Randomness random,
            InstantSource clock) {
        this.ledger = ledger;
        this.store = store;
        this.alerts = alerts;
        this.ongoing = ongoing;
        this.events = events;
        this.journal = journal;
        this.steps = new IncidentSteps(store, journal, events);
        this.ids = ids;
        this.random = random;
        this.clock = clock;
    }

    /// What came of a person's wish to resolve it.
    public sealed interface Wish {
        record Done() implements Wish {}

        /// It is unknown or resolved already.
        record Nothing() implements Wish {}

        /// Alerts of it are open, new ones perhaps: resolve them first.
        record AlertsOpen() implements Wish {}

        /// @param monitors those that still see the failure
        record StillFailing(List<String> monitors) implements Wish {}

        /// @param left what is still to be repaired
        record NotRepaired(List<String> left) implements Wish {}
    }

    /// A person resolves it; its alerts are the caller's business, and what a monitor still sees is not over.
    public Wish resolve(UUID id, String by) {
        Instant now = clock.instant();
        return ledger.inTransaction(tx -> {
            Optional<Incident> incident = store.held(tx, id).filter(Incident::open);
            if (incident.isEmpty()) {
                return new Wish.Nothing();
            }
            List<String> failing = ongoing.failing(tx, incident.get());
            if (!failing.isEmpty()) {
                return new Wish.StillFailing(failing);
            }
            if (!alerts.openOf(tx, id, 1).isEmpty()) {
                return new Wish.AlertsOpen();
            }
            List<String> left = repairs.ofIncident(tx, id).stream()
                    .filter(Repair::open)
                    .map(Repair::words)
                    .toList();
            if (!left.isEmpty()) {
                return new Wish.NotRepaired(left);
            }
            steps.resolve(tx, incident.get(), by, now);
            return new Wish.Done();
        });
    }

    /// Monitors that still see the failure of an open incident; resolving it is refused while there are any.
    public List<String> stillFailing(UUID id) {
        return ledger.read(tx -> store.find(tx, id)
                .filter(Incident::open)
                .map(incident -> ongoing.failing(tx, incident))
                .orElse(List.of()));
    }

    /// A person declares one that no alert told of.
    public Incident declare(
            String title, String service, Severity severity, Map<String, ComponentStatus> components, String by) {
        Instant now = clock.instant();
        UUID id = ids.next();
        String code = Code.next(random);
        return ledger.inTransaction(tx -> {
            store.lock(tx, service);
            var incident = new Incident(
                    id,
                    code,
                    Numbers.next(tx, "incident"),
                    title,
                    "",
                    service,
                    severity,
                    Incident.State.ACKNOWLEDGED,
                    IncidentPhase.INVESTIGATING,
                    Incident.Visibility.INTERNAL,
                    Incidents.impact(components),
                    components,
                    by,
                    now,
                    now,
                    Optional.of(now),
                    Optional.empty(),
                    Optional.empty(),
                    now,
                    now,
                    0);
            store.insert(tx, incident);
            journal.note(
                    tx,
                    incident.subject(),
                    "incident.declared",
                    by,
                    by + " declared incident " + incident.number(),
                    now);
            events.opened(tx, incident, now);
            return incident;
        });
    }

    /// A person has it from now on, also where no alert waits for anybody. False when it is over, or somebody had it.
    public boolean take(UUID id, String by) {
        Instant now = clock.instant();
        return ledger.inTransaction(tx -> {
            Optional<Incident> incident =
                    store.held(tx, id).filter(Incident::open).filter(found -> !found.taken());
            incident.ifPresent(found -> {
                journal.note(tx, found.subject(), "incident.acknowledged", by, by + " has it", now);
                steps.change(tx, found, was -> IncidentChange.taken(was, by, now), now);
            });
            return incident.isPresent();
        });
    }

    /// A person changes title, severity or commander. False when it is unknown or was changed meanwhile.
    public boolean edit(UUID id, String title, Severity severity, String commander, String by) {
        Instant now = clock.instant();
        return ledger.inTransaction(tx -> {
            Optional<Incident> incident = store.held(tx, id);
            incident.ifPresent(found -> {
                journal.note(
                        tx,
                        found.subject(),
                        "incident.edited",
                        by,
                        IncidentChange.difference(found, title, severity, commander),
                        now);
                steps.change(tx, found, was -> IncidentChange.edited(was, title, severity, commander, now), now);
            });
            return incident.isPresent();
        });
    }

    /// A person's note on the timeline, for the team only.
    public boolean note(UUID id, String text, String by) {
        Instant now = clock.instant();
        return ledger.inTransaction(tx -> {
            Optional<Incident> incident = store.find(tx, id);
            incident.ifPresent(found -> journal.note(tx, found.subject(), "incident.note", by, text, now));
            return incident.isPresent();
        });
    }
}
