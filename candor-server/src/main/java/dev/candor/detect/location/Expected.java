package dev.candor.detect.location;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The places that are expected to look at a monitor: we started, all of them fell silent together, or nobody has
/// looked at it yet. Until a place has a view of its own it counts as it was, where it was heard right before.
final class Expected {
    private final Map<String, Wait> waits;
    private volatile Instant askedAt;

    /// @param askedAt when somebody was asked to look
    Expected(Instant askedAt, Map<String, Wait> waits) {
        this.askedAt = askedAt;
        this.waits = new ConcurrentHashMap<>(waits);
    }

    /// A place has a view of its own.
    void reported(String location) {
        waits.remove(location);
    }

    /// Somebody was asked to look, whether he could or not.
    void asked(Instant now) {
        askedAt = now;
    }

    /// When somebody was asked last.
    Instant askedAt() {
        return askedAt;
    }

    boolean awaits(String location) {
        return waits.containsKey(location);
    }

    Map<String, Wait> waits() {
        return Map.copyOf(waits);
    }

    /// Forgets what belongs to other places than these.
    void keepOnly(Set<String> locations) {
        waits.keySet().retainAll(locations);
    }

    /// Nobody is waited for longer than a view is believed now, as the monitor may have been edited since.
    ///
    /// @param believed how long a view counts
    void atMost(Duration believed, Instant now) {
        waits.replaceAll((_, wait) -> wait.atMost(believed, now));
    }

    /// @param believed how long a view counts
    QuorumRule.Vote asBelieved(QuorumRule.Vote vote, Duration believed) {
        return Optional.ofNullable(waits.get(vote.location()))
                .filter(Wait::asItWas)
                .map(wait -> wait.until().minus(believed))
                .filter(since -> vote.state().lookedAt().isBefore(since))
                .map(since -> new QuorumRule.Vote(vote.location(), vote.state().lookedAt(since)))
                .orElse(vote);
    }

    /// How many places have no view that counts and will soon have one.
    int missing(List<QuorumRule.Vote> votes, Duration believed, Instant now) {
        return (int) votes.stream()
                .filter(vote -> isDue(vote.location(), now))
                .filter(vote -> !asBelieved(vote, believed).isFresh(believed, now))
                .count();
    }

    private boolean isDue(String location, Instant now) {
        return Optional.ofNullable(waits.get(location))
                .filter(wait -> !wait.isOver(now))
                .isPresent();
    }

    /// Whom to wait for when somebody looks again after nobody did. Who had no view the last time either is
    /// waited for once more: bursts may be so short that not everybody comes through. No more than that, or a
    /// place that is gone for good would never be found out.
    ///
    /// @param heard had a view right before the silence: it counts again
    /// @param living have an agent that is there
    /// @param believed how long a view counts, and a place is waited for
    Expected next(Set<String> heard, Set<String> living, Duration believed, Instant now) {
        Instant until = now.plus(believed);
        var next = new HashMap<>(waits);
        var back = new HashMap<String, Boolean>();
        living.forEach(location -> back.put(location, false));
        heard.forEach(location -> back.put(location, true));
        back.forEach((location, asItWas) -> next.compute(
                location,
                (_, wait) -> wait == null
                        ? new Wait(until, asItWas, false)
                        : wait.again() || !wait.isOver(now) ? wait : new Wait(until, asItWas, true)));
        return new Expected(now, next);
    }

    /// What is left of each wait.
    Map<String, Wait.Rest> rests(Instant now) {
        var rests = new HashMap<String, Wait.Rest>();
        waits.forEach((location, wait) -> rests.put(location, wait.rest(now)));
        return rests;
    }
}
