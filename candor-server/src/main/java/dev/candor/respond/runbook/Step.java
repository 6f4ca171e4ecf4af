package dev.candor.respond.runbook;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// One step of a runbook.
///
/// @param before what must hold before anything is done
/// @param verify what must hold afterwards, or what is waited for
/// @param invariant what must go on holding
public record Step(
        String name, Action action, List<Condition> before, Patience verify, Optional<Invariant> invariant, Undo undo) {
    Step doing(Action other) {
        return new Step(name, other, before, verify, invariant, undo);
    }

    /// Conditions that must all hold, several times in a row, within a time.
    public record Patience(List<Condition> conditions, int times, Duration every, Duration within) {}

    /// What holds from the end of its step until another one begins to act.
    ///
    /// @param until the name of that step
    public record Invariant(List<Condition> conditions, String until) {}

    /// How the step is taken back.
    public sealed interface Undo {
        /// There is nothing to take back.
        record Nothing() implements Undo {}

        /// It cannot be taken back.
        record Never() implements Undo {}

        record By(Step step) implements Undo {}
    }
}
