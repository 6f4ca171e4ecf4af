package dev.candor.learn.action;

import java.time.LocalDate;
import java.util.UUID;

/// Something that is to change because of an incident.
///
/// @param service of the incident
/// @param owner a person
/// @param due the last day, by the owner's calendar
public record ActionItem(
        UUID id, UUID incident, String service, String what, String owner, LocalDate due, State state) {
    /// Where it stands.
    public sealed interface State {
        record Open() implements State {}

        /// @param proof how one can see it
        record Done(String by, String proof) implements State {}

        /// It will not be done.
        record Dropped(String by, String why) implements State {}
    }

    public boolean open() {
        return state instanceof State.Open;
    }

    public boolean overdue(LocalDate today) {
        return open() && today.isAfter(due);
    }
}
