package dev.candor.tell.page;

import dev.candor.detect.monitor.Verdict;
import dev.candor.page.ComponentStatus;
import dev.candor.tell.update.SeenRule;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What the public is told about one component, from what its monitors see, what was published and what is planned.
/// Pure.
final class StatusRule {
    /// A monitor's verdict and when it began by evidence.
    record Seen(Verdict verdict, Instant since) {}

    /// @param unknown nothing is known now; `status` is then the last confirmed one
    /// @param since when it began, by evidence; empty when only a decision of now says so
    record Told(ComponentStatus status, boolean unknown, Optional<Instant> since, String cause) {}

    private StatusRule() {}

    /// @param seen the verdicts of all monitors behind the component; none when it has no monitors
    /// @param said the status open published incidents give it, worst first; empty when none names it
    /// @param maintenance planned work on it is under way
    /// @param last what was told before
    static Told decide(List<Seen> seen, Optional<ComponentStatus> said, boolean maintenance, ComponentStatus last) {
        // People who published what is broken know more than a probe; but nobody can say "operational" over a probe
        // that fails.
        if (said.isPresent() && said.get() != ComponentStatus.OPERATIONAL) {
            return new Told(said.get(), false, Optional.empty(), "incident");
        }
        if (maintenance) {
            return new Told(ComponentStatus.UNDER_MAINTENANCE, false, Optional.empty(), "maintenance");
        }
        if (seen.isEmpty()) {
            return new Told(ComponentStatus.OPERATIONAL, false, Optional.empty(), "no monitors");
        }
        List<Seen> known =
                seen.stream().filter(one -> one.verdict() != Verdict.UNKNOWN).toList();
        if (known.isEmpty()) {
            ComponentStatus confirmed = last == ComponentStatus.UNDER_MAINTENANCE ? ComponentStatus.OPERATIONAL : last;
            return new Told(confirmed, true, latest(seen), "monitors");
        }
        ComponentStatus status =
                SeenRule.status(known.stream().map(Seen::verdict).toList()).orElse(last);
        return new Told(status, false, latest(known), "monitors");
    }

    private static Optional<Instant> latest(List<Seen> seen) {
        return seen.stream().map(Seen::since).max(Instant::compareTo);
    }
}
