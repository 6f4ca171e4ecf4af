package dev.candor.detect.vendor;

import dev.candor.detect.vendor.VendorStore.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How far a vendor's words and our measurements agree, over everything that is kept. Pure.
///
/// @param told their events, newest first, each beside what we measured
/// @param unsaid trouble we measured on their hosts and they never spoke of, newest first
/// @param lag how long they took to say so where we measured first, half of the times less; empty when never
public record Honesty(List<Told> told, List<Trouble> unsaid, Optional<Duration> lag) {
    /// Shorter trouble nobody would speak of.
    private static final Duration WORTH_A_WORD = Duration.ofMinutes(2);

    /// One of their events beside ours.
    public record Told(Seen seen, Comparison comparison) {}

    /// @param events newest first
    /// @param ours trouble on their hosts
    /// @param watchedSince since when a monitor of ours looks at them; empty when none does
    /// @param followedSince since when we know what they say: earlier trouble is not held against them
    static Honesty of(
            List<Seen> events, List<Trouble> ours, Optional<Instant> watchedSince, Instant followedSince, Instant now) {
        List<Told> told = events.stream()
                .map(seen -> new Told(seen, Comparison.of(seen.event(), ours, watchedSince, now)))
                .toList();
        var lags = new ArrayList<Duration>();
        told.forEach(one -> {
            switch (one.comparison()) {
                case Comparison.WeFirst(String _, Instant _, Duration by) -> lags.add(by);
                case Comparison.TheyFirst _ -> lags.add(Duration.ZERO);
                case Comparison.NotMeasured _, Comparison.TheyOnly _ -> {}
            }
        });
        lags.sort(null);
        List<Trouble> unsaid = ours.stream()
                .filter(trouble -> !trouble.from().isBefore(followedSince))
                .filter(trouble -> !Duration.between(
                                trouble.from(), trouble.until().orElse(now))
                        .minus(WORTH_A_WORD)
                        .isNegative())
                .filter(trouble -> events.stream().noneMatch(seen -> Comparison.belongs(trouble, seen.event(), now)))
                .sorted((one, other) -> other.from().compareTo(one.from()))
                .toList();
        return new Honesty(
                told, unsaid, lags.isEmpty() ? Optional.empty() : Optional.of(lags.get((lags.size() - 1) / 2)));
    }

    /// How many of their events we measured too.
    public long measured() {
        return told.stream()
                .filter(one -> one.comparison() instanceof Comparison.WeFirst
                        || one.comparison() instanceof Comparison.TheyFirst)
                .count();
    }

    /// How many we saw nothing of, though we looked.
    public long onlyTheirs() {
        return told.stream()
                .filter(one -> one.comparison() instanceof Comparison.TheyOnly)
                .count();
    }
}
