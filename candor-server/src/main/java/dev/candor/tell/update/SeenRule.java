package dev.candor.tell.update;

import dev.candor.detect.monitor.Verdict;
import dev.candor.page.ComponentStatus;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// What the monitors behind a component mean for it. Pure.
public final class SeenRule {
    private SeenRule() {}

    /// All down is a major outage, some a partial one; unknown ones have no say.
    ///
    /// @return empty when nothing is known
    public static Optional<ComponentStatus> status(Collection<Verdict> verdicts) {
        List<Verdict> known =
                verdicts.stream().filter(one -> one != Verdict.UNKNOWN).toList();
        if (known.isEmpty()) {
            return Optional.empty();
        }
        long down = known.stream().filter(one -> one == Verdict.DOWN).count();
        if (down == known.size()) {
            return Optional.of(ComponentStatus.MAJOR_OUTAGE);
        }
        if (down > 0) {
            return Optional.of(ComponentStatus.PARTIAL_OUTAGE);
        }
        return Optional.of(
                known.contains(Verdict.DEGRADED) ? ComponentStatus.DEGRADED_PERFORMANCE : ComponentStatus.OPERATIONAL);
    }
}
