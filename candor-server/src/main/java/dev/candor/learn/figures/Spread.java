package dev.candor.learn.figures;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What is usual and what is bad among several lengths.
///
/// @param count of how many
/// @param median the middle one; between the two middle ones where their number is even
/// @param ninetieth the smallest that at least nine of ten do not exceed
public record Spread(int count, Duration median, Duration ninetieth) {
    /// Empty when there is nothing to spread. Pure.
    public static Optional<Spread> of(List<Duration> lengths) {
        if (lengths.isEmpty()) {
            return Optional.empty();
        }
        List<Duration> sorted = lengths.stream().sorted().toList();
        int size = sorted.size();
        Duration upper = sorted.get(size / 2);
        Duration median = size % 2 == 1
                ? upper
                : sorted.get(size / 2 - 1)
                        .plus(upper.minus(sorted.get(size / 2 - 1)).dividedBy(2));
        return Optional.of(new Spread(size, median, sorted.get((size * 9 + 9) / 10 - 1)));
    }
}
