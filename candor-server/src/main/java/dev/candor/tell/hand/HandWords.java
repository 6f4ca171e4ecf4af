package dev.candor.tell.hand;

import dev.candor.base.ids.Ids;
import dev.candor.catalog.Catalogs;
import dev.candor.catalog.Component;
import dev.candor.catalog.Numbers;
import dev.candor.catalog.Page;
import dev.candor.page.ComponentStatus;
import dev.candor.page.Impact;
import dev.candor.page.IncidentPhase;
import dev.candor.page.kit.HandWord;
import dev.candor.platform.audit.Audit;
import dev.candor.platform.db.Database;
import dev.candor.platform.db.Tx;
import dev.candor.platform.journal.Journal;
import dev.candor.respond.incident.Incident;
import dev.candor.respond.incident.IncidentChange;
import dev.candor.respond.incident.IncidentStore;
import dev.candor.respond.incident.Severity;
import dev.candor.tell.commitment.Keeping;
import dev.candor.tell.page.ComponentStatusStore;
import dev.candor.tell.page.PageStore;
import dev.candor.tell.subscriber.Subscribers;
import dev.candor.tell.update.UpdateStore;
import dev.candor.tell.update.Updates;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Takes words said by hand into the ledger: each becomes a published update at the time it was said, of the incident
/// it named or of a new one. A word is taken in once, whoever brings it and how often.
public final class HandWords {
    private final Database ledger;
    private final Catalogs catalogs;
    private final IncidentStore incidents;
    private final UpdateStore updates;
    private final PageStore pages;
    private final Subscribers subscribers;
    private final Keeping keeping;
    private final Journal journal;
    private final Audit audit;
    private final Ids ids;
    private final InstantSource clock;
    private final WordClashes clashes;

    public HandWords(
            Database ledger,
            Catalogs catalogs,
            IncidentStore incidents,
            UpdateStore updates,
            PageStore pages,
            ComponentStatusStore statuses,
            Subscribers subscribers,
            Keeping keeping,
            Journal journal,
            Audit audit,
            Ids ids,
            InstantSource clock) {
        this.ledger = ledger;
        this.catalogs = catalogs;
        this.incidents = incidents;
        this.updates = updates;
        this.pages = pages;
        this.subscribers = subscribers;
        this.keeping = keeping;
        this.journal = journal;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
        this.clashes = new WordClashes(catalogs, incidents, updates, statuses);
    }

    /// What taking words in came to.
    ///
    /// @param words how many were new
    /// @param incidents the numbers of those they belong to
    public record Taken(int words, List<Long> incidents) {}

    /// What bringing words from elsewhere came to.
    public sealed interface Brought {
        record Done(Taken taken) implements Brought {}

        /// @param why in plain words, for whoever brings them
        record Wrong(String why) implements Brought {}

        /// Something here is called as in them.
        ///
        /// @param why in plain words, for whoever brings them
        record Clashing(String why) implements Brought {}
    }

    /// Takes in what is new of `words`, and has the page go on above `sequence`. All of it or nothing. None is later
    /// than now, whatever the clock said where they were said.
    ///
    /// @param page its slug
    /// @param sequence the highest anybody used for a snapshot of this page
    /// @param words the oldest first
    /// @param by who brings them
    public Taken take(String page, long sequence, List<HandWord> words, String by) {
        Instant now = clock.instant();
        return ledger.inTransaction(tx -> take(tx, page, sequence, words, by, now));
    }

    /// The same with words that somebody sends, who may be wrong about everything: nothing of them is taken in then.
    ///
    /// @param taken public ids of the page that no incident may have
    public Brought bring(String page, long sequence, List<HandWord> words, Set<String> taken, String by) {
        Instant now = clock.instant();
        Optional<String> wrong = WordTimes.wrong(words, now);
        if (wrong.isPresent()) {
            return new Brought.Wrong(wrong.get());
        }
        return ledger.inTransaction(tx -> clashes.first(tx, page, words, taken)
                .<Brought>map(Brought.Clashing::new)
                .orElseGet(() -> new Brought.Done(take(tx, page, sequence, words, by, now))));
    }

    private Taken take(Tx tx, String page, long sequence, List<HandWord> words, String by, Instant now) {
        pages.raise(tx, page, sequence);
        var taken = new LinkedHashMap<String, HandWord>(); // the last one of each incident
        var begun = new LinkedHashSet<String>();
        int count = 0;
        for (HandWord word : WordTimes.notAhead(words, now)) {
            if (take(tx, page, word, begun, by, now)) {
                count++;
                taken.put(word.incident(), word);
            }
        }
        var numbers = new ArrayList<Long>();
        taken.forEach((code, last) -> incidents.byCode(tx, code).ifPresent(incident -> {
            numbers.add(incident.number());
            if (begun.contains(code) && !last.phase().open()) {
                end(tx, incident, last, now);
            }
            tell(tx, page, incident, last, now);
        }));
        if (count > 0) {
            tx.wake(Updates.TOPIC);
        }
        return new Taken(count, numbers);
    }

    /// It began with these words, and nobody but a person knows when it is over: the last of them counts.
    private void end(Tx tx, Incident incident, HandWord last, Instant now) {
        if (incident.open()) {
            incidents.update(tx, IncidentChange.resolved(incident, last.at()));
            journal.note(
                    tx,
                    incident.subject(),
                    "incident.resolved",
                    author(last),
                    "Said by hand that it is over",
                    Map.of("by_hand", true),
                    last.at(),
                    now);
        }
    }

    private boolean take(Tx tx, String page, HandWord word, Set<String> begun, String by, Instant now) {
        Optional<Incident> known =
                incidents.byCode(tx, word.incident()).flatMap(found -> incidents.held(tx, found.id()));
        Incident incident = known.orElseGet(() -> begin(tx, page, word, begun, now));
        Optional<UpdateStore.Word> last =
                Optional.ofNullable(updates.last(tx, incident.id()).get(page));
        if (!updates.insert(tx, update(page, incident, word), now)) {
            return false;
        }
        if (last.filter(said -> said.displayAt().isAfter(word.at())).isEmpty()) {
            incidents.update(tx, told(incident, word));
        }
        String author = author(word);
        journal.note(
                tx,
                incident.subject(),
                "update.published",
                author,
                "By hand, while Candor was away, on " + page + " ("
                        + word.phase().wireName() + "): " + word.markdown(),
                Map.of("by_hand", true, "update", word.code()),
                word.at(),
                now);
        boolean wasOver = last.filter(said -> said.over() && !said.displayAt().isAfter(word.at()))
                .isPresent();
        if (wasOver && word.phase().open()) {
            keeping.relapsed(tx, incident, page, now);
        }
        boolean goesOnSince = last.filter(
                        said -> !said.over() && said.displayAt().isAfter(word.at()))
                .isPresent();
        keeping.said(tx, incident, page, goesOnSince || word.phase().open(), author, word.at());
        audit.note(tx, author, "", "page.say", "incident/" + incident.number(), "taken in by " + by, now);
        return true;
    }

    private Incident begin(Tx tx, String page, HandWord word, Set<String> begun, Instant now) {
        String service = service(page, word);
        incidents.lock(tx, service);
        var incident = new Incident(
                ids.next(),
                word.incident(),
                Numbers.next(tx, "incident"),
                word.title(),
                "",
                service,
                severity(word),
                Incident.State.ACKNOWLEDGED,
                IncidentPhase.INVESTIGATING,
                Incident.Visibility.INTERNAL,
                Impact.NONE,
                Map.of(),
                "",
                word.at(),
                word.at(),
                Optional.of(word.at()),
                Optional.empty(),
                Optional.empty(),
                now,
                now,
                0);
        incidents.insert(tx, incident);
        begun.add(word.incident());
        journal.note(
                tx,
                incident.subject(),
                "incident.declared",
                author(word),
                "Incident " + incident.number() + " was declared by hand, while Candor was away",
                Map.of("by_hand", true),
                word.at(),
                now);
        return incident;
    }

    private static Incident told(Incident was, HandWord word) {
        var components = new LinkedHashMap<>(was.components());
        components.putAll(word.components());
        if (!word.phase().open()) {
            // From here on the monitors alone speak for them.
            components.replaceAll((_, _) -> ComponentStatus.OPERATIONAL);
        }
        return IncidentChange.told(was, word.title(), word.phase(), impact(components), components, word.at());
    }

    private static Impact impact(Map<String, ComponentStatus> components) {
        return components.values().stream()
                .map(Impact::of)
                .max(Impact::compareTo)
                .orElse(Impact.NONE);
    }

    private static UpdateStore.Update update(String page, Incident incident, HandWord word) {
        return new UpdateStore.Update(
                word.id(),
                word.code(),
                incident.id(),
                page,
                word.phase(),
                word.markdown(),
                word.components(),
                author(word),
                word.at());
    }

    private static String author(HandWord word) {
        return word.by() + " (by hand)";
    }

    /// Subscribers read the last word of each incident: those before are history by now.
    private void tell(Tx tx, String slug, Incident incident, HandWord last, Instant now) {
        catalogs.current()
                .pageWithSlug(slug)
                .ifPresent(page -> subscribers.tell(tx, page, incident, update(slug, incident, last), now));
    }

    private static Severity severity(HandWord word) {
        return switch (impact(word.components())) {
            case CRITICAL -> Severity.SEV1;
            case MAJOR -> Severity.SEV2;
            case MINOR, NONE -> Severity.SEV3;
        };
    }

    /// The service behind what the word names, or behind the page; empty when there is none.
    private String service(String slug, HandWord word) {
        List<Component> all =
                catalogs.current().pageWithSlug(slug).map(Page::components).orElse(List.of());
        return all.stream()
                .filter(component -> word.components().containsKey(component.code()))
                .flatMap(component -> component.services().stream())
                .findFirst()
                .or(() -> all.stream()
                        .flatMap(component -> component.services().stream())
                        .findFirst())
                .orElse("");
    }
}
