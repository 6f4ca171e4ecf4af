package dev.candor.respond.incident;

import dev.candor.base.ids.Ids;
import dev.candor.base.ids.Randomness;
import dev.candor.base.text.FirstSentence;
import dev.candor.catalog.Catalogs;
import dev.candor.catalog.Code;
import dev.candor.catalog.Numbers;
import dev.candor.page.ComponentStatus;
import dev.candor.page.Impact;
import dev.candor.page.IncidentPhase;
import dev.candor.paging.alert.Alert;
import dev.candor.paging.alert.AlertEvents;
import dev.candor.paging.alert.AlertStore;
import dev.candor.platform.db.Database;
import dev.candor.platform.db.Tx;
import dev.candor.platform.jobs.Ticking;
import dev.candor.platform.journal.Journal;
import dev.candor.respond.repair.RepairStore;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/// Keeps incidents in step with their alerts: the first alert of a service opens one, further alerts join it, the end
/// of the last mitigates it, and a quiet soak resolves it. A relapse within the soak is the same incident.
public final class Incidents implements AlertEvents, Ticking {
    /// How long it must stay quiet before an incident resolves by itself.
    public static final Duration SOAK = Duration.ofMinutes(10);

    private final Database ledger;
    private final IncidentStore store;
    private final AlertStore alerts;
    private final Ongoing ongoing;
    private final Catalogs catalogs;
    private final IncidentEvents events;
    private final Journal journal;
    private final RepairStore repairs = new RepairStore();
    private final IncidentSteps steps;
    private final Ids ids;
    private final Randomness random;
    private final BiFunction<Tx, Alert, String> background;

    /// @param background what whoever is paged should read beside an alert, in one line
    public Incidents(
            Database ledger,
            IncidentStore store,
            AlertStore alerts,
            Ongoing ongoing,
            Catalogs catalogs,
            IncidentEvents events,
            Journal journal,
            Ids ids,
            Randomness random,
            BiFunction<Tx, Alert, String> background) {
        this.ledger = ledger;
        this.store = store;
        this.alerts = alerts;
        this.ongoing = ongoing;
        this.catalogs = catalogs;
        this.events = events;
        this.journal = journal;
        this.steps = new IncidentSteps(store, journal, events);
        this.ids = ids;
        this.random = random;
        this.background = background;
    }

    public IncidentStore store() {
        return store;
    }

    @Override
    public String background(Tx tx, Alert alert) {
        return background.apply(tx, alert);
    }

    @Override
    public void deciding(Tx tx, String service) {
        store.lock(tx, service);
    }

    @Override
    public void opened(Tx tx, Alert alert, Instant now) {
        if (!alert.severity().pages() || alert.muted().startsWith("maintenance ")) {
            return; // information and planned work are no incidents
        }
        Optional<Incident> open = store.openOf(tx, alert.service());
        Incident incident = open.isPresent() ? joined(tx, open.get(), alert, now) : open(tx, alert, now);
        alerts.joinIncident(tx, alert.id(), incident.id());
    }

    private Incident open(Tx tx, Alert alert, Instant now) {
        Map<String, ComponentStatus> components = affected(alert);
        var incident = new Incident(
                ids.next(),
                Code.next(random),
                Numbers.next(tx, "incident"),
                FirstSentence.of(alert.summary()),
                "",
                alert.service(),
                Severity.of(alert.severity()),
                Incident.State.TRIGGERED,
                IncidentPhase.INVESTIGATING,
                Incident.Visibility.INTERNAL,
                impact(components),
                components,
                "",
                alert.startedAt(),
                alert.triggeredAt(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                now,
                now,
                0);
        store.insert(tx, incident);
        journal.note(
                tx,
                incident.subject(),
                "incident.opened",
                Journal.CANDOR,
                "Incident " + incident.number() + " opened by alert " + alert.number(),
                now);
        events.opened(tx, incident, now);
        return incident;
    }

    private Incident joined(Tx tx, Incident incident, Alert alert, Instant now) {
        var components = new LinkedHashMap<>(incident.components());
        affected(alert).forEach((code, status) -> components.merge(code, status, ComponentStatus::worst));
        // Readers were told that it is over, or we believed so.
        boolean relapse = incident.state() == Incident.State.MITIGATED || events.saidOver(tx, incident);
        String what = relapse ? "It came back: alert " + alert.number() : "Alert " + alert.number() + " joined";
        journal.note(
                tx, incident.subject(), relapse ? "incident.relapsed" : "incident.joined", Journal.CANDOR, what, now);
        Severity worse = Severity.of(alert.severity()).compareTo(incident.severity()) < 0
                ? Severity.of(alert.severity())
                : incident.severity();
        Incident next = new Incident(
                incident.id(),
                incident.code(),
                incident.number(),
                incident.title(),
                incident.publicTitle(),
                incident.service(),
                worse,
                incident.state() == Incident.State.MITIGATED ? Incident.State.TRIGGERED : incident.state(),
                incident.phase(),
                incident.visibility(),
                worst(incident.impact(), impact(components)),
                components,
                incident.commander(),
                alert.startedAt().isBefore(incident.startedAt()) ? alert.startedAt() : incident.startedAt(),
                incident.detectedAt(),
                incident.acknowledgedAt(),
                Optional.empty(),
                Optional.empty(),
                incident.createdAt(),
                now,
                incident.version());
        store.update(tx, next);
        if (relapse) {
            events.relapsed(tx, next, now);
        } else {
            events.changed(tx, next, now);
        }
        return next;
    }

    @Override
    public void repeated(Tx tx, Alert alert, Instant seenAt, Instant now) {
        ofAlert(tx, alert)
                .filter(Incident::open)
                .filter(Incident::isPublic)
                .ifPresent(incident -> events.contradicted(tx, incident, alert, seenAt, now));
    }

    private Map<String, ComponentStatus> affected(Alert alert) {
        return AffectedComponents.of(catalogs.current(), alert);
    }

    static Impact impact(Map<String, ComponentStatus> components) {
        return components.values().stream().map(Impact::of).reduce(Impact.NONE, Incidents::worst);
    }

    private static Impact worst(Impact one, Impact other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    @Override
    public void acknowledged(Tx tx, Alert alert, String by, Instant now) {
        ofAlert(tx, alert)
                .filter(incident -> incident.state() == Incident.State.TRIGGERED)
                .ifPresent(incident -> {
                    journal.note(tx, incident.subject(), "incident.acknowledged", by, by + " has it", now);
                    steps.change(tx, incident, was -> IncidentChange.acknowledged(was, by, now), now);
                });
    }

    @Override
    public void resolved(Tx tx, Alert alert, String by, Instant endedAt, Instant now) {
        Optional<Incident> own = ofAlert(tx, alert).filter(Incident::open);
        if (own.isPresent()) {
            overIfQuiet(tx, own.get(), by, endedAt, now);
        } else {
            another(tx, alert, endedAt, now);
        }
    }

    /// An alert ended that is no part of the incident of its service. The incident may have waited for what it told of.
    private void another(Tx tx, Alert alert, Instant endedAt, Instant now) {
        store.openOf(tx, alert.service())
                .filter(incident -> ongoing.endedByEvidence(tx, incident))
                .ifPresent(incident -> overIfQuiet(tx, incident, Journal.CANDOR, endedAt, now));
    }

    /// The incident stays as it is: somebody who knows resolves it, or the monitor does when it looks again.
    @Override
    public void withdrawn(Tx tx, Alert alert, String why, Instant now) {
        Optional<Incident> own = ofAlert(tx, alert).filter(Incident::open);
        own.ifPresent(incident -> journal.note(
                tx,
                incident.subject(),
                "incident.unwatched",
                Journal.CANDOR,
                "Alert " + alert.number() + " ended without a recovery: " + why,
                now));
        if (own.isEmpty()) {
            another(tx, alert, now, now);
        }
    }

    @Override
    public void quiet(Tx tx, String service, Instant endedAt, Instant now) {
        store.openOf(tx, service)
                .filter(incident -> !alerts.ofIncident(tx, incident.id()).isEmpty())
                .ifPresent(incident -> overIfQuiet(tx, incident, Journal.CANDOR, endedAt, now));
    }

    /// Ended alerts are what somebody says; a monitor that still fails says otherwise, and speaks up again.
    private void overIfQuiet(Tx tx, Incident incident, String by, Instant endedAt, Instant now) {
        if (!incident.open()
                || incident.state() == Incident.State.MITIGATED
                || !alerts.openOf(tx, incident.id(), 1).isEmpty()) {
            return;
        }
        List<String> failing = ongoing.failing(tx, incident);
        if (!failing.isEmpty()) {
            journal.note(
                    tx,
                    incident.subject(),
                    "incident.goes-on",
                    by,
                    "All its alerts ended, but " + String.join(", ", failing) + " still sees a failure: it goes on",
                    now);
            return;
        }
        journal.note(
                tx,
                incident.subject(),
                "incident.mitigated",
                by,
                "All its alerts ended; watching for " + SOAK.toMinutes() + " minutes",
                Map.of(),
                endedAt,
                now);
        steps.change(tx, incident, was -> IncidentChange.mitigated(was, endedAt, now), now);
    }

    private Optional<Incident> ofAlert(Tx tx, Alert alert) {
        return alerts.find(tx, alert.id()).flatMap(Alert::incident).flatMap(id -> store.find(tx, id));
    }

    /// Resolves what stayed quiet for the whole soak.
    @Override
    public Optional<Instant> tick(Instant now) {
        for (Incident seen : ledger.read(store::open)) {
            if (seen.state() == Incident.State.MITIGATED && !quietUntil(seen).isAfter(now)) {
                ledger.inTransaction(tx -> {
                    store.held(tx, seen.id())
                            .filter(incident -> incident.version() == seen.version())
                            .filter(incident -> !repairs.anyOpen(tx, incident.id()))
                            .ifPresent(incident -> steps.resolve(tx, incident, Journal.CANDOR, now));
                    return true;
                });
            }
        }
        // One with something left to repair waits for a person, not for a time.
        return ledger
                .read(tx -> store.open(tx).stream()
                        .filter(incident -> incident.state() == Incident.State.MITIGATED)
                        .filter(incident -> !repairs.anyOpen(tx, incident.id()))
                        .toList())
                .stream()
                .map(Incidents::quietUntil)
                .min(Instant::compareTo);
    }

    private static Instant quietUntil(Incident incident) {
        return incident.updatedAt().plus(SOAK);
    }
}
