package dev.candor.detect.location;

import dev.candor.detect.Detect;
import dev.candor.detect.location.QuorumRule.Vote;
import dev.candor.detect.monitor.Outcome;
import dev.candor.detect.monitor.Verdict;
import dev.candor.platform.db.DatabaseException;
import dev.candor.platform.db.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which places are expected to look at each monitor, and which of them count as they were until they do.
public final class Expectations {
    private static final Logger LOG = LoggerFactory.getLogger(Expectations.class);

    /// What was known when we last worked.
    ///
    /// @param agents when the agent of each location was last heard of
    /// @param noted when it was last noted who looked: what is stored is of then
    /// @param left by monitor and place, what was left of the waits
    public record Before(Map<String, Instant> agents, Optional<Instant> noted, Map<UUID, Map<String, Wait.Rest>> left) {
        private static final Before UNKNOWN = new Before(Map.of(), Optional.empty(), Map.of());

        /// With what is stored of looks and waits.
        public static Before of(Tx tx, Map<String, Instant> agents) {
            var store = new VoteStore();
            return new Before(Map.copyOf(agents), store.noted(tx), store.left(tx));
        }

        /// All agents may have fallen silent together, long before we stopped: what counts is when we stopped
        /// ourselves.
        Instant stopped(Instant started) {
            Instant newest = agents.values().stream().max(Instant::compareTo).orElse(started);
            return noted.filter(until -> until.isAfter(newest)).orElse(newest);
        }

        /// From when on a look was new enough to count when we stopped.
        Instant lately(Instant started, Duration believed) {
            return noted.orElse(stopped(started)).minus(believed);
        }
    }

    /// How often it is noted who looked.
    static final Duration NOTED_EVERY = Duration.ofSeconds(10);

    private final Map<UUID, Expected> expected = new ConcurrentHashMap<>();

    /// What was left of the waits of monitors that nobody was asked to look at since the start.
    private final Map<UUID, Map<String, Wait.Rest>> left = new ConcurrentHashMap<>();

    private final Instant started;
    private final Supplier<Before> beforeStart;
    private final ReentrantLock asking = new ReentrantLock();
    private final Supplier<Map<String, Instant>> agents;

    private volatile Quiet quiet;

    /// Empty before anybody could be asked.
    private volatile Optional<Before> before = Optional.empty();

    /// @param before asked before any agent of this start reports; may throw `DatabaseException`
    /// @param agents when the agent of each location was last heard of, also since the start
    public Expectations(Instant started, Supplier<Before> before, Supplier<Map<String, Instant>> agents) {
        this.started = started;
        this.beforeStart = before;
        this.agents = agents;
        this.quiet = Quiet.before(started, started);
        var _ = remember();
    }

    /// Before anything of this start is stored: afterwards nobody knows who was silent when we stopped. With the
    /// database away, as soon as it can be read.
    ///
    /// @return whether it is known
    boolean remember() {
        if (before.isPresent()) {
            return true;
        }
        if (!asking.tryLock()) {
            return before.isPresent(); // somebody asks already: nobody queues behind a database that does not answer
        }
        try {
            if (before.isEmpty()) {
                Before known = beforeStart.get();
                left.putAll(known.left());
                stoppedAt(known.stopped(started));
                before = Optional.of(known);
            }
        } catch (DatabaseException away) {
            LOG.debug("Who was heard before the start is not known yet: {}", away.getMessage());
        } finally {
            asking.unlock();
        }
        return before.isPresent();
    }

    /// An agent was heard of.
    synchronized void heard(Instant now) {
        quiet = quiet.heard(now);
    }

    private synchronized void stoppedAt(Instant stopped) {
        if (quiet.heard().equals(started)) {
            quiet = Quiet.before(stopped, started);
        }
    }

    /// A place is about to give its view, or could not look.
    ///
    /// When nobody was heard for as long as a view is believed, the line or we ourselves were away: who
    /// was heard right before it is expected back as he was. Else whoever comes first would decide alone.
    /// The same holds for a monitor nobody has looked at yet, but there nobody was anything.
    ///
    /// @param votes what was seen from every place before
    /// @param believed how long a view counts
    void asked(UUID monitor, List<Vote> votes, Duration believed, Outcome outcome, Instant now) {
        Expected present = of(monitor, votes, believed, now);
        boolean asleep = present.askedAt().plus(believed).isBefore(now);
        present.asked(now);
        // Those who again and again cannot look are not away: nothing begins anew by them.
        if (outcome == Outcome.NOT_RUN && !asleep) {
            return;
        }
        // Times of looks tell who was there, not when: agents report what they saw while the line was cut.
        List<Vote> views =
                votes.stream().map(vote -> present.asBelieved(vote, believed)).toList();
        Optional<Instant> newest = views.stream()
                .filter(Expectations::hasLooked)
                .map(vote -> vote.state().lookedAt())
                .max(Instant::compareTo);
        if (newest.filter(at -> !at.plus(believed).isBefore(now)).isEmpty()) {
            Set<String> living = living(views, believed, now);
            Set<String> heard = newest.map(at -> named(
                            views,
                            vote -> lookedSince(vote, at.minus(believed))
                                    && (isTrue(at) || living.contains(vote.location()))))
                    .orElse(Set.of());
            expected.put(monitor, present.next(heard, living, believed, now));
        }
    }

    /// Whether somebody really looked last then. Before the first notes, what is stored is of the last change of
    /// verdict: those who look at all are then only told from those who are gone by their agents.
    private boolean isTrue(Instant lookedAt) {
        return !lookedAt.isBefore(started)
                || before.filter(known -> known.noted().isEmpty()).isEmpty();
    }

    private Set<String> living(List<Vote> views, Duration believed, Instant now) {
        Map<String, Instant> lately = agents.get();
        return named(views, vote -> isLiving(vote.location(), lately, believed, now));
    }

    /// Who is expected to look at that monitor now.
    ///
    /// @param votes what was seen from every place before
    /// @param believed how long a view counts
    Expected of(UUID monitor, List<Vote> votes, Duration believed, Instant now) {
        Optional<Before> known = before;
        if (known.isEmpty()) {
            return expected.getOrDefault(monitor, afterStart(votes, believed, Before.UNKNOWN, Map.of(), now));
        }
        Expected present = expected.computeIfAbsent(
                monitor,
                id -> afterStart(
                        votes,
                        believed,
                        known.get(),
                        Optional.ofNullable(left.remove(id)).orElse(Map.of()),
                        now));
        present.atMost(believed, now);
        return present;
    }

    /// Who was waited for when we stopped is waited for as long as was left. The others count as they were,
    /// where they had looked lately; whoever was silent for himself is so still.
    private Expected afterStart(
            List<Vote> votes, Duration believed, Before known, Map<String, Wait.Rest> left, Instant now) {
        var waits = new HashMap<String, Wait>();
        left.forEach((location, rest) -> waits.put(location, rest.from(started, believed)));
        if (votes.stream().anyMatch(Expectations::hasLooked)) {
            Instant lately = known.lately(started, believed);
            Set<String> living = isTrue(lately) ? Set.of() : living(votes, believed, now);
            for (Vote vote : votes) {
                boolean heard = lookedSince(vote, lately) && (isTrue(lately) || living.contains(vote.location()));
                boolean first = !hasLooked(vote) && wasHeard(vote.location(), known, believed);
                if (heard || first || vote.location().equals(Detect.HERE)) {
                    waits.putIfAbsent(vote.location(), new Wait(started.plus(believed), heard, false));
                }
            }
        }
        return new Expected(started, waits);
    }

    /// For the next start, by monitor and place.
    Map<UUID, Map<String, Wait.Rest>> left(Instant now) {
        var all = new HashMap<>(left);
        expected.forEach((monitor, present) -> all.put(monitor, present.rests(now)));
        return all;
    }

    /// What was left of the waits when we last worked, by monitor and place.
    Map<UUID, Map<String, Wait.Rest>> leftAtStart() {
        return before.map(Before::left).orElse(Map.of());
    }

    /// Forgets what belongs to other monitors and places than these.
    void keepOnly(Map<UUID, Set<String>> watched) {
        left.keySet().retainAll(watched.keySet());
        expected.keySet().retainAll(watched.keySet());
        expected.forEach((monitor, present) -> present.keepOnly(watched.getOrDefault(monitor, Set.of())));
    }

    private static boolean hasLooked(Vote vote) {
        return vote.state().verdict() != Verdict.UNKNOWN
                || !vote.state().recent().isEmpty();
    }

    private static boolean lookedSince(Vote vote, Instant then) {
        return hasLooked(vote) && !vote.state().lookedAt().isBefore(then);
    }

    private static Set<String> named(List<Vote> votes, Predicate<Vote> which) {
        return votes.stream().filter(which).map(Vote::location).collect(Collectors.toUnmodifiableSet());
    }

    /// Whether somebody will look from there: its agent was heard of, or fell silent with all others and had
    /// no time yet to be heard of again.
    private boolean isLiving(String location, Map<String, Instant> lately, Duration believed, Instant now) {
        Instant own = lately.get(location);
        boolean justStarted = !started.plus(believed).isBefore(now);
        return location.equals(Detect.HERE)
                || own != null && (!own.plus(believed).isBefore(now) || quiet.tookAway(own, believed, now))
                || before.isEmpty() && justStarted;
    }

    private boolean wasHeard(String location, Before known, Duration believed) {
        Instant own = known.agents().get(location);
        return own != null && !own.plus(believed).isBefore(known.stopped(started));
    }
}
