package dev.candor.lab.d01;

import dev.candor.lab.run.Mode;
import dev.candor.lab.run.Sightings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The raw facts of one run of D01, from which `ShopBudget` makes a result.
///
/// @param bursts the bursts as they were carried out, in the order of time
/// @param userErrors requests of customers that failed
/// @param usersWholeAt when customers got everything again after the last trouble; empty without trouble, or when it
///     never ended
/// @param usersTroubledAt the moments of their troubles
public record Measured(
        Mode mode,
        long seed,
        List<Strike> bursts,
        Sightings sightings,
        long userErrors,
        List<Instant> usersTroubledAt,
        Optional<Instant> usersWholeAt) {
    /// A burst as it happened.
    ///
    /// @param from when the first proxy was gone
    /// @param to when the last one answered again
    public record Strike(Instant from, Instant to) {
        Duration length() {
            return Duration.between(from, to);
        }
    }

    public Measured {
        bursts = List.copyOf(bursts);
        usersTroubledAt = List.copyOf(usersTroubledAt);
    }
}
