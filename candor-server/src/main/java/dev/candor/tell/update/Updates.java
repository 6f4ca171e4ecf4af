package dev.candor.tell.update;

import dev.candor.base.ids.Ids;
import dev.candor.base.ids.Randomness;
import dev.candor.catalog.Catalogs;
import dev.candor.catalog.Page;
import dev.candor.detect.monitor.StillFailing;
import dev.candor.detect.monitor.Verdicts;
import dev.candor.page.IncidentPhase;
import dev.candor.platform.db.Database;
import dev.candor.platform.db.Tx;
import dev.candor.platform.journal.Journal;
import dev.candor.respond.incident.Incident;
import dev.candor.respond.incident.IncidentEvents;
import dev.candor.respond.incident.IncidentStore;
import dev.candor.respond.incident.Ongoing;
import dev.candor.tell.commitment.Commitments;
import dev.candor.tell.commitment.Keeping;
import dev.candor.tell.commitment.Promise;
import dev.candor.tell.subscriber.Subscribers;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

/// Words about incidents on pages: a person's, by a click after a preview; {@link AutomaticUpdates} says the rest.
public final class Updates {
    /// The topic woken when anything a page shows changed.
    public static final String TOPIC = "page";

    public static final int LONGEST_BODY = 25_000;

    private final Database ledger;
    private final UpdateStore store;
    private final IncidentStore incidents;
    private final Catalogs catalogs;
    private final Affected affected;
    private final Saying saying;
    private final AutomaticUpdates automatic;
    private final Correcting correcting;
    private final Ongoing ongoing;
    private final InstantSource clock;

    public Updates(
            Database ledger,
            UpdateStore store,
            IncidentStore incidents,
            Subscribers subscribers,
            Catalogs catalogs,
            Verdicts verdicts,
            Journal journal,
            Keeping keeping,
            Ids ids,
            Randomness random,
            InstantSource clock) {
        this.ledger = ledger;
        this.store = store;
        this.incidents = incidents;
        this.catalogs = catalogs;
        this.affected = new Affected(catalogs, verdicts);
        this.saying = new Saying(store, incidents, subscribers, catalogs, journal, keeping, ids, random);
        this.automatic = new AutomaticUpdates(saying, store, incidents, affected, catalogs, journal, keeping);
        this.correcting = new Correcting(ledger, store, incidents, catalogs, journal, ids, clock);
        this.ongoing = new Ongoing(catalogs);
        this.clock = clock;
    }

    public UpdateStore store() {
        return store;
    }

    /// How words are put right that were wrong.
    public Correcting correcting() {
        return correcting;
    }

    /// What is said by itself when incidents change.
    public IncidentEvents automatic() {
        return automatic;
    }

    /// A first draft for a person to correct: the next phase's usual words, the affected components filled in.
    public Draft draft(Incident incident, Page page) {
        return ledger.read(tx -> draft(tx, incident, page));
    }

    private Draft draft(Tx tx, Incident incident, Page page) {
        boolean over = incident.state() == Incident.State.MITIGATED || incident.state() == Incident.State.RESOLVED;
        Optional<IncidentPhase> said = lastPhase(tx, incident.id(), page.slug());
        boolean saidOver = said.filter(phase -> !isTrouble(phase)).isPresent();
        IncidentPhase phase = over
                ? incident.state() == Incident.State.RESOLVED ? IncidentPhase.RESOLVED : IncidentPhase.MONITORING
                : next(said);
        var components = over ? affected.over(page, incident) : affected.now(tx, page, incident);
        List<String> names = Affected.names(page, components);
        return new Draft(
                page.slug(),
                UpdateText.title(incident, names),
                phase,
                saidOver && !over ? UpdateText.relapse(names) : UpdateText.of(phase, names),
                components);
    }

    /// What is usually said next while it goes on.
    private static IncidentPhase next(Optional<IncidentPhase> said) {
        return said.filter(Updates::isTrouble).isPresent() ? IncidentPhase.IDENTIFIED : IncidentPhase.INVESTIGATING;
    }

    /// Whether readers were told that something is wrong now.
    private static boolean isTrouble(IncidentPhase phase) {
        return phase.open() && phase != IncidentPhase.MONITORING;
    }

    /// What a page said last of an incident; empty when nothing.
    public Optional<IncidentPhase> lastPhase(UUID incident, String page) {
        return ledger.read(tx -> lastPhase(tx, incident, page));
    }

    private Optional<IncidentPhase> lastPhase(Tx tx, UUID incident, String page) {
        return Optional.ofNullable(store.last(tx, incident).get(page)).map(UpdateStore.Word::phase);
    }

    /// Publishes; empty when done, otherwise why not.
    public Optional<String> publish(UUID incident, Draft draft, String author) {
        return publish(incident, draft, List.of(), author);
    }

    /// @param promises what readers are promised with it
    public Optional<String> publish(UUID incident, Draft draft, List<Promise> promises, String author) {
        Optional<String> wrong = wrong(draft, promises);
        if (wrong.isPresent()) {
            return wrong;
        }
        Page page = catalogs.current().pageWithSlug(draft.page()).orElseThrow();
        // Outlives the work, which may run twice; the readers' mails are keyed by the code.
        var named = new AtomicReference<Saying.Named>();
        return ledger.inTransaction(tx -> {
            Optional<Incident> found = incidents.held(tx, incident);
            if (found.isEmpty()) {
                return Optional.of("There is no such incident.");
            }
            Optional<String> early = tooEarly(tx, found.get(), draft);
            if (early.isEmpty()) {
                Saying.Named name = saying.name(tx, incident, page, named.get(), clock.instant());
                named.set(name);
                saying.say(tx, found.get(), page, draft, promises, author, name);
            }
            return early;
        });
    }

    /// The names of the pages whose readers were told that an incident is over which goes on.
    public List<String> saidOverTooEarly(Tx tx, Incident incident) {
        boolean on = incident.state() == Incident.State.TRIGGERED || incident.state() == Incident.State.ACKNOWLEDGED;
        return on && incident.isPublic()
                ? saying.pages(tx, incident, UpdateStore.Word::over).stream()
                        .map(Page::name)
                        .toList()
                : List.of();
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
    public void pretend(Tx tx, UUID incident, Draft draft, List<Promise> promises, String author, Instant now) {
        catalogs.current()
                .pageWithSlug(draft.page())
                .ifPresent(page -> incidents
                        .find(tx, incident)
                        .ifPresent(found -> saying.say(tx, found, page, draft, promises, author, saying.name(now))));
    }

    /// Words of a run about its incident, in the transaction of its step; once for each `id`.
    ///
    /// @return false when the incident or the page is gone, or when readers would be told that it is over while
    ///     a monitor still sees it
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
        var components = phase.open() && phase != IncidentPhase.MONITORING
                ? affected.now(tx, page.get(), found.get())
                : affected.over(page.get(), found.get());
        String title = UpdateText.title(found.get(), Affected.names(page.get(), components));
        var draft = new Draft(page.get().slug(), title, phase, body, components);
        if (tooEarly(tx, found.get(), draft).isPresent()) {
            return false;
        }
        saying.say(tx, found.get(), page.get(), draft, author, saying.name(tx, id, incident, page.get(), now));
        return true;
    }

    /// Why the draft cannot be published with these promises; empty when it can.
    public Optional<String> wrong(Draft draft, List<Promise> promises) {
        return wrong(draft).or(() -> Commitments.wrong(promises, !draft.phase().open()));
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
}
