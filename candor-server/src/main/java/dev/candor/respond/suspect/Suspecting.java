package dev.candor.respond.suspect;

import dev.candor.base.json.Json;
import dev.candor.catalog.Catalogs;
import dev.candor.catalog.change.ChangeEvent;
import dev.candor.catalog.change.ChangeStore;
import dev.candor.catalog.change.ChangeStore.First;
import dev.candor.paging.alert.Alert;
import dev.candor.paging.alert.AlertStore;
import dev.candor.platform.db.Database;
import dev.candor.platform.db.Tx;
import dev.candor.platform.jobs.Ticking;
import dev.candor.platform.journal.Fact;
import dev.candor.platform.journal.Journal;
import dev.candor.respond.incident.Incident;
import dev.candor.respond.incident.IncidentStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/// Compares incidents with what was changed around them, and writes on their timelines what it finds.
public final class Suspecting implements Ticking {
    /// On a timeline: a change that may have caused it, at the time of the change.
    public static final String SUSPECT = "change.suspect";

    /// On a timeline: a change to what fails while it failed.
    public static final String MADE = "change.made";

    private static final int MOST_CHANGES = 200;
    private static final int MOST_AFTER = 50;
    private static final int MOST_TOUCHED = 10;
    private static final int MOST_ALERTS = 50;
    private static final int MOST_NOTES = 10;
    private static final Duration EVERY = Duration.ofSeconds(5);

    private final Database ledger;
    private final ChangeStore changes = new ChangeStore();
    private final AlertStore alerts = new AlertStore();
    private final IncidentStore incidents;
    private final Catalogs catalogs;
    private final Journal journal;
    private List<Object> seen = List.of();

    public Suspecting(Database ledger, IncidentStore incidents, Catalogs catalogs, Journal journal) {
        this.ledger = ledger;
        this.incidents = incidents;
        this.catalogs = catalogs;
        this.journal = journal;
    }

    /// What may have caused an incident, by what is known now.
    public Suspects of(Tx tx, Incident incident) {
        List<Alert> own =
                alerts.ofIncident(tx, incident.id()).stream().limit(MOST_ALERTS).toList();
        return rank(tx, Trouble.of(incident.service(), incident.startedAt(), own));
    }

    /// One line for those who are paged; empty when nothing changed that could have caused it.
    public String line(Tx tx, Alert alert) {
        return rank(tx, Trouble.of(alert.service(), alert.startedAt(), List.of(alert)))
                .line();
    }

    Suspects rank(Tx tx, Trouble trouble) {
        Neighbours around = Neighbours.of(catalogs.current(), trouble.service());
        List<ChangeEvent> looked = relevant(tx, trouble, around);
        return looked.isEmpty() ? Suspects.NONE : Suspects.rank(trouble, looked, around);
    }

    /// However much is changed in a day: first what belongs to the service, then what touches exactly what fails, then
    /// the services around it, then the nearest in time of all others. Each of these is cut by nearness in time.
    private List<ChangeEvent> relevant(Tx tx, Trouble trouble, Neighbours around) {
        Instant first = trouble.startedAt().plus(Suspects.SLACK).plusMillis(1);
        Instant from = trouble.startedAt().minus(Suspects.LOOKS_BACK);
        Instant until = trouble.startedAt().plus(Suspects.LOOKS_BACK);
        List<String> own = List.of(trouble.service());
        var near = new ArrayList<String>(List.of(""));
        around.needs().entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .limit(ChangeStore.MOST_SERVICES / 2)
                .forEach(near::add);
        near.addAll(around.neededBy());
        near.remove(trouble.service());
        var found = new LinkedHashMap<UUID, ChangeEvent>();
        var parts = new ArrayList<List<ChangeEvent>>();
        for (List<String> services : List.of(own, near)) {
            parts.add(changes.begun(tx, services, from, first, false, First.LATEST, MOST_CHANGES));
            parts.add(changes.begun(tx, services, from, first, true, First.LATEST, MOST_CHANGES));
            parts.add(changes.begun(tx, services, first, until, false, First.EARLIEST, MOST_AFTER));
        }
        trouble.failing().values().stream()
                .flatMap(Set::stream)
                .distinct()
                .limit(MOST_TOUCHED)
                .forEach(value -> parts.add(changes.begun(tx, from, first, Json.write(value), MOST_AFTER)));
        parts.add(changes.begun(tx, from, first, "", MOST_AFTER));
        parts.forEach(part -> part.forEach(change -> found.putIfAbsent(change.id(), change)));
        return List.copyOf(found.values());
    }

    /// Writes what is new on the timelines of open incidents. Forgets everything but what it looked at last.
    @Override
    public Optional<Instant> tick(Instant now) {
        List<Incident> open = ledger.read(incidents::open);
        List<Object> state = new ArrayList<>(List.of(ledger.read(changes::newest)));
        open.forEach(incident -> state.add(incident.id() + "/" + incident.version()));
        if (!state.equals(seen)) {
            open.forEach(incident -> note(incident, now));
            seen = state;
        }
        return open.isEmpty() ? Optional.empty() : Optional.of(now.plus(EVERY));
    }

    private void note(Incident incident, Instant now) {
        ledger.inTransaction(tx -> {
            incidents.lock(tx, incident.service());
            Set<String> noted = journal.about(tx, List.of(incident.subject()), 1000).stream()
                    .filter(fact -> fact.kind().equals(SUSPECT) || fact.kind().equals(MADE))
                    .map(Suspecting::changeOf)
                    .collect(Collectors.toSet());
            Suspects found = of(tx, incident);
            found.suspects().stream().limit(MOST_NOTES).forEach(suspect -> {
                if (noted.size() < MOST_NOTES && noted.add(suspect.change().id().toString())) {
                    write(
                            tx,
                            incident,
                            SUSPECT,
                            suspect.change(),
                            "May have caused it: " + suspect.change().words() + ": " + suspect.why(),
                            now);
                }
            });
            Neighbours around = Neighbours.of(catalogs.current(), incident.service());
            found.acquitted().stream()
                    .map(Suspects.Acquitted::change)
                    .filter(change -> change.startedAt().isAfter(incident.startedAt()))
                    .filter(change -> change.service().equals(incident.service())
                            || around.needs().containsKey(change.service()))
                    .limit(MOST_NOTES)
                    .forEach(change -> {
                        if (noted.size() < 2 * MOST_NOTES
                                && noted.add(change.id().toString())) {
                            write(tx, incident, MADE, change, "Changed meanwhile: " + change.words(), now);
                        }
                    });
            return true;
        });
    }

    private static String changeOf(Fact fact) {
        return String.valueOf(fact.detail().get("change"));
    }

    private void write(Tx tx, Incident incident, String kind, ChangeEvent change, String text, Instant now) {
        journal.note(
                tx,
                incident.subject(),
                kind,
                change.who().isEmpty() ? Journal.CANDOR : change.who(),
                text,
                Map.of("change", change.id().toString(), "number", change.number()),
                change.startedAt().isAfter(now) ? now : change.startedAt(),
                now);
    }
}
