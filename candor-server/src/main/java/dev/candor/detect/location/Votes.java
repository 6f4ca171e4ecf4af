package dev.candor.detect.location;

import dev.candor.catalog.Item;
import dev.candor.detect.Detect;
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
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// From the views of several places to one verdict, and to a verdict on each place that is bad alone. The view from a
/// place is decided by the monitor's own rule; what is told goes through `Verdicts` like every other evidence.
public final class Votes {
    private static final Logger LOG = LoggerFactory.getLogger(Votes.class);

    /// How long a place must be bad alone before it is told: the others get the time to fail too, and to recover.
    private static final Duration HOLD = Duration.ofSeconds(15);

    private record Key(UUID monitor, String location) {}

    private final Database ledger;
    private final VoteStore store = new VoteStore();
    private final Verdicts verdicts;
    private final InstantSource clock;
    private final Map<Key, MonitorState> states = new ConcurrentHashMap<>();
    private final Map<Key, Instant> aloneSince = new ConcurrentHashMap<>();
    private final Map<UUID, Object> locks = new ConcurrentHashMap<>();

    /// By monitor, the places that are expected back after a start or a common silence.
    private final Map<UUID, Expected> expected = new ConcurrentHashMap<>();

    private final Instant started;
    private final Supplier<Map<String, Instant>> agents;

    /// The agents that were still heard of when we last worked, by location; empty before anybody was asked.
    private volatile Optional<Map<String, Instant>> before = Optional.empty();

    /// @param agents when the agent of each location was last heard of; asked before any of this start reports
    public Votes(Database ledger, Verdicts verdicts, InstantSource clock, Supplier<Map<String, Instant>> agents) {
        this.agents = agents;
        this.ledger = ledger;
        this.verdicts = verdicts;
        this.clock = clock;
        this.started = clock.instant();
        rememberAgents();
    }

    /// Takes the view from one place into account.
    ///
    /// @return the state of the monitor after it
    public MonitorState vote(Item<Monitor> monitor, String location, Observation seen) {
        rememberAgents();
        synchronized (locks.computeIfAbsent(monitor.id(), _ -> new Object())) {
            var key = new Key(monitor.id(), location);
            MonitorState before = state(monitor.id(), location);
            MonitorState after = monitor.value().rule().decide(before, seen).next();
            expect(monitor);
            states.put(key, after);
            expected(monitor).reported(location);
            if (after.verdict() != before.verdict()) {
                keep(key, after);
            }
            return decided(monitor);
        }
    }

    /// What is known from there.
    public MonitorState state(UUID monitor, String location) {
        var key = new Key(monitor, location);
        MonitorState known = states.get(key);
        if (known != null) {
            return known;
        }
        MonitorState stored = stored(key);
        MonitorState raced = states.putIfAbsent(key, stored);
        return raced == null ? stored : raced;
    }

    /// The view from every place of a monitor, in its order.
    public List<QuorumRule.Vote> votes(Item<Monitor> monitor) {
        return monitor.value().places().locations().stream()
                .map(location -> new QuorumRule.Vote(location, state(monitor.id(), location)))
                .toList();
    }

    private MonitorState stored(Key key) {
        Instant now = clock.instant();
        try {
            // It keeps the time it was last looked at: a view from before the start is not fresh.
            return ledger.read(tx -> store.state(tx, key.monitor(), key.location()))
                    .orElseGet(() -> MonitorState.unseen(now));
        } catch (DatabaseException away) {
            return MonitorState.unseen(now);
        }
    }

    /// Only for the next start: what it decides is stored by `Verdicts`.
    private void keep(Key key, MonitorState state) {
        try {
            ledger.inTransaction(tx -> {
                store.save(tx, key.monitor(), key.location(), state);
                return true;
            });
        } catch (DatabaseException away) {
            LOG.warn("The view from {} could not be stored: {}", key.location(), away.getMessage());
        }
    }

    private Expected expected(Item<Monitor> monitor) {
        return expected.computeIfAbsent(
                monitor.id(),
                _ -> new Expected(
                        started,
                        monitor.value().places().locations().stream()
                                .filter(location -> wasHeard(
                                        location, monitor.value().rule().unknownAfter()))
                                .toList()));
    }

    /// When nobody was heard for as long as a view is believed, the line or we ourselves were away: who was heard right
    /// before it is expected back as he was. Else whoever comes first would decide alone.
    private void expect(Item<Monitor> monitor) {
        Duration believed = monitor.value().rule().unknownAfter();
        List<QuorumRule.Vote> views = believed(monitor);
        Instant newest = views.stream()
                .filter(vote -> vote.state().verdict() != Verdict.UNKNOWN)
                .map(vote -> vote.state().lookedAt())
                .max(Instant::compareTo)
                .orElse(started);
        Instant now = clock.instant();
        if (newest.plus(believed).isBefore(now)) {
            List<String> heard = views.stream()
                    .filter(vote -> vote.isFresh(believed, newest))
                    .map(QuorumRule.Vote::location)
                    .toList();
            expected.put(monitor.id(), new Expected(now, heard));
        }
    }

    private List<QuorumRule.Vote> believed(Item<Monitor> monitor) {
        Expected back = expected(monitor);
        return votes(monitor).stream().map(back::asBelieved).toList();
    }

    /// Before anything of this start is stored: afterwards nobody knows who was silent when we stopped. With the
    /// database away, as soon as it can be read.
    private void rememberAgents() {
        if (before.isPresent()) {
            return;
        }
        synchronized (agents) {
            if (before.isEmpty()) {
                try {
                    before = Optional.of(Map.copyOf(agents.get()));
                } catch (DatabaseException away) {
                    LOG.debug("Who was heard before the start is not known yet: {}", away.getMessage());
                }
            }
        }
    }

    private boolean wasHeard(String location, Duration believed) {
        Map<String, Instant> known = before.orElse(Map.of());
        Instant own = known.get(location);
        Instant newest = known.values().stream().max(Instant::compareTo).orElse(started);
        return location.equals(Detect.HERE)
                || own != null && !own.plus(believed).isBefore(newest);
    }

    /// Forgets what was seen of monitors nobody watches any more, and from places that look at them no longer:
    /// whoever looks again begins anew.
    ///
    /// @param watched by monitor, the places that look at it
    public void keepOnly(Map<UUID, Set<String>> watched) {
        Predicate<Key> gone =
                key -> !watched.getOrDefault(key.monitor(), Set.of()).contains(key.location());
        expected.keySet().retainAll(watched.keySet());
        states.keySet().removeIf(gone);
        aloneSince.keySet().removeIf(gone);
        ledger.inTransaction(tx -> {
            store.places(tx).stream()
                    .filter(place -> gone.test(new Key(place.monitor(), place.location())))
                    .forEach(place -> store.forget(tx, place));
            return true;
        });
    }

    /// What all views come to now, also when no new one came.
    MonitorState together(Item<Monitor> monitor) {
        synchronized (locks.computeIfAbsent(monitor.id(), _ -> new Object())) {
            return decided(monitor);
        }
    }

    private MonitorState decided(Item<Monitor> monitor) {
        Instant now = clock.instant();
        QuorumRule.Decision decision = QuorumRule.decide(
                believed(monitor),
                monitor.value().places().quorum(),
                monitor.value().rule().unknownAfter(),
                now);
        MonitorState state = verdicts.observe(FromPlace.together(monitor), "quorum", decision.together());
        for (String location : monitor.value().places().locations()) {
            boolean awaited = expected(monitor).awaits(location); // it has a vote, but says nothing of itself
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
        var key = new Key(monitor.id(), location);
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
