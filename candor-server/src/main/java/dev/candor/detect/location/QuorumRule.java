package dev.candor.detect.location;

import dev.candor.base.time.Durations;
import dev.candor.detect.monitor.MonitorState;
import dev.candor.detect.monitor.Observation;
import dev.candor.detect.monitor.Outcome;
import dev.candor.detect.monitor.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// What the views from several places come to. Pure.
///
/// Only fresh views count; a place whose agent is silent neither accuses nor acquits. When fewer views than the quorum
/// are fresh, all of those that are decide: a dead agent must not hide an outage. Only places that are about to look
/// for the first time are waited for.
public final class QuorumRule {
    /// The view from one place.
    ///
    /// @param state what the rule of the monitor remembers of it there
    public record Vote(String location, MonitorState state) {
        /// Whether it counts: it looked, and not too long ago.
        public boolean isFresh(Duration freshFor, Instant now) {
            return state.verdict() != Verdict.UNKNOWN
                    && !state.lookedAt().plus(freshFor).isBefore(now);
        }
    }

    /// @param together the view of all
    /// @param bad the places that do not see it, or not reliably, while the service is not down
    /// @param fresh the places whose view counts
    public record Decision(Observation together, List<Vote> bad, List<String> fresh) {}

    private QuorumRule() {}

    /// @param missing places without a view that will have one soon: they are waited for before fewer than the
    /// quorum decide
    /// @param freshFor how old a view may be
    static Decision decide(List<Vote> votes, int quorum, int missing, Duration freshFor, Instant now) {
        List<Vote> fresh =
                votes.stream().filter(vote -> vote.isFresh(freshFor, now)).toList();
        List<String> names = fresh.stream().map(Vote::location).toList();
        if (fresh.isEmpty()) {
            return new Decision(
                    new Observation(
                            now,
                            Outcome.NOT_RUN,
                            "prober_fault",
                            "no location has looked lately: " + silent(votes, now)),
                    List.of(),
                    names);
        }
        List<Vote> down = with(fresh, Verdict.DOWN);
        int needed = Math.min(quorum, fresh.size() + missing);
        if (down.size() >= needed) {
            return new Decision(
                    new Observation(now, Outcome.FAILED, "quorum", said(down) + others(fresh, down)), List.of(), names);
        }
        List<Vote> slow = new ArrayList<>(down);
        slow.addAll(with(fresh, Verdict.DEGRADED));
        Observation together = slow.isEmpty()
                ? new Observation(now, Outcome.PASSED, "", "")
                : new Observation(now, Outcome.DEGRADED, "degraded", said(slow) + others(fresh, slow));
        return new Decision(together, alone(fresh, down, needed), names);
    }

    /// Places in trouble of their own: those that do not see it, and those that again and again do not, as over a line
    /// that loses packets. From as many places as the quorum, it is the service itself that comes and goes.
    private static List<Vote> alone(List<Vote> fresh, List<Vote> down, int needed) {
        List<Vote> troubled = fresh.stream()
                .filter(vote -> vote.state().verdict() == Verdict.DOWN
                        || vote.state().heldUntil().isPresent())
                .toList();
        return troubled.size() < needed ? troubled : down;
    }

    private static List<Vote> with(List<Vote> votes, Verdict verdict) {
        return votes.stream().filter(vote -> vote.state().verdict() == verdict).toList();
    }

    private static String said(List<Vote> votes) {
        return "from " + names(votes) + ": " + votes.getFirst().state().detail();
    }

    private static String others(List<Vote> fresh, List<Vote> these) {
        List<Vote> well = fresh.stream().filter(vote -> !these.contains(vote)).toList();
        return well.isEmpty() ? "" : "; well from " + names(well);
    }

    private static String silent(List<Vote> votes, Instant now) {
        return votes.stream()
                .map(vote -> vote.location() + " for "
                        + Durations.words(Duration.between(vote.state().lookedAt(), now)))
                .collect(Collectors.joining(", "));
    }

    static String names(List<Vote> votes) {
        return votes.stream().map(Vote::location).collect(Collectors.joining(", "));
    }
}
