package dev.candor.platform.outbox;

import dev.candor.platform.secret.SecretAddress;
import java.time.Instant;
import java.util.LinkedHashMap;
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
    /// The same without what is secret in where it goes.
    public Delivery shown() {
        var without = new LinkedHashMap<>(payload);
        without.computeIfPresent("address", (_, address) -> SecretAddress.withoutPath(String.valueOf(address)));
        return new Delivery(
                id,
                SecretAddress.withoutPath(key),
                lane,
                kind,
                SecretAddress.withoutPath(receiver),
                subject,
                without,
                state,
                attempts,
                createdAt,
                dueAt,
                settledAt,
                SecretAddress.withoutPath(lastError),
                providerId);
    }

    /// One try and what came of it: `sent`, `retry`, `dead`.
    public record Attempt(int number, Instant at, String outcome, String detail) {
        /// The same without what is secret in where it went.
        public Attempt shown() {
            return new Attempt(number, at, outcome, SecretAddress.withoutPath(detail));
        }
    }
}
