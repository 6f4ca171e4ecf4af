package dev.candor.tell.update;

import dev.candor.base.ids.Ids;
import dev.candor.base.ids.Randomness;
import dev.candor.catalog.Catalogs;
import dev.candor.catalog.Code;
import dev.candor.catalog.Item;
import dev.candor.catalog.Page;
import dev.candor.page.ComponentStatus;
import dev.candor.page.Impact;
import dev.candor.platform.db.Tx;
import dev.candor.platform.journal.Journal;
import dev.candor.respond.incident.Incident;
import dev.candor.respond.incident.IncidentChange;
import dev.candor.respond.incident.IncidentStore;
import dev.candor.tell.commitment.Keeping;
import dev.candor.tell.commitment.Promise;
import dev.candor.tell.subscriber.Subscribers;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Says words on a page, whoever they are from: stored, told to subscribers, and known afterwards.
final class Saying {
    private final UpdateStore store;
    private final IncidentStore incidents;
    private final Subscribers subscribers;
    private final Catalogs catalogs;
    private final Journal journal;
    private final Keeping keeping;
    private final Ids ids;
    private final Randomness random;

    Saying(
            UpdateStore store,
            IncidentStore incidents,
            Subscribers subscribers,
            Catalogs catalogs,
            Journal journal,
            Keeping keeping,
            Ids ids,
            Randomness random) {
        this.store = store;
        this.incidents = incidents;
        this.subscribers = subscribers;
        this.catalogs = catalogs;
        this.journal = journal;
        this.keeping = keeping;
        this.ids = ids;
        this.random = random;
    }

    /// What an update is called and when it is said.
    record Named(UUID id, String code, Instant at) {}

    Named name(Instant now) {
        return new Named(ids.next(), Code.next(random), now);
    }

    /// A name newer than what the page said before, also when somebody waited for his turn meanwhile or a clock was set
    /// back.
    ///
    /// @param was the name of a try before, which may have been stored although nobody heard of it
    Named name(Tx tx, UUID incident, Page page, @Nullable Named was, Instant now) {
        if (was != null && store.exists(tx, was.id())) {
            return was;
        }
        return name(newer(tx, incident, page, now));
    }

    /// The same for an `id` that somebody else chose: the same words carry the same one.
    Named name(Tx tx, UUID id, UUID incident, Page page, Instant now) {
        return new Named(
                id, Code.next(Randomness.seeded(id.getLeastSignificantBits())), newer(tx, incident, page, now));
    }

    private Instant newer(Tx tx, UUID incident, Page page, Instant now) {
        return Optional.ofNullable(store.last(tx, incident).get(page.slug()))
                .map(UpdateStore.Word::displayAt)
                .filter(last -> !last.isBefore(now))
                .map(last -> last.plusMillis(1))
                .orElse(now);
    }

    void say(Tx tx, Incident incident, Page page, Draft draft, String author, Named named) {
        say(tx, incident, page, draft, List.of(), author, named);
    }

    /// @param promises what readers are promised with it; earlier promises that these words keep are kept first
    void say(Tx tx, Incident incident, Page page, Draft draft, List<Promise> promises, String author, Named named) {
        Instant now = named.at();
        var components = new LinkedHashMap<>(incident.components());
        components.putAll(draft.components());
        if (!draft.phase().open()) {
            // Resolved on the page: from here on the monitors alone speak for its components.
            page.components().forEach(component -> components.replace(component.code(), ComponentStatus.OPERATIONAL));
        }
        Impact impact = components.values().stream()
                .map(Impact::of)
                .max(Impact::compareTo)
                .orElse(Impact.NONE);
        Incident next = IncidentChange.told(incident, draft.title().strip(), draft.phase(), impact, components, now);
        var update = new UpdateStore.Update(
                named.id(),
                named.code(),
                incident.id(),
                page.slug(),
                draft.phase(),
                draft.body().strip(),
                draft.components(),
                author,
                now);
        boolean wasOver = Optional.ofNullable(store.last(tx, incident.id()).get(page.slug()))
                .filter(UpdateStore.Word::over)
                .isPresent();
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
        if (wasOver && draft.phase().open()) {
            keeping.relapsed(tx, next, page.slug(), now);
        }
        keeping.said(tx, next, page.slug(), draft.phase().open(), author, now);
        keeping.make(tx, next, page.slug(), promises, author, now);
        subscribers.tell(tx, page, next, update, now);
        tx.wake(Updates.TOPIC);
    }

    /// The pages whose last word about an incident is such a one.
    List<Page> pages(Tx tx, Incident incident, Predicate<UpdateStore.Word> such) {
        Map<String, UpdateStore.Word> last = store.last(tx, incident.id());
        return catalogs.current().all(Page.KIND).stream()
                .map(Item::value)
                .filter(page ->
                        Optional.ofNullable(last.get(page.slug())).filter(such).isPresent())
                .toList();
    }
}
