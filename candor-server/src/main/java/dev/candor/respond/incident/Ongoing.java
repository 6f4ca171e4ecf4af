package dev.candor.respond.incident;

import dev.candor.catalog.Catalogs;
import dev.candor.catalog.Item;
import dev.candor.catalog.MaintenanceStore;
import dev.candor.detect.monitor.Monitor;
import dev.candor.detect.monitor.MonitorStore;
import dev.candor.detect.monitor.StillFailing;
import dev.candor.paging.alert.Alert;
import dev.candor.paging.alert.AlertStore;
import dev.candor.platform.db.Tx;
import java.util.List;
import java.util.Optional;

/// Whether what an incident is about goes on, whatever its alerts say.
public final class Ongoing {
    private final AlertStore alerts = new AlertStore();
    private final MaintenanceStore maintenances = new MaintenanceStore();
    private final StillFailing monitors;

    public Ongoing(Catalogs catalogs) {
        this.monitors = new StillFailing(new MonitorStore(), catalogs);
    }

    /// The monitors that still see a failure which is part of the incident, by name.
    public List<String> failing(Tx tx, Incident incident) {
        return monitors.at(tx, incident.service()).stream()
                .filter(monitor -> concerns(tx, incident, monitor))
                .map(Item::name)
                .toList();
    }

    /// Whether what this failing monitor sees is part of the incident: its alert is, or would be when it is said again.
    /// Information and what a maintenance explains are no incidents, and keep none open.
    private boolean concerns(Tx tx, Incident incident, Item<Monitor> monitor) {
        String key = StillFailing.key(monitor.name());
        Optional<Alert> told = alerts.open(tx, incident.service(), key);
        if (told.isPresent()) {
            return told.get().incident().filter(incident.id()::equals).isPresent();
        }
        boolean wasOurs = alerts.ofIncident(tx, incident.id()).stream()
                .anyMatch(alert -> alert.dedupKey().equals(key));
        boolean wouldOpen = monitor.value().severity().pages()
                && maintenances.covering(tx, incident.service()).isEmpty();
        return wasOurs || wouldOpen;
    }

    /// It has alerts, and none of them ended only because nobody looks any more.
    boolean endedByEvidence(Tx tx, Incident incident) {
        List<Alert> own = alerts.ofIncident(tx, incident.id());
        return !own.isEmpty() && own.stream().noneMatch(Alert::withdrawn);
    }

    /// Open, and nothing that looks will ever tell of its end: its alerts ended without a recovery, because what
    /// looked was paused, deleted or moved. Only a person ends it.
    public boolean unwatched(Tx tx, Incident incident) {
        if (!incident.open()
                || incident.state() == Incident.State.MITIGATED
                || !alerts.openOf(tx, incident.id(), 1).isEmpty()) {
            return false;
        }
        List<Alert> own = alerts.ofIncident(tx, incident.id());
        return !own.isEmpty()
                && own.stream()
                        .noneMatch(
                                alert -> alert.withdrawn() && monitors.watched(tx, alert.service(), alert.dedupKey()))
                && failing(tx, incident).isEmpty();
    }
}
