package dev.candor.page;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Planned work as the public may see it.
///
/// @param id 12 characters
/// @param startedAt when it really began, empty before
/// @param completedAt when it really ended, empty before
/// @param updates newest first
/// @param componentIds ids of the affected components
public record MaintenanceModel(
        String id,
        String name,
        MaintenanceState state,
        Instant scheduledFor,
        Instant scheduledUntil,
        Instant createdAt,
        Instant updatedAt,
        Optional<Instant> startedAt,
        Optional<Instant> completedAt,
        List<UpdateModel> updates,
        List<String> componentIds) {

    public MaintenanceModel {
        updates = List.copyOf(updates);
        componentIds = List.copyOf(componentIds);
    }
}
