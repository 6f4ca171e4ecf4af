package dev.candor.page;

/// Where an incident or a maintenance stands; every update names one.
public sealed interface Phase permits IncidentPhase, MaintenanceState {
    /// The word in the v2 API: `investigating`, `in_progress`.
    String wireName();

    /// The word for people: `Investigating`, `In progress`.
    String label();
}
