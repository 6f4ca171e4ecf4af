package dev.candor.platform.outbox;

import dev.candor.platform.db.Tx;
import java.time.Instant;

/// Hears how tries ended, in the very transaction that settles them: the place where a failed channel hands over to
/// the next.
@FunctionalInterface
public interface Outcomes {
    void settled(Tx tx, Claim claim, Settlement settlement, Instant now);

    Outcomes NOBODY = (_, _, _, _) -> {};
}
