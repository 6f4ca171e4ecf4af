package dev.candor.tell.update;

import dev.candor.base.time.Durations;
import dev.candor.catalog.Catalogs;
import dev.candor.catalog.Item;
import dev.candor.catalog.Page;
import dev.candor.page.ComponentStatus;
import dev.candor.page.IncidentPhase;
import dev.candor.paging.alert.Alert;
import dev.candor.platform.db.Tx;
import dev.candor.platform.journal.Journal;
import dev.candor.respond.incident.Incident;
import dev.candor.respond.incident.IncidentEvents;
import dev.candor.respond.incident.IncidentStore;
import dev.candor.tell.commitment.Keeping;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// What is said without a person, where a page's policy is automatic; and what the team reads of the other pages.
final class AutomaticUpdates implements IncidentEvents {
    private static final String CONTRADICTED = "incident.contradicted";

    private static final int NOTED = 1_000;

    private final Saying saying;
    private final UpdateStore store;
    private final IncidentStore incidents;
    private final Affected affected;
    private final Catalogs catalogs;
    private final Journal journal;
    private final Keeping keeping;

    AutomaticUpdates(
            Saying saying,
            UpdateStore store,
            IncidentStore incidents,
            Affected affected,
            Catalogs catalogs,
            Journal journal,
            Keeping keeping) {
        this.saying = saying;
        this.store = store;
        this.incidents = incidents;
        this.affected = affected;
        this.catalogs = catalogs;
        this.journal = journal;
        this.keeping = keeping;
    }

    @Override
    public void opened(Tx tx, Incident incident, Instant now) {
        Incident current = incident;
        for (Page page : automaticPages(incident)) {
            var components = affected.now(tx, page, current);
            String words = UpdateText.of(IncidentPhase.INVESTIGATING, Affected.names(page, components));
            current = byItself(tx, current, page, IncidentPhase.INVESTIGATING, words, components, now);
        }
        tx.wake(Updates.TOPIC);
    }

    @Override
    public void changed(Tx tx, Incident incident, Instant now) {
        Incident current = incidents.find(tx, incident.id()).orElseThrow();
        if (current.state() == Incident.State.MITIGATED) {
            // What readers were told is over already does not become less over.
            for (Page page : automaticPages(
                    tx, incident, said -> said.phase().open() && said.phase() != IncidentPhase.MONITORING)) {
                var components = affected.over(page, current);
                String words = UpdateText.of(IncidentPhase.MONITORING, List.of());
                current = byItself(tx, current, page, IncidentPhase.MONITORING, words, components, now);
            }
        }
        tx.wake(Updates.TOPIC);
    }

    @Override
    public void relapsed(Tx tx, Incident incident, Instant now) {
        keeping.relapsed(tx, incident, "", now);
        takeBack(tx, incident, said -> said.phase() == IncidentPhase.MONITORING || said.over(), now);
        tx.wake(Updates.TOPIC);
    }

    @Override
    public boolean saidOver(Tx tx, Incident incident) {
        return incident.isPublic()
                && !saying.pages(tx, incident, UpdateStore.Word::over).isEmpty();
    }

    @Override
    public void contradicted(Tx tx, Incident incident, Alert alert, Instant seenAt, Instant now) {
        Predicate<UpdateStore.Word> contradicted =
                said -> said.over() && !said.displayAt().isAfter(seenAt);
        List<Page> pages = saying.pages(tx, incident, contradicted);
        if (pages.isEmpty()) {
            return;
        }
        Map<String, UpdateStore.Word> last = store.last(tx, incident.id());
        for (Page page : pages) {
            keeping.relapsed(tx, incident, page.slug(), now);
            noteOnce(tx, incident, page, Objects.requireNonNull(last.get(page.slug())), alert, now);
        }
        takeBack(tx, incident, contradicted, now);
        tx.wake(Updates.TOPIC);
    }

    /// Where a person decides what a page says, the team reads it here, once for each time it was said.
    private void noteOnce(Tx tx, Incident incident, Page page, UpdateStore.Word said, Alert alert, Instant now) {
        boolean noted = journal.newest(tx, incident.subject(), CONTRADICTED, NOTED).stream()
                .anyMatch(fact -> said.code().equals(fact.detail().get("update")));
        if (!noted) {
            journal.note(
                    tx,
                    incident.subject(),
                    CONTRADICTED,
                    Journal.CANDOR,
                    "Readers of " + page.name() + " were told that it is over, and alert " + alert.number()
                            + " was reported again",
                    Map.of("update", said.code()),
                    now,
                    now);
            tx.wake(Updates.TOPIC);
        }
    }

    /// Says on automatic pages that it goes on, where they said last what is `wrong`.
    private void takeBack(Tx tx, Incident incident, Predicate<UpdateStore.Word> wrong, Instant now) {
        Incident current = incidents.find(tx, incident.id()).orElseThrow();
        for (Page page : automaticPages(tx, incident, wrong)) {
            var components = affected.now(tx, page, current);
            String words = UpdateText.relapse(Affected.names(page, components));
            current = byItself(tx, current, page, IncidentPhase.INVESTIGATING, words, components, now);
        }
    }

    @Override
    public void resolved(Tx tx, Incident incident, Instant now) {
        Incident current = incidents.find(tx, incident.id()).orElseThrow();
        Set<String> openPages = store.last(tx, incident.id()).values().stream()
                .filter(word -> !word.over())
                .map(UpdateStore.Word::page)
                .collect(Collectors.toSet());
        keeping.resolved(tx, current, openPages, now); // by evidence, before the words that come after the quiet watch
        for (Page page : automaticPages(tx, incident, said -> said.phase().open())) { // said once is enough
            var components = affected.over(page, current);
            String lasted = incident.timeToResolve().map(Durations::words).orElse("");
            current = byItself(tx, current, page, IncidentPhase.RESOLVED, UpdateText.resolved(lasted), components, now);
        }
        tx.wake(Updates.TOPIC);
    }

    private Incident byItself(
            Tx tx,
            Incident incident,
            Page page,
            IncidentPhase phase,
            String words,
            Map<String, ComponentStatus> components,
            Instant now) {
        String title = UpdateText.title(incident, Affected.names(page, components));
        var draft = new Draft(page.slug(), title, phase, words, components);
        saying.say(tx, incident, page, draft, Journal.CANDOR, saying.name(tx, incident.id(), page, null, now));
        return incidents.find(tx, incident.id()).orElseThrow();
    }

    private List<Page> automaticPages(Incident incident) {
        return catalogs.current().all(Page.KIND).stream()
                .map(Item::value)
                .filter(page -> isAutomatic(page, incident))
                .toList();
    }

    private List<Page> automaticPages(Tx tx, Incident incident, Predicate<UpdateStore.Word> such) {
        return saying.pages(tx, incident, such).stream()
                .filter(page -> isAutomatic(page, incident))
                .toList();
    }

    private static boolean isAutomatic(Page page, Incident incident) {
        return page.automatic() && !page.showing(incident.service()).isEmpty();
    }
}
