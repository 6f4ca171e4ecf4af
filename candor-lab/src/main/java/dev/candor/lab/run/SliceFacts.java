package dev.candor.lab.run;

import dev.candor.base.json.Json;
import dev.candor.lab.parts.SteadyTraffic;
import dev.candor.lab.parts.SteadyTraffic.Counts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Whether the alert names exactly those who are hit, in a drill where some values of a dimension fail.
///
/// @param dimension `customer`, `upstream` ...
/// @param expected those who are hit
/// @param within exactly they must be named so soon after the fault
public record SliceFacts(String dimension, Set<String> expected, Duration within) {
    private static final int MOST_SLICES = 10;

    /// A line for each thing missed; nobody but `expected` may ever be blamed.
    public List<String> missed(Instant fault, Sightings seen) {
        var missed = new ArrayList<String>();
        Optional<Instant> exactly = Blame.exactlyAt(seen, dimension, expected);
        if (exactly.isEmpty()) {
            missed.add("no alert names exactly " + expected + " but " + named(seen));
        } else if (Duration.between(fault, exactly.get()).compareTo(within) > 0) {
            missed.add("exactly those hit are named after "
                    + Duration.between(fault, exactly.get()).toMillis() / 1000.0 + " s, at most " + within.toSeconds()
                    + " s");
        }
        Blame.until(seen, Instant.MAX)
                .forEach(said -> Blame.blamed(said, dimension).stream()
                        .filter(name -> !expected.contains(name))
                        .forEach(name -> missed.add(dimension + " " + name + " is blamed and works")));
        return missed.stream().distinct().toList();
    }

    /// Those named last.
    private Set<String> named(Sightings seen) {
        List<Sightings.Said> all = Blame.until(seen, Instant.MAX);
        return all.isEmpty() ? Set.of() : Blame.blamed(all.getLast(), dimension);
    }

    /// For `--json`.
    ///
    /// @param customers counted by the values of the dimension
    /// @param until the end of the fault
    public Map<String, @Nullable Object> facts(Instant fault, Instant until, Sightings seen, SteadyTraffic customers) {
        Map<String, Counts> counts = customers.between(fault, until);
        Counts all = SteadyTraffic.sum(counts);
        double seconds = Math.max(1, Duration.between(fault, until).toMillis() / 1000.0);
        List<Map<String, @Nullable Object>> slices = counts.entrySet().stream()
                .filter(one -> one.getValue().failures() > 0)
                .limit(MOST_SLICES)
                .map(one -> Json.object(
                        dimension,
                        one.getKey(),
                        "requests",
                        one.getValue().requests(),
                        "failed",
                        one.getValue().failures()))
                .toList();
        return Json.object(
                "expected", List.copyOf(expected),
                "named", List.copyOf(named(seen)),
                "named_after",
                        Blame.exactlyAt(seen, dimension, expected)
                                .map(at -> Duration.between(fault, at).toMillis() / 1000.0)
                                .orElse(null),
                "requests_per_second", Math.round(all.requests() / seconds),
                "failed_share", Math.round(all.share() * 1e4) / 1e4,
                "slices", slices);
    }
}
