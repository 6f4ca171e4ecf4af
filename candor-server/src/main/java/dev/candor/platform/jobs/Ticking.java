package dev.candor.platform.jobs;

import java.time.Instant;
import java.util.Optional;

/// A loop's body: loads what is due, decides, saves. Forgets everything between two calls that matters.
@FunctionalInterface
public interface Ticking {
    /// Does everything due at `now`; gives when it wants to run next (empty: when woken, or at the next poll).
    Optional<Instant> tick(Instant now);
}
