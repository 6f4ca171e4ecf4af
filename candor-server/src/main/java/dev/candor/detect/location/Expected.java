package dev.candor.detect.location;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The places that were heard until nobody was: we started, or all of them fell silent together. Until a place reports
/// itself it counts as it was, from `since` on, for as long as any view is believed; then it is silent for itself.
final class Expected {
    private final Instant since;
    private final Set<String> awaited = ConcurrentHashMap.newKeySet();

    /// @param since when the first of them may be back
    Expected(Instant since, List<String> awaited) {
        this.since = since;
        this.awaited.addAll(awaited);
    }

    void reported(String location) {
        awaited.remove(location);
    }

    boolean awaits(String location) {
        return awaited.contains(location);
    }

    QuorumRule.Vote asBelieved(QuorumRule.Vote vote) {
        return awaits(vote.location()) && vote.state().lookedAt().isBefore(since)
                ? new QuorumRule.Vote(vote.location(), vote.state().lookedAt(since))
                : vote;
    }
}
