package dev.candor.platform.outbox;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A message as people see it in the list of deliveries.
///
/// @param state `pending`, `claimed`, `sent`, `dead`, `cancelled`
public record Delivery(
        UUID id,
        String key,
        Lane lane,
        String kind,
        String receiver,
        String subject,
        Map<String, @Nullable Object> payload,
        String state,
        int attempts,
        Instant createdAt,
        Instant dueAt,
        Optional<Instant> settledAt,
        String lastError,
        String providerId) {
    /// One try and what came of it: `sent`, `retry`, `dead`.
    public record Attempt(int number, Instant at, String outcome, String detail) {}
}
