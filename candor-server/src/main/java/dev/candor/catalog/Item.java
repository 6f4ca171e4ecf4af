package dev.candor.catalog;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A document of the catalog with its value.
///
/// @param source the file that owns it, empty when it was made in the console or by API
/// @param document as configured, secrets sealed
public record Item<T>(
        UUID id,
        String name,
        T value,
        String source,
        Map<String, @Nullable Object> document,
        Instant createdAt,
        Instant updatedAt) {
    /// Read-only here: a file owns it.
    public boolean ownedByFile() {
        return !source.isEmpty();
    }
}
