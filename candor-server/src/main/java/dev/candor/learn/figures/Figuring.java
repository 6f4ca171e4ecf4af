package dev.candor.learn.figures;

import dev.candor.catalog.Catalog;
import dev.candor.catalog.Catalogs;
import dev.candor.catalog.Person;
import dev.candor.catalog.Service;
import dev.candor.paging.alert.AlertStore;
import dev.candor.platform.db.Tx;
import dev.candor.platform.journal.Journal;
import dev.candor.respond.incident.Incident;
import dev.candor.respond.incident.IncidentStore;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Reads figures out of the journal.
public final class Figuring {
    private static final int PAGE = 500;
    private static final int MOST_ALERTS = 1_000;

    private final FigureStore store = new FigureStore();
    private final IncidentStore incidents = new IncidentStore();
    private final AlertStore alerts = new AlertStore();
    private final Journal journal;
    private final Catalogs catalogs;

    public Figuring(Journal journal, Catalogs catalogs) {
        this.journal = journal;
        this.catalogs = catalogs;
    }

    public FigureStore store() {
        return store;
    }

    /// Of one incident.
    public Figures of(Tx tx, Incident incident) {
        var subjects = new ArrayList<String>(List.of(incident.subject()));
        alerts.ofIncident(tx, incident.id()).stream()
                .limit(MOST_ALERTS)
                .forEach(alert -> subjects.add(alert.subject()));
        return Figures.of(journal.entries(tx, subjects));
    }

    /// Of a few hundred at most, by id, in two questions to the journal.
    public Map<UUID, Figures> of(Tx tx, List<Incident> some) {
        var facts = store.facts(tx, some.stream().map(Incident::id).toList());
        var of = new HashMap<UUID, Figures>();
        some.forEach(one -> of.put(one.id(), Figures.of(facts.getOrDefault(one.id(), List.of()))));
        return of;
    }

    /// Of all incidents detected from `from` to before `until`; of more than 2,000, the newest.
    public Summary over(Tx tx, Instant from, Instant until) {
        Catalog catalog = catalogs.current();
        var facts = store.facts(tx, from, until);
        var causes = store.causes(tx);
        List<Incident> found = detected(tx, from, until);
        List<Measured> measured = found.stream()
                .limit(FigureStore.MOST)
                .map(incident -> new Measured(
                        incident,
                        catalog.find(Service.KIND, incident.service())
                                .flatMap(Service::team)
                                .orElse(""),
                        java.util.Optional.ofNullable(causes.get(incident.id())),
                        Figures.of(facts.getOrDefault(incident.id(), List.of()))))
                .toList();
        return Summary.of(
                from,
                until,
                measured,
                Interruptions.of(store.sent(tx, from, until), person -> zone(catalog, person)),
                store.precision(tx, from, until),
                found.size() > FigureStore.MOST);
    }

    /// Newest first, at most one more than is read.
    public List<Incident> detected(Tx tx, Instant from, Instant until) {
        var found = new ArrayList<Incident>();
        long before = Long.MAX_VALUE;
        List<Incident> page = incidents.list(tx, before, PAGE);
        while (!page.isEmpty() && found.size() <= FigureStore.MOST) {
            page.stream()
                    .filter(one ->
                            !one.detectedAt().isBefore(from) && one.detectedAt().isBefore(until))
                    .forEach(found::add);
            // Numbers are given in the order of rows; a detection lies before its row by minutes, not by days.
            boolean past = page.getLast().createdAt().isBefore(from);
            page = past ? List.of() : incidents.list(tx, page.getLast().number(), PAGE);
        }
        return found;
    }

    private static ZoneId zone(Catalog catalog, String person) {
        return catalog.find(Person.KIND, person).map(Person::timeZone).orElse(ZoneOffset.UTC);
    }
}
