package dev.candor.detect.location;

import dev.candor.detect.Detect;
import dev.candor.detect.location.QuorumRule.Vote;
import dev.candor.detect.monitor.Outcome;
import dev.candor.detect.monitor.Verdict;
import dev.candor.platform.db.DatabaseException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
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
    /// @param worked until when we worked, as far as it was noted
    public record Before(Map<String, Instant> agents, Optional<Instant> worked) {}

    private final Map<UUID, Expected> expected = new ConcurrentHashMap<>();
    private final Instant started;
    private final Supplier<Before> beforeStart;
    private final ReentrantLock asking = new ReentrantLock();
    private final Supplier<Map<String, Instant>> agents;

    /// Empty before anybody could be asked.
    private volatile Optional<Before> before = Optional.empty();

    /// @param before asked before any agent of this start reports; may throw `DatabaseException`
    /// @param agents when the agent of each location was last heard of, also since the start
    public Expectations(Instant started, Supplier<Before> before, Supplier<Map<String, Instant>> agents) {
        this.started = started;
        this.beforeStart = before;
        this.agents = agents;
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
                before = Optional.of(beforeStart.get());
            }
        } catch (DatabaseException away) {
            LOG.debug("Who was heard before the start is not known yet: {}", away.getMessage());
        } finally {
            asking.unlock();
        }
        return before.isPresent();
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
        Expected present = of(monitor, votes, believed);
        boolean asleep = present.askedAt().plus(believed).isBefore(now);
        present.asked(now);
        // Those who again and again cannot look are not away: nothing begins anew by them.
        if (outcome == Outcome.NOT_RUN && !asleep) {
            return;
        }
        List<Vote> views = votes.stream().map(present::asBelieved).toList();
        Optional<Instant> newest = views.stream()
                .filter(vote -> vote.state().verdict() != Verdict.UNKNOWN)
                .map(vote -> vote.state().lookedAt())
                .max(Instant::compareTo);
        boolean anew = views.stream().allMatch(vote -> isUnseen(vote));
        Instant newestView = newest.orElse(started);
        if (anew) {
            expected.put(monitor, new Expected(now, Set.of(), Set.of(), Set.of(), living(views, believed, now)));
        } else if (newestView.plus(believed).isBefore(now)
                // Before anybody has a view there is no silence: those who are there have until then to look.
                && (newest.isPresent() || present.since().plus(believed).isBefore(now))) {
            expected.put(monitor, next(present, views, believed, newestView, now));
        }
    }

    /// Who was heard right before the silence is believed, and who was only believed then, once more: bursts may be so
    /// short that not everybody comes through. No more than that, or a place that is gone for good would never be
    /// found out. Times of looks tell nothing here: agents report what they saw while the line was cut.
    private Expected next(Expected present, List<Vote> views, Duration believed, Instant newestView, Instant now) {
        Set<String> missed = named(views, vote -> present.isRenewed(vote.location()));
        Set<String> heard =
                named(views, vote -> vote.isFresh(believed, newestView) && !missed.contains(vote.location()));
        var awaited = new HashSet<>(living(views, believed, now));
        awaited.addAll(heard);
        awaited.removeAll(missed);
        Set<String> renewed =
                named(views, vote -> awaited.contains(vote.location()) && present.awaits(vote.location()));
        return new Expected(now, heard, renewed, missed, awaited);
    }

    private Set<String> living(List<Vote> views, Duration believed, Instant now) {
        Map<String, Instant> lately = agents.get();
        return named(views, vote -> isLiving(vote.location(), lately, believed, now));
    }

    Expected of(UUID monitor, List<Vote> votes, Duration believed) {
        Optional<Before> known = before;
        if (known.isEmpty()) {
            return expected.getOrDefault(monitor, afterStart(votes, believed, new Before(Map.of(), Optional.empty())));
        }
        return expected.computeIfAbsent(monitor, _ -> afterStart(votes, believed, known.get()));
    }

    private Expected afterStart(List<Vote> votes, Duration believed, Before known) {
        Set<String> heard = named(votes, vote -> wasHeard(vote.location(), known, believed));
        return new Expected(started, heard, Set.of(), Set.of(), heard);
    }

    /// Forgets what belongs to other monitors than these.
    void keepOnly(Set<UUID> monitors) {
        expected.keySet().retainAll(monitors);
    }

    private static boolean isUnseen(Vote vote) {
        return vote.state().verdict() == Verdict.UNKNOWN
                && vote.state().recent().isEmpty();
    }

    private static Set<String> named(List<Vote> votes, Predicate<Vote> which) {
        return votes.stream().filter(which).map(Vote::location).collect(Collectors.toUnmodifiableSet());
    }

    /// Whether somebody will look from there: its agent was heard of, or had no time yet to be heard of since the
    /// start.
    private boolean isLiving(String location, Map<String, Instant> lately, Duration believed, Instant now) {
        Instant own = lately.get(location);
        boolean justStarted = !started.plus(believed).isBefore(now);
        return location.equals(Detect.HERE)
                || own != null && !own.plus(believed).isBefore(now)
                || justStarted
                        && before.filter(known -> !wasHeard(location, known, believed))
                                .isEmpty();
    }

    /// All agents may have fallen silent together, long before we stopped: what counts is when we stopped ourselves.
    private boolean wasHeard(String location, Before known, Duration believed) {
        Instant own = known.agents().get(location);
        Instant newest =
                known.agents().values().stream().max(Instant::compareTo).orElse(started);
        Instant stopped = known.worked()
                .filter(worked -> worked.isAfter(newest) && !worked.isAfter(started)) // else it is of this start
                .orElse(newest);
        return location.equals(Detect.HERE)
                || own != null && !own.plus(believed).isBefore(stopped);
    }
}
