package dev.candor.tell.update;

import dev.candor.base.ids.Ids;
import dev.candor.catalog.Catalogs;
import dev.candor.catalog.Page;
import dev.candor.platform.db.Database;
import dev.candor.platform.journal.Journal;
import dev.candor.respond.incident.Incident;
import dev.candor.respond.incident.IncidentStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Puts right what was said wrongly, for everybody to see: the new words count, what was said before stands below
/// them on the page and in its feeds.
public final class Correcting {
    public static final int LONGEST_WHY = 300;

    private static final int MOST = 20;

    private final Database ledger;
    private final UpdateStore store;
    private final IncidentStore incidents;
    private final Catalogs catalogs;
    private final Journal journal;
    private final Ids ids;
    private final InstantSource clock;

    Correcting(
            Database ledger,
            UpdateStore store,
            IncidentStore incidents,
            Catalogs catalogs,
            Journal journal,
            Ids ids,
            InstantSource clock) {
        this.ledger = ledger;
        this.store = store;
        this.incidents = incidents;
        this.catalogs = catalogs;
        this.journal = journal;
        this.ids = ids;
        this.clock = clock;
    }

    /// Puts other words in the place of an update's.
    ///
    /// @param code the update's public id
    /// @param why for readers, one line: `The cause was another one.`
    /// @return empty when done, otherwise why not
    public Optional<String> correct(UUID incident, String code, String body, String why, String by) {
        if (body.isBlank() || body.length() > Updates.LONGEST_BODY) {
            return Optional.of("An update has 1 to " + Updates.LONGEST_BODY + " characters.");
        }
        if (why.isBlank() || why.length() > LONGEST_WHY) {
            return Optional.of("Say to readers why, in 1 to " + LONGEST_WHY + " characters.");
        }
        UUID id = ids.next();
        Instant now = clock.instant();
        return ledger.inTransaction(tx -> {
            Optional<Incident> found = incidents.held(tx, incident);
            Optional<UpdateStore.Update> update = store.byCode(tx, incident, code);
            if (found.isEmpty() || update.isEmpty()) {
                return Optional.of("There is no such update of this incident.");
            }
            List<UpdateStore.Correction> before =
                    store.corrections(tx, update.get().id());
            String said =
                    before.isEmpty() ? update.get().body() : before.getLast().body();
            if (before.stream().anyMatch(one -> one.id().equals(id))) {
                return Optional.empty(); // its commit went through although nobody heard of it
            }
            if (said.equals(body.strip())) {
                return Optional.of("It says that already.");
            }
            if (before.size() >= MOST) {
                return Optional.of("An update is put right " + MOST + " times at most: write a new one.");
            }
            Instant floor = before.isEmpty()
                    ? update.get().displayAt()
                    : before.getLast().at();
            Instant at = now.isAfter(floor) ? now : floor.plusMillis(1);
            store.correct(
                    tx,
                    new UpdateStore.Correction(
                            id, update.get().id(), update.get().page(), body.strip(), why.strip(), by, at));
            String page = catalogs.current()
                    .pageWithSlug(update.get().page())
                    .map(Page::name)
                    .orElse(update.get().page());
            journal.note(
                    tx,
                    found.get().subject(),
                    "update.corrected",
                    by,
                    "On " + page + " put right (" + why.strip() + "): " + body.strip() + " Until then it said: " + said,
                    Map.of("update", code),
                    at,
                    now.isAfter(at) ? now : at);
            tx.wake(Updates.TOPIC);
            return Optional.empty();
        });
    }
}
