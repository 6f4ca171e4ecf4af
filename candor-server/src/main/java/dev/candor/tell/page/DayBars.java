package dev.candor.tell.page;

import dev.candor.page.ComponentStatus;
import dev.candor.page.DayBar;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/// The last 90 days of a component, from its intervals. Pure.
final class DayBars {
    static final int DAYS = 90;

    private DayBars() {}

    /// Oldest first, today last.
    ///
    /// @param intervals in order; before the first one the component did not exist
    static List<DayBar> of(List<ComponentStatusStore.Interval> intervals, ZoneId zone, Instant now) {
        LocalDate today = now.atZone(zone).toLocalDate();
        var bars = new ArrayList<DayBar>(DAYS);
        for (int back = DAYS - 1; back >= 0; back--) {
            LocalDate date = today.minusDays(back);
            bars.add(day(
                    date,
                    intervals,
                    date.atStartOfDay(zone).toInstant(),
                    date.plusDays(1).atStartOfDay(zone).toInstant(),
                    now));
        }
        return List.copyOf(bars);
    }

    private static DayBar day(
            LocalDate date, List<ComponentStatusStore.Interval> intervals, Instant start, Instant end, Instant now) {
        ComponentStatus worst = ComponentStatus.OPERATIONAL;
        long counted = 0;
        long unknown = 0;
        long partial = 0;
        long major = 0;
        for (ComponentStatusStore.Interval interval : intervals) {
            Instant from = later(interval.from(), start);
            Instant until = earlier(earlier(interval.until().orElse(now), end), now);
            if (!from.isBefore(until)) {
                continue;
            }
            long seconds = Duration.between(from, until).toSeconds();
            counted += seconds;
            if (interval.unknown()) {
                unknown += seconds;
                continue;
            }
            worst = ComponentStatus.worst(worst, interval.status());
            if (interval.status() == ComponentStatus.PARTIAL_OUTAGE) {
                partial += seconds;
            } else if (interval.status() == ComponentStatus.MAJOR_OUTAGE) {
                major += seconds;
            }
        }
        return new DayBar(date, worst, counted, unknown, partial, major, List.of());
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
