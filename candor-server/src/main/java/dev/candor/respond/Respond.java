package dev.candor.respond;

import dev.candor.catalog.Catalogs;
import dev.candor.paging.alert.AlertStore;
import dev.candor.platform.Platform;
import dev.candor.platform.db.Tx;
import dev.candor.platform.http.Call;
import dev.candor.platform.journal.Fact;
import dev.candor.platform.journal.Journal;
import dev.candor.respond.incident.Incident;
import dev.candor.respond.incident.IncidentActions;
import dev.candor.respond.incident.IncidentEvents;
import dev.candor.respond.incident.IncidentStore;
import dev.candor.respond.incident.Incidents;
import dev.candor.respond.incident.Ongoing;
import dev.candor.respond.repair.Repairs;
import dev.candor.respond.runbook.RunStore;
import dev.candor.respond.suspect.Suspecting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The domain's visible face: incidents and their timelines.
public final class Respond {
    private static final int TIMELINE = 1_000;
    private static final int STORY_BEGIN = 10;
    private static final int STORY_END = 40;
    private static final int STORY_PAGE = 100;

    private final Platform platform;
    private final AlertStore alerts = new AlertStore();
    private final RunStore runs = new RunStore();
    private final Ongoing ongoing;
    private final Incidents incidents;
    private final IncidentActions actions;
    private final Suspecting suspecting;
    private final Repairs repairs;

    public Respond(Platform platform, Catalogs catalogs, IncidentEvents events) {
        this.platform = platform;
        this.ongoing = new Ongoing(catalogs);
        this.repairs = new Repairs(platform.ledger(), platform.journal(), platform.ids(), platform.clock());
        var store = new IncidentStore();
        this.suspecting = new Suspecting(platform.ledger(), store, catalogs, platform.journal());
        this.incidents = new Incidents(
                platform.ledger(),
                store,
                alerts,
                ongoing,
                catalogs,
                events,
                platform.journal(),
                platform.ids(),
                platform.random(),
                suspecting::line);
        this.actions = new IncidentActions(
                platform.ledger(),
                store,
                alerts,
                ongoing,
                events,
                platform.journal(),
                platform.ids(),
                platform.random(),
                platform.clock());
    }

    /// The incident with a number, as paths and fields hold it; empty for what is no number of one.
    public Optional<Incident> incident(String number) {
        return Call.number(number)
                .flatMap(known -> platform.ledger().read(tx -> incidents.store().byNumber(tx, known)));
    }

    /// What people do with incidents.
    public IncidentActions actions() {
        return actions;
    }

    public Incidents incidents() {
        return incidents;
    }

    /// Which changes may have caused incidents.
    public Suspecting suspecting() {
        return suspecting;
    }

    /// What incidents left broken.
    public Repairs repairs() {
        return repairs;
    }

    public Ongoing ongoing() {
        return ongoing;
    }

    /// Everything that happened to an incident and its alerts, in order of when it happened: the view of the journal
    /// that writes itself.
    public List<Fact> timeline(Tx tx, Incident incident) {
        var subjects = new ArrayList<String>(List.of(incident.subject()));
        alerts.ofIncident(tx, incident.id()).forEach(alert -> subjects.add(alert.subject()));
        runs.ofIncident(tx, incident.id()).forEach(run -> subjects.add(run.subject()));
        return platform.journal().about(tx, subjects, TIMELINE);
    }

    /// A timeline of which not everything is shown at once.
    ///
    /// @param newest the end of it, in the order things happened
    /// @param oldest how it began: evidence and opening are always among it; empty when `newest` is all
    /// @param between how many lie between the two
    /// @param total how many there are
    /// @param page which part `newest` is, from 1 for the end; 0 when the middle is folded
    public record Story(List<Fact> newest, List<Fact> oldest, int between, int total, int page) {
        public boolean more() {
            return page > 0 && page * STORY_PAGE < total;
        }
    }

    /// The end and the beginning of what happened to an incident, its middle folded.
    public Story story(Tx tx, Incident incident) {
        List<Journal.Entry> entries = platform.journal().entries(tx, subjects(tx, incident));
        if (entries.size() <= STORY_BEGIN + STORY_END) {
            return new Story(these(tx, entries), List.of(), 0, entries.size(), 0);
        }
        List<Journal.Entry> newest = entries.subList(entries.size() - STORY_END, entries.size());
        var oldest = new ArrayList<>(entries.subList(0, STORY_BEGIN));
        for (String kind : List.of("evidence.first", "incident.opened", "incident.declared")) {
            entries.stream()
                    .filter(entry -> entry.kind().equals(kind))
                    .findFirst()
                    .filter(entry -> !oldest.contains(entry) && !newest.contains(entry))
                    .ifPresent(oldest::add);
        }
        return new Story(
                these(tx, newest),
                these(tx, oldest),
                entries.size() - newest.size() - oldest.size(),
                entries.size(),
                0);
    }

    /// A part of everything that happened to an incident.
    ///
    /// @param page from 1 for the newest
    public Story story(Tx tx, Incident incident, int page) {
        List<Journal.Entry> entries = platform.journal().entries(tx, subjects(tx, incident));
        int until = Math.max(0, entries.size() - (page - 1) * STORY_PAGE);
        return new Story(
                these(tx, entries.subList(Math.max(0, until - STORY_PAGE), until)), List.of(), 0, entries.size(), page);
    }

    private List<Fact> these(Tx tx, List<Journal.Entry> entries) {
        return platform.journal()
                .these(tx, entries.stream().map(Journal.Entry::id).toList());
    }

    private List<String> subjects(Tx tx, Incident incident) {
        var subjects = new ArrayList<String>(List.of(incident.subject()));
        alerts.ofIncident(tx, incident.id()).stream().limit(TIMELINE).forEach(alert -> subjects.add(alert.subject()));
        runs.ofIncident(tx, incident.id()).forEach(run -> subjects.add(run.subject()));
        return subjects;
    }
}
