package dev.candor.detect.location;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The places that are expected to look at a monitor: we started, all of them fell silent together, or nobody has
/// looked at it yet. Until a place reports itself it counts as it was, where it was heard right before, from `since`
/// on, for as long as any view is believed; then it is silent for itself.
final class Expected {
    private final Instant since;
    private final Set<String> asTheyWere;
    private final Set<String> renewed;
    private final Set<String> awaited = ConcurrentHashMap.newKeySet();
    private final Set<String> missed = ConcurrentHashMap.newKeySet();
    private volatile Instant askedAt;

    /// @param since when the first of them may be back
    /// @param asTheyWere those whose view of before still counts
    /// @param renewed those of them who were only believed before, too: this time is the last
    /// @param missed those who were waited for twice already and did not look: nobody waits for them until they do
    /// @param awaited those that will look, the others among them
    Expected(Instant since, Set<String> asTheyWere, Set<String> renewed, Set<String> missed, Set<String> awaited) {
        this.since = since;
        this.asTheyWere = Set.copyOf(asTheyWere);
        this.renewed = Set.copyOf(renewed);
        this.missed.addAll(missed);
        this.awaited.addAll(awaited);
        this.askedAt = since;
    }

    /// Whether it was believed, or waited for, twice already and has not looked since.
    boolean isRenewed(String location) {
        return missed.contains(location) || renewed.contains(location) && awaits(location);
    }

    /// A place has looked.
    void reported(String location) {
        awaited.remove(location);
        missed.remove(location);
    }

    /// Somebody was asked to look, whether he could or not.
    void asked(Instant now) {
        askedAt = now;
    }

    /// When the first of them may be back.
    Instant since() {
        return since;
    }

    /// When somebody was asked last.
    Instant askedAt() {
        return askedAt;
    }

    boolean awaits(String location) {
        return awaited.contains(location);
    }

    QuorumRule.Vote asBelieved(QuorumRule.Vote vote) {
        return awaits(vote.location())
                        && asTheyWere.contains(vote.location())
                        && vote.state().lookedAt().isBefore(since)
                ? new QuorumRule.Vote(vote.location(), vote.state().lookedAt(since))
                : vote;
    }

    /// How many places have no view that counts and will soon have one.
    int missing(List<QuorumRule.Vote> votes, Duration believed, Instant now) {
        return since.plus(believed).isBefore(now)
                ? 0
                : (int) votes.stream()
                        .filter(vote -> awaits(vote.location()))
                        .filter(vote -> !asBelieved(vote).isFresh(believed, now))
                        .count();
    }
}
