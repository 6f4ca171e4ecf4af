package dev.candor.respond.runbook;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// Something a run left behind that is not meant to stay.
///
/// @param run what brought it about; taking it back is a run of its undo steps
/// @param owner who has to see to it
/// @param reminded 0 not yet, 1 before its end, 2 after it
/// @param endedBy empty while it is on
public record Mitigation(
        UUID id,
        UUID run,
        String runbook,
        String title,
        Optional<UUID> incident,
        String owner,
        Instant beganAt,
        Instant expiresAt,
        int reminded,
        Optional<Instant> endedAt,
        String endedBy) {
    public boolean on() {
        return endedAt.isEmpty();
    }

    public boolean overdue(Instant now) {
        return on() && !expiresAt.isAfter(now);
    }
}
