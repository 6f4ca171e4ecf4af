package dev.candor.detect.monitor;

import dev.candor.catalog.Item;
import java.time.Duration;
import java.util.Optional;

/// What one run means and what is told of it: {@link VerdictRule}, and what was told before. Pure.
final class TellRule {
    private static final Duration SAID_AGAIN = Duration.ofMinutes(5);

    private TellRule() {}

    /// The rule's decision, with to whom it is told: a failure that goes on is said again every few minutes, so that
    /// an alert somebody resolved too early, or that could not page then, comes back.
    static VerdictRule.Decision decide(Item<Monitor> monitor, MonitorState state, Observation seen) {
        var decision = monitor.value().rule().decide(state, seen);
        MonitorState next = decision.next();
        boolean again = seen.outcome() == Outcome.FAILED
                && next.verdict() == Verdict.DOWN
                && decision.tell() instanceof VerdictRule.Tell.Nothing
                && next.told()
                        .filter(told -> !told.at().plus(SAID_AGAIN).isAfter(seen.at()))
                        .isPresent();
        // Its signal was withdrawn while nobody looked; now somebody looked, and it is well.
        boolean wellAfterAll = decision.tell() instanceof VerdictRule.Tell.Nothing
                && next.told().isPresent()
                && !next.signalling()
                && (next.verdict() == Verdict.UP || next.verdict() == Verdict.DEGRADED);
        VerdictRule.Tell tell = again
                ? new VerdictRule.Tell.Firing(next.failingSince().orElse(seen.at()), seen.detail())
                : wellAfterAll ? new VerdictRule.Tell.Recovered(seen.at()) : decision.tell();
        Optional<MonitorState.Told> told = switch (tell) {
            case VerdictRule.Tell.Firing _ ->
                Optional.of(
                        new MonitorState.Told(monitor.name(), monitor.value().service(), seen.at()));
            case VerdictRule.Tell.Recovered _ -> Optional.empty();
            case VerdictRule.Tell.Nothing _ -> next.told();
        };
        return new VerdictRule.Decision(next.told(told), decision.flipped(), tell);
    }
}
