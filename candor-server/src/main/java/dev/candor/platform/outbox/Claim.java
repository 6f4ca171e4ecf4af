package dev.candor.platform.outbox;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One message in the hands of one worker until `leaseUntil`. Only the holder of `token` may settle it.
///
/// @param attempts counted at claim time: this try included
public record Claim(
        UUID id,
        String key,
        Lane lane,
        String kind,
        String receiver,
        String subject,
        Map<String, @Nullable Object> payload,
        int attempts,
        String token,
        Instant leaseUntil,
        Instant giveUpAt,
        Instant createdAt) {
    public String text(String name) {
        return payload.get(name) instanceof String text ? text : "";
    }
}
