package dev.candor.tell.update;

import dev.candor.base.ids.Ids;
import dev.candor.base.ids.Randomness;
import dev.candor.catalog.Catalogs;
import dev.candor.catalog.Code;
import dev.candor.catalog.Component;
import dev.candor.catalog.Item;
import dev.candor.catalog.Page;
import dev.candor.detect.monitor.StillFailing;
import dev.candor.detect.monitor.Verdicts;
import dev.candor.page.ComponentStatus;
import dev.candor.page.Impact;
import dev.candor.page.IncidentPhase;
import dev.candor.platform.db.Database;
import dev.candor.platform.db.Tx;
import dev.candor.platform.journal.Journal;
import dev.candor.respond.incident.Incident;
import dev.candor.respond.incident.IncidentChange;
import dev.candor.respond.incident.IncidentEvents;
import dev.candor.respond.incident.IncidentStore;
import dev.candor.respond.incident.Ongoing;
import dev.candor.tell.subscriber.Subscribers;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/// Says words about incidents on pages: a person's click after a preview, or by itself where a page's policy is
/// automatic.
public final class Updates implements IncidentEvents {
    /// The topic woken when anything a page shows changed.
    public static final String TOPIC = "page";

    public static final int LONGEST_BODY = 25_000;

    private final Database ledger;
    private final UpdateStore store;
    private final IncidentStore incidents;
    private final Subscribers subscribers;
    private final Catalogs catalogs;
    private final Failing failing;
    private final Ongoing ongoing;
    private final Journal journal;
    private final Ids ids;
    private final Randomness random;
    private final InstantSource clock;

    public Updates(
            Database ledger,
            UpdateStore store,
            IncidentStore incidents,
            Subscribers subscribers,
            Catalogs catalogs,
            Verdicts verdicts,
            Journal journal,
            Ids ids,
            Randomness random,
            InstantSource clock) {
        this.ledger = ledger;
        this.store = store;
        this.incidents = incidents;
        this.subscribers = subscribers;
        this.catalogs = catalogs;
        this.failing = new Failing(catalogs, verdicts);
        this.ongoing = new Ongoing(catalogs);
        this.journal = journal;
        this.ids = ids;
        this.random = random;
        this.clock = clock;
    }

    public UpdateStore store() {
        return store;
    }

    /// What is to be said.
    ///
    /// @param title what the public calls the incident; never the team's own title, which may name hosts
    /// @param components by code; others stay as they are
    public record Draft(
            String page, String title, IncidentPhase phase, String body, Map<String, ComponentStatus> components) {}

    /// A first draft for a person to correct: the next phase's usual words, the affected components filled in.
    public Draft draft(Incident incident, Page page) {
        boolean over = incident.state() == Incident.State.MITIGATED || incident.state() == Incident.State.RESOLVED;
        IncidentPhase phase = over
                ? incident.state() == Incident.State.RESOLVED ? IncidentPhase.RESOLVED : IncidentPhase.MONITORING
                : incident.isPublic() && incident.phase() == IncidentPhase.INVESTIGATING
                        ? IncidentPhase.IDENTIFIED
                        : incident.phase().open() ? incident.phase() : IncidentPhase.INVESTIGATING;
        var components = over ? componentsOn(page, incident) : affected(page, incident);
        if (over) {
            components.replaceAll((_, _) -> ComponentStatus.OPERATIONAL);
        }
        return new Draft(
                page.slug(),
                title(incident, names(page, components)),
                phase,
                incident.isPublic() && !over && !incident.phase().open()
                        ? UpdateText.relapse(names(page, components))
                        : UpdateText.of(phase, names(page, components)),
                components);
    }

    private static String title(Incident incident, List<String> components) {
        return incident.publicTitle().isEmpty() ? UpdateText.title(components) : incident.publicTitle();
    }

    private static List<String> names(Page page, Map<String, ComponentStatus> components) {
        return page.components().stream()
                .filter(component -> components.containsKey(component.code()))
                .map(Component::name)
                .toList();
    }

    /// Publishes; empty when done, otherwise why not.
    public Optional<String> publish(UUID incident, Draft draft, String author) {
        Optional<String> wrong = wrong(draft);
        if (wrong.isPresent()) {
            return wrong;
        }
        Page page = catalogs.current().pageWithSlug(draft.page()).orElseThrow();
        Instant now = clock.instant();
        // Made outside: the work may run twice, and the readers' mails are keyed by the code.
        UUID id = ids.next();
        String code = Code.next(random);
        return ledger.inTransaction(tx -> {
            Optional<Incident> found = incidents.held(tx, incident);
            if (found.isEmpty()) {
                return Optional.of("There is no such incident.");
            }
            Optional<String> early = tooEarly(tx, found.get(), draft);
            if (early.isEmpty()) {
                say(tx, found.get(), page, draft, author, id, code, now);
            }
            return early;
        });
    }

    /// Why readers cannot be told that it is over; empty when they can, or when the draft does not say so.
    public Optional<String> tooEarly(UUID incident, Draft draft) {
        return ledger.read(tx -> incidents.find(tx, incident).flatMap(found -> tooEarly(tx, found, draft)));
    }

    private Optional<String> tooEarly(Tx tx, Incident incident, Draft draft) {
        if (draft.phase().open() || !incident.open()) {
            return Optional.empty();
        }
        List<String> failing = ongoing.failing(tx, incident);
        return failing.isEmpty() ? Optional.empty() : Optional.of(StillFailing.objection(failing));
    }

    /// Says it inside a transaction that is going to be undone: for whoever wants to see what publishing would do.
    public void pretend(Tx tx, UUID incident, Draft draft, String author, Instant now) {
        catalogs.current()
                .pageWithSlug(draft.page())
                .ifPresent(page -> incidents
                        .find(tx, incident)
                        .ifPresent(found -> say(tx, found, page, draft, author, ids.next(), Code.next(random), now)));
    }

    /// Words of a run about its incident, in the transaction of its step; once for each `id`.
    ///
    /// @return false when the incident or the page is gone
    public boolean say(
            Tx tx,
            UUID id,
            UUID incident,
            String pageName,
            IncidentPhase phase,
            String body,
            String author,
            Instant now) {
        Optional<Page> page = catalogs.current().find(Page.KIND, pageName);
        Optional<Incident> found = incidents.held(tx, incident);
        if (page.isEmpty() || found.isEmpty() || body.isBlank() || body.length() > LONGEST_BODY) {
            return false;
        }
        var components = affected(page.get(), found.get());
        var draft = new Draft(
                page.get().slug(), title(found.get(), names(page.get(), components)), phase, body, components);
        say(
                tx,
                found.get(),
                page.get(),
                draft,
                author,
                id,
                Code.next(Randomness.seeded(id.getLeastSignificantBits())),
                now);
        return true;
    }

    /// Why the draft cannot be published; empty when it can.
    public Optional<String> wrong(Draft draft) {
        if (draft.body().isBlank()) {
            return Optional.of("An update needs words.");
        }
        if (draft.title().isBlank() || draft.title().length() > 255) {
            return Optional.of("The incident needs a public title of 1 to 255 characters.");
        }
        if (draft.body().length() > LONGEST_BODY) {
            return Optional.of("An update has at most " + LONGEST_BODY + " characters; this one has "
                    + draft.body().length() + ".");
        }
        Optional<Page> page = catalogs.current().pageWithSlug(draft.page());
        if (page.isEmpty()) {
            return Optional.of("There is no page " + draft.page() + ".");
        }
        Optional<String> stranger = draft.components().keySet().stream()
                .filter(code -> page.get().components().stream()
                        .noneMatch(component -> component.code().equals(code)))
                .findFirst();
        if (stranger.isPresent()) {
            return Optional.of("The page has no component `" + stranger.get() + "`; its components are "
                    + String.join(
                            ", ",
                            page.get().components().stream()
                                    .map(component -> component.code() + " (" + component.name() + ")")
                                    .toList())
                    + ".");
        }
        if (draft.phase() == IncidentPhase.POSTMORTEM) {
            return Optional.of("A postmortem is published from the incident's postmortem, not as an update.");
        }
        return Optional.empty();
    }

    private void say(
            Tx tx, Incident incident, Page page, Draft draft, String author, UUID id, String code, Instant now) {
        var components = new LinkedHashMap<>(incident.components());
        components.putAll(draft.components());
        if (!draft.phase().open()) {
            // Resolved on the page: from here on the monitors alone speak for its components.
            components.replaceAll((_, _) -> ComponentStatus.OPERATIONAL);
        }
        Impact impact = components.values().stream()
                .map(Impact::of)
                .max(Impact::compareTo)
                .orElse(Impact.NONE);
        Incident next = IncidentChange.told(incident, draft.title().strip(), draft.phase(), impact, components, now);
        var update = new UpdateStore.Update(
                id,
                code,
                incident.id(),
                page.slug(),
                draft.phase(),
                draft.body().strip(),
                draft.components(),
                author,
                now);
        if (!store.insert(tx, update, now)) {
            return; // said before: its commit went through although nobody heard of it
        }
        incidents.update(tx, next);
        journal.note(
                tx,
                incident.subject(),
                "update.published",
                author,
                "On " + page.name() + " (" + draft.phase().wireName() + "): "
                        + draft.body().strip(),
                now);
        subscribers.tell(tx, page, next, update, now);
        tx.wake(TOPIC);
    }

    @Override
    public void opened(Tx tx, Incident incident, Instant now) {
        Incident current = incident;
        for (Page page : automaticPages(incident)) {
            var components = affected(page, current);
            String words = UpdateText.of(IncidentPhase.INVESTIGATING, names(page, components));
            current = byItself(tx, current, page, IncidentPhase.INVESTIGATING, words, components, now);
        }
        tx.wake(TOPIC);
    }

    @Override
    public void changed(Tx tx, Incident incident, Instant now) {
        Incident current = incidents.find(tx, incident.id()).orElseThrow();
        if (current.state() == Incident.State.MITIGATED) {
            for (Page page : automaticPages(incident)) {
                Optional<IncidentPhase> said = said(tx, incident, page);
                // What readers were told is over already does not become less over.
                if (said.isPresent()
                        && said.get() != IncidentPhase.MONITORING
                        && said.get().open()) {
                    var components = componentsOn(page, current);
                    components.replaceAll((_, _) -> ComponentStatus.OPERATIONAL);
                    String words = UpdateText.of(IncidentPhase.MONITORING, List.of());
                    current = byItself(tx, current, page, IncidentPhase.MONITORING, words, components, now);
                }
            }
        }
        tx.wake(TOPIC);
    }

    @Override
    public void relapsed(Tx tx, Incident incident, Instant now) {
        takeBack(tx, incident, now, said -> said == IncidentPhase.MONITORING || !said.open());
        tx.wake(TOPIC);
    }

    @Override
    public boolean contradicted(Tx tx, Incident incident, Instant now) {
        boolean takenBack = takeBack(tx, incident, now, said -> !said.open());
        if (takenBack) {
            tx.wake(TOPIC);
        }
        return takenBack;
    }

    /// Says on automatic pages that it goes on, where they said last what is `wrong`.
    private boolean takeBack(Tx tx, Incident incident, Instant now, Predicate<IncidentPhase> wrong) {
        boolean takenBack = false;
        Incident current = incidents.find(tx, incident.id()).orElseThrow();
        for (Page page : automaticPages(incident)) {
            Optional<IncidentPhase> said = said(tx, incident, page);
            if (said.filter(wrong).isPresent()) {
                var components = affected(page, current);
                String words = UpdateText.relapse(names(page, components));
                current = byItself(tx, current, page, IncidentPhase.INVESTIGATING, words, components, now);
                takenBack = true;
            }
        }
        return takenBack;
    }

    /// What this page said last of an incident.
    private Optional<IncidentPhase> said(Tx tx, Incident incident, Page page) {
        return store.ofIncident(tx, incident.id()).stream()
                .filter(update -> update.page().equals(page.slug()))
                .map(UpdateStore.Update::phase)
                .findFirst();
    }

    private Incident byItself(
            Tx tx,
            Incident incident,
            Page page,
            IncidentPhase phase,
            String words,
            Map<String, ComponentStatus> components,
            Instant now) {
        var draft = new Draft(page.slug(), title(incident, names(page, components)), phase, words, components);
        say(tx, incident, page, draft, Journal.CANDOR, ids.next(), Code.next(random), now);
        return incidents.find(tx, incident.id()).orElseThrow();
    }

    @Override
    public void resolved(Tx tx, Incident incident, Instant now) {
        Incident current = incidents.find(tx, incident.id()).orElseThrow();
        for (Page page : automaticPages(incident)) {
            var components = componentsOn(page, current);
            components.replaceAll((_, _) -> ComponentStatus.OPERATIONAL);
            String lasted = incident.timeToResolve()
                    .map(dev.candor.base.time.Durations::words)
                    .orElse("");
            current = byItself(tx, current, page, IncidentPhase.RESOLVED, UpdateText.resolved(lasted), components, now);
        }
        tx.wake(TOPIC);
    }

    private List<Page> automaticPages(Incident incident) {
        return catalogs.current().all(Page.KIND).stream()
                .map(Item::value)
                .filter(page ->
                        page.automatic() && !page.showing(incident.service()).isEmpty())
                .toList();
    }

    /// What the incident says of the page's components. One that a person declared says nothing before its first
    /// update: then it is what monitors of its service see now.
    private LinkedHashMap<String, ComponentStatus> affected(Page page, Incident incident) {
        var components = componentsOn(page, incident);
        if (components.isEmpty()) {
            components.putAll(failing.components(page, incident.service()));
        }
        return components;
    }

    private static LinkedHashMap<String, ComponentStatus> componentsOn(Page page, Incident incident) {
        var components = new LinkedHashMap<String, ComponentStatus>();
        for (Component component : page.components()) {
            ComponentStatus status = incident.components().get(component.code());
            if (status != null) {
                components.put(component.code(), status);
            }
        }
        return components;
    }
}
