package dev.candor.detect.location;

import dev.candor.detect.location.VoteStore.Place;
import dev.candor.detect.monitor.MonitorState;
import dev.candor.platform.db.Database;
import dev.candor.platform.db.DatabaseException;
import dev.candor.platform.db.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is kept for the next start: what was seen from each place, who looked when, and who is waited for.
final class Notes {
    private static final Logger LOG = LoggerFactory.getLogger(Notes.class);

    /// So many rows in one transaction: others want to write as well.
    static final int PIECE = 500;

    /// A noted look is at most believed / 4 older than the last one when it is noted that all are noted. So it counts
    /// for the next start exactly when the last one would.
    private static final int QUARTER = 4;

    private final Database ledger;
    private final VoteStore store = new VoteStore();
    private final Expectations expectations;

    /// Who looked and may have to be noted, with how long a view of that monitor is believed.
    private final Map<Place, Duration> looked = new ConcurrentHashMap<>();

    /// The views as this process noted them.
    private final Map<Place, MonitorState> noted = new ConcurrentHashMap<>();

    /// Whom this process noted as waited for, or found so at its start. What another one on the same ledger noted
    /// since is not touched.
    private final Map<Place, Wait.Rest> awaited = new HashMap<>();

    private boolean begun;

    Notes(Database ledger, Expectations expectations) {
        this.ledger = ledger;
        this.expectations = expectations;
    }

    /// Somebody has looked.
    ///
    /// @param believed how long a view of that monitor counts
    void looked(Place place, Duration believed) {
        looked.put(place, believed);
    }

    /// A verdict has changed: it is kept at once, or with the next notes. What it decides is stored by `Verdicts`.
    void keep(Place place, MonitorState state, Duration believed) {
        noted.remove(place);
        looked.put(place, believed);
        try {
            ledger.inTransaction(tx -> {
                store.save(tx, place.monitor(), place.location(), state);
                return true;
            });
        } catch (DatabaseException away) {
            LOG.warn("The view from {} could not be stored: {}", place.location(), away.getMessage());
        }
    }

    /// Notes what is new since the last time.
    ///
    /// @param views the present view from each place; empty where none is known
    /// @param working whether anybody looks from several places
    synchronized void note(Function<Place, Optional<MonitorState>> views, boolean working, Instant now) {
        if (!begun) {
            awaited.putAll(flat(expectations.leftAtStart()));
            begun = true;
        }
        try {
            noteLooks(views, now);
            noteWaits(now);
            if (working) {
                ledger.inTransaction(tx -> {
                    store.noted(tx, now);
                    return true;
                });
            }
        } catch (DatabaseException away) {
            LOG.debug("Who looked when could not be noted: {}", away.getMessage());
        }
    }

    private void noteLooks(Function<Place, Optional<MonitorState>> views, Instant now) {
        var due = new ArrayList<Map.Entry<Place, Duration>>();
        looked.forEach((place, believed) -> {
            if (views.apply(place)
                    .filter(view -> isDue(place, view, believed, now))
                    .isPresent()) {
                due.add(Map.entry(place, believed));
            }
        });
        inPieces(due, piece -> {
            var written = new HashMap<Place, MonitorState>();
            // Who looks meanwhile is looked at the next time.
            piece.forEach(entry -> looked.remove(entry.getKey()));
            try {
                ledger.inTransaction(tx -> {
                    piece.forEach(entry -> views.apply(entry.getKey()).ifPresent(view -> {
                        store.save(tx, entry.getKey().monitor(), entry.getKey().location(), view);
                        written.put(entry.getKey(), view);
                    }));
                    return true;
                });
            } catch (DatabaseException away) {
                piece.forEach(entry -> looked.putIfAbsent(entry.getKey(), entry.getValue()));
                throw away;
            }
            noted.putAll(written);
        });
    }

    private boolean isDue(Place place, MonitorState view, Duration believed, Instant now) {
        MonitorState before = noted.get(place);
        return before == null
                || before.verdict() != view.verdict()
                || before.lookedAt().isAfter(view.lookedAt()) // the clock was set back
                || before.lookedAt().plus(believed.dividedBy(QUARTER)).isBefore(now);
    }

    private void noteWaits(Instant now) {
        Map<Place, Wait.Rest> left = flat(expectations.left(now));
        var changes = new HashMap<Place, Optional<Wait.Rest>>();
        awaited.keySet().forEach(place -> changes.put(place, Optional.empty()));
        left.forEach((place, rest) -> changes.put(place, Optional.of(rest)));
        changes.entrySet()
                .removeIf(change -> change.getValue().equals(Optional.ofNullable(awaited.get(change.getKey()))));
        inPieces(List.copyOf(changes.entrySet()), piece -> {
            ledger.inTransaction(tx -> {
                piece.forEach(change -> noteWait(tx, change.getKey(), change.getValue()));
                return true;
            });
            piece.forEach(change -> change.getValue()
                    .ifPresentOrElse(
                            rest -> awaited.put(change.getKey(), rest), () -> awaited.remove(change.getKey())));
        });
    }

    private void noteWait(Tx tx, Place place, Optional<Wait.Rest> rest) {
        rest.ifPresentOrElse(left -> store.await(tx, place, left), () -> store.awaitNoMore(tx, place));
    }

    /// Forgets the views from these places.
    synchronized void forget(Predicate<Place> gone) {
        looked.keySet().removeIf(gone);
        noted.keySet().removeIf(gone);
        ledger.inTransaction(tx -> {
            store.places(tx).stream().filter(gone).forEach(place -> store.forget(tx, place));
            return true;
        });
    }

    private static <T> void inPieces(List<T> all, Consumer<List<T>> each) {
        for (int from = 0; from < all.size(); from += PIECE) {
            each.accept(all.subList(from, Math.min(all.size(), from + PIECE)));
        }
    }

    private static Map<Place, Wait.Rest> flat(Map<UUID, Map<String, Wait.Rest>> rests) {
        var flat = new HashMap<Place, Wait.Rest>();
        rests.forEach(
                (monitor, places) -> places.forEach((location, rest) -> flat.put(new Place(monitor, location), rest)));
        return flat;
    }
}
