package dev.candor.detect.location;

import dev.candor.catalog.Item;
import dev.candor.detect.location.VoteStore.Place;
import dev.candor.detect.monitor.FromPlace;
import dev.candor.detect.monitor.Monitor;
import dev.candor.detect.monitor.MonitorState;
import dev.candor.detect.monitor.Observation;
import dev.candor.detect.monitor.Outcome;
import dev.candor.detect.monitor.Verdict;
import dev.candor.detect.monitor.Verdicts;
import dev.candor.platform.db.Database;
import dev.candor.platform.db.DatabaseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/// From the views of several places to one verdict, and to a verdict on each place that is bad alone. The view from a
/// place is decided by the monitor's own rule; what is told goes through `Verdicts` like every other evidence.
public final class Votes {
    /// How long a place must be bad alone before it is told: the others get the time to fail too, and to recover.
    private static final Duration HOLD = Duration.ofSeconds(15);

    private static final Duration ASK_AGAIN = Duration.ofSeconds(10);

    private final Database ledger;
    private final VoteStore store = new VoteStore();
    private final Verdicts verdicts;
    private final InstantSource clock;
    private final Map<Place, MonitorState> states = new ConcurrentHashMap<>();
    private final Map<Place, Instant> aloneSince = new ConcurrentHashMap<>();

    private final Map<UUID, Object> locks = new ConcurrentHashMap<>();

    private final Expectations expectations;
    private final Notes notes;

    /// With the ledger away it is not asked again for a while.
    private volatile Instant askAgainAt = Instant.MIN;

    public Votes(Database ledger, Verdicts verdicts, InstantSource clock, Expectations expectations) {
        this.ledger = ledger;
        this.verdicts = verdicts;
        this.clock = clock;
        this.expectations = expectations;
        this.notes = new Notes(ledger, expectations);
    }

    /// Takes the view from one place into account.
    ///
    /// @return the state of the monitor after it
    public MonitorState vote(Item<Monitor> monitor, String location, Observation seen) {
        var _ = expectations.remember();
        synchronized (locks.computeIfAbsent(monitor.id(), _ -> new Object())) {
            var key = new Place(monitor.id(), location);
            Duration believed = monitor.value().rule().unknownAfter();
            List<QuorumRule.Vote> votes = votes(monitor);
            expectations.asked(monitor.id(), votes, believed, seen.outcome(), clock.instant());
            Expected expected = expectations.of(monitor.id(), votes, believed, clock.instant());
            MonitorState before = state(monitor.id(), location);
            // Who could not look has said nothing: he counts as before, for as long as that is believed.
            MonitorState counting = expected.asBelieved(new QuorumRule.Vote(location, before), believed)
                    .state();
            boolean looked = seen.outcome() != Outcome.NOT_RUN;
            boolean tooOld = counting.lookedAt().plus(believed).isBefore(clock.instant());
            MonitorState after = monitor.value()
                    .rule()
                    .decide(looked && tooOld ? before.anew(seen.at()) : counting, seen)
                    .next();
            if (looked || states.containsKey(key)) {
                states.put(key, after); // else its stored view is not known yet
            }
            if (looked) {
                notes.looked(key, believed);
            }
            if (looked && after.verdict() != Verdict.UNKNOWN) {
                expected.reported(location);
            }
            if (after.verdict() != before.verdict()) {
                notes.keep(key, after, believed);
            }
            return decided(monitor);
        }
    }

    /// An agent is heard of.
    ///
    /// @return whether it is known who was heard before this start; before that nothing may be stored over it
    public boolean heard() {
        boolean known = expectations.remember();
        expectations.heard(clock.instant());
        return known;
    }

    /// What is known from there.
    public MonitorState state(UUID monitor, String location) {
        var key = new Place(monitor, location);
        MonitorState known = states.get(key);
        if (known != null) {
            return known;
        }
        // With the ledger away nothing is remembered: what is stored is asked for again.
        return stored(key)
                .map(stored -> {
                    MonitorState raced = states.putIfAbsent(key, stored);
                    return raced == null ? stored : raced;
                })
                .orElseGet(() -> MonitorState.unseen(clock.instant()));
    }

    /// The view from every place of a monitor, in its order.
    public List<QuorumRule.Vote> votes(Item<Monitor> monitor) {
        return monitor.value().places().locations().stream()
                .map(location -> new QuorumRule.Vote(location, state(monitor.id(), location)))
                .toList();
    }

    /// What is kept of that place; empty when that is not known now.
    private Optional<MonitorState> stored(Place key) {
        Instant now = clock.instant();
        if (now.isBefore(askAgainAt)) {
            return Optional.empty();
        }
        try {
            // It keeps the time it was last looked at: a view from before the start is not fresh.
            return Optional.of(ledger.read(tx -> store.state(tx, key.monitor(), key.location()))
                    .orElseGet(() -> MonitorState.unseen(now)));
        } catch (DatabaseException away) {
            askAgainAt = now.plus(ASK_AGAIN);
            return Optional.empty();
        }
    }

    /// Keeps for the next start who looked when, and who is waited for.
    void note(Instant now) {
        if (expectations.remember()) { // else what was stored before may still be asked for
            notes.note(place -> Optional.ofNullable(states.get(place)), !states.isEmpty(), now);
        }
    }

    /// Forgets what was seen of monitors nobody watches any more, and from places that look at them no longer:
    /// whoever looks again begins anew.
    ///
    /// @param watched by monitor, the places that look at it
    public void keepOnly(Map<UUID, Set<String>> watched) {
        Predicate<Place> gone =
                key -> !watched.getOrDefault(key.monitor(), Set.of()).contains(key.location());
        expectations.keepOnly(watched);
        locks.keySet().retainAll(watched.keySet());
        states.keySet().removeIf(gone);
        aloneSince.keySet().removeIf(gone);
        notes.forget(gone);
    }

    /// What all views come to now, also when no new one came.
    MonitorState together(Item<Monitor> monitor) {
        synchronized (locks.computeIfAbsent(monitor.id(), _ -> new Object())) {
            return decided(monitor);
        }
    }

    private MonitorState decided(Item<Monitor> monitor) {
        Instant now = clock.instant();
        Duration believed = monitor.value().rule().unknownAfter();
        List<QuorumRule.Vote> votes = votes(monitor);
        Expected expected = expectations.of(monitor.id(), votes, believed, now);
        List<QuorumRule.Vote> views =
                votes.stream().map(vote -> expected.asBelieved(vote, believed)).toList();
        if (votes.stream().noneMatch(vote -> vote.isFresh(believed, now))
                && views.stream().anyMatch(vote -> vote.isFresh(believed, now))) {
            return verdicts.state(monitor.id()); // what is only believed of others is no news
        }
        QuorumRule.Decision decision = QuorumRule.decide(
                views, monitor.value().places().quorum(), expected.missing(votes, believed, now), believed, now);
        MonitorState state = verdicts.observe(FromPlace.together(monitor), "quorum", decision.together());
        for (String location : monitor.value().places().locations()) {
            boolean awaited = expected.awaits(location); // it has a vote, but says nothing of itself
            Optional<QuorumRule.Vote> bad = decision.bad().stream()
                    .filter(vote -> vote.location().equals(location) && !awaited)
                    .findFirst();
            boolean silent = bad.isEmpty() && (awaited || !decision.fresh().contains(location));
            alone(monitor, location, bad, silent, state.verdict() == Verdict.DOWN, now);
        }
        return state;
    }

    /// A place that is bad alone fails a monitor of its own, which is well as soon as it sees again or the service is
    /// down for all. A place that fell silent sees nothing: what was bad there stays so.
    private void alone(
            Item<Monitor> monitor,
            String location,
            Optional<QuorumRule.Vote> bad,
            boolean silent,
            boolean down,
            Instant now) {
        Item<Monitor> place = FromPlace.one(monitor, location);
        var key = new Place(monitor.id(), location);
        if (silent && !down) {
            aloneSince.remove(key);
        } else if (bad.isEmpty() || down) {
            aloneSince.remove(key);
            if (verdicts.state(place.id()).verdict() == Verdict.DOWN) {
                verdicts.observe(place, location, new Observation(now, Outcome.PASSED, "", ""));
            }
        } else if (!aloneSince.computeIfAbsent(key, _ -> now).plus(HOLD).isAfter(now)) {
            String detail = "only from " + location + ": " + bad.get().state().detail();
            verdicts.observe(place, location, new Observation(now, Outcome.FAILED, "location", detail));
        }
    }
}
