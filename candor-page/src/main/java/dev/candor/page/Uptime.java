package dev.candor.page;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Uptime that a reader can check: `100 % x (known - major - 0.3 x partial) / known`, where known is the counted time
/// without the time nothing was known. Statuspage's weights: major outage 100 %, partial outage 30 %, degraded and
/// maintenance 0 %.
public record Uptime(long countedSeconds, long unknownSeconds, long partialSeconds, long majorSeconds) {
    public static Uptime of(List<DayBar> days) {
        long counted = 0;
        long unknown = 0;
        long partial = 0;
        long major = 0;
        for (DayBar day : days) {
            counted += day.countedSeconds();
            unknown += day.unknownSeconds();
            partial += day.partialSeconds();
            major += day.majorSeconds();
        }
        return new Uptime(counted, unknown, partial, major);
    }

    public long knownSeconds() {
        return countedSeconds - unknownSeconds;
    }

    /// For how long something is known when that is less than a day: `2 h`, `12 min`, `< 1 min`. Else empty.
    ///
    /// A figure of a few minutes is none of ninety days, and must not look like one.
    public String young() {
        Duration known = Duration.ofSeconds(knownSeconds());
        if (known.isZero() || known.toDays() > 0) {
            return "";
        }
        return known.toHours() > 0
                ? known.toHours() + " h"
                : known.toMinutes() > 0 ? known.toMinutes() + " min" : "< 1 min";
    }

    /// Hundredths of a percent, rounded down: 10,000 only when not a second was lost. Empty when nothing is known.
    public Optional<Integer> basisPoints() {
        long known = knownSeconds();
        if (known <= 0) {
            return Optional.empty();
        }
        long upTenths = known * 10 - majorSeconds * 10 - partialSeconds * 3;
        return Optional.of((int) Math.floorDiv(Math.max(0, upTenths) * 10_000, known * 10));
    }

    /// `99.98 %`, `100 %`, or `no data`.
    public String text() {
        return basisPoints().map(Uptime::percentText).orElse("no data");
    }

    /// `99.98 %` for 9998.
    public static String percentText(int basisPoints) {
        return basisPoints == 10_000 ? "100 %" : "%d.%02d %%".formatted(basisPoints / 100, basisPoints % 100);
    }

    /// As {@link #young()}, of a group: by the member of which most is known.
    public static String young(List<Uptime> members) {
        return members.stream()
                .max(Comparator.comparingLong(Uptime::knownSeconds))
                .map(Uptime::young)
                .orElse("");
    }

    /// Of a group: the average of those members of which something is known, rounded down.
    public static Optional<Integer> average(List<Uptime> members) {
        List<Integer> known =
                members.stream().flatMap(each -> each.basisPoints().stream()).toList();
        if (known.isEmpty()) {
            return Optional.empty();
        }
        long sum = known.stream().mapToLong(Integer::longValue).sum();
        return Optional.of((int) (sum / known.size()));
    }
}
