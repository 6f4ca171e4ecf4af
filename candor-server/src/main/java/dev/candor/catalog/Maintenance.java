package dev.candor.catalog;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Planned work on services, shown on a page.
///
/// @param code its public id
/// @param page the page's slug, empty when only alerts are to be muted
/// @param services whose alerts are muted while it runs
/// @param components codes of the components under maintenance
/// @param automatic starts and ends by the clock; otherwise by a person
public record Maintenance(
        UUID id,
        String code,
        String page,
        String name,
        List<String> services,
        List<String> components,
        State state,
        boolean automatic,
        Instant scheduledFor,
        Instant scheduledUntil,
        Optional<Instant> startedAt,
        Optional<Instant> completedAt,
        Instant createdAt,
        Instant updatedAt) {
    /// The words of the Statuspage format.
    public enum State {
        SCHEDULED,
        IN_PROGRESS,
        VERIFYING,
        COMPLETED;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /// Whether alerts of its services are muted now.
    public boolean active() {
        return state == State.IN_PROGRESS || state == State.VERIFYING;
    }

    public String subject() {
        return "maintenance/" + id;
    }
}
