package dev.candor.app.console;

import dev.candor.platform.journal.Fact;
import dev.candor.respond.incident.Incident;
import dev.candor.respond.runbook.Mitigation;
import dev.candor.respond.runbook.Plan;
import dev.candor.respond.runbook.Run;
import dev.candor.respond.runbook.StepStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A run as it is shown.
///
/// @param mayApprove empty when whoever looks may approve; otherwise why not
public record RunView(
        Run run,
        Plan plan,
        List<Line> lines,
        List<Fact> facts,
        Optional<Incident> incident,
        Optional<Mitigation> mitigation,
        Optional<Run> undoneBy,
        Optional<Run> undoes,
        String mayApprove) {
    /// A step.
    ///
    /// @param state `done`, `to do`, or the run's phase
    /// @param wants what must hold, in words
    /// @param keeps what must go on holding, and until which step; empty for nothing
    /// @param left what was seen when it was over
    /// @param tries every time it acted
    public record Line(
            int number,
            String name,
            String kind,
            String state,
            String look,
            List<String> wants,
            String keeps,
            String left,
            List<StepStore.Attempt> tries,
            Optional<Instant> endedAt) {}
}
