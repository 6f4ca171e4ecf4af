package dev.candor.respond;

import dev.candor.catalog.Catalogs;
import dev.candor.detect.monitor.MonitorStore;
import dev.candor.paging.alert.AlertStore;
import dev.candor.platform.Platform;
import dev.candor.platform.db.Tx;
import dev.candor.platform.journal.Fact;
import dev.candor.respond.incident.Incident;
import dev.candor.respond.incident.IncidentEvents;
import dev.candor.respond.incident.IncidentStore;
import dev.candor.respond.incident.Incidents;
import java.util.ArrayList;
import java.util.List;

/// The domain's visible face: incidents and their timelines.
public final class Respond {
    private static final int TIMELINE = 1_000;

    private final Platform platform;
    private final AlertStore alerts = new AlertStore();
    private final Incidents incidents;

    public Respond(Platform platform, Catalogs catalogs, IncidentEvents events) {
        this.platform = platform;
        this.incidents = new Incidents(
                platform.ledger(),
                new IncidentStore(),
                alerts,
                new MonitorStore(),
                catalogs,
                events,
                platform.journal(),
                platform.ids(),
                platform.random(),
                platform.clock());
    }

    public Incidents incidents() {
        return incidents;
    }

    /// Everything that happened to an incident and its alerts, in order of when it happened: the view of the journal
    /// that writes itself.
    public List<Fact> timeline(Tx tx, Incident incident) {
        var subjects = new ArrayList<String>(List.of(incident.subject()));
        alerts.ofIncident(tx, incident.id()).forEach(alert -> subjects.add(alert.subject()));
        return platform.journal().about(tx, subjects, TIMELINE);
    }
}
