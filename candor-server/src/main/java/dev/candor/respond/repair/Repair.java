package dev.candor.respond.repair;

import java.time.Instant;
import java.util.UUID;

/// Something an incident left broken.
///
/// @param what which data, for the team
/// @param amount how many, as far as known; may be empty
/// @param owner whose it is
public record Repair(UUID id, UUID incident, String what, String amount, String owner, Instant openedAt, State state) {
    /// Where it stands.
    public sealed interface State {
        record Open() implements State {}

        /// @param evidence how one can see it
        record Done(Instant at, String by, String evidence) implements State {}

        /// It will not be repaired.
        ///
        /// @param evidence what was lost, and who was told
        record Lost(Instant at, String by, String evidence) implements State {}
    }

    public boolean open() {
        return state instanceof State.Open;
    }

    /// What was left, in one line.
    public String words() {
        return what + (amount.isEmpty() ? "" : " (" + amount + ")");
    }
}
