package dev.candor.paging.alert;

import dev.candor.platform.db.Tx;
import java.time.Instant;
import java.util.Optional;

/// Planned work that explains alerts. Answered by whoever keeps maintenances.
@FunctionalInterface
public interface Silences {
    /// The code of a maintenance that covers `service` at `now`.
    Optional<String> covering(Tx tx, String service, Instant now);
}
