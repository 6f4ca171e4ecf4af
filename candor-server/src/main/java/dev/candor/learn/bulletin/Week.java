package dev.candor.learn.bulletin;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import java.util.Optional;

/// A week of ISO 8601, Monday to Sunday.
///
/// @param monday its first day
public record Week(LocalDate monday) {
    public Week {
        if (monday.getDayOfWeek() != DayOfWeek.MONDAY) {
            throw new IllegalArgumentException("a week begins on a Monday, not on " + monday);
        }
    }

    /// The week in which `now` lies, by the calendar of `zone`.
    public static Week of(Instant now, ZoneId zone) {
        return new Week(now.atZone(zone).toLocalDate().with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)));
    }

    /// From `2026-W47`; empty for everything else.
    public static Optional<Week> parse(String text) {
        if (!text.matches("20[0-9]{2}-W[0-5][0-9]")) {
            return Optional.empty();
        }
        try {
            int year = Integer.parseInt(text.substring(0, 4));
            // The fourth of January always lies in the first week.
            LocalDate monday = LocalDate.of(year, 1, 4)
                    .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                    .plusWeeks(Integer.parseInt(text.substring(6)) - 1L);
            return Optional.of(new Week(monday)).filter(week -> week.toString().equals(text));
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }

    public Week before() {
        return new Week(monday.minusWeeks(1));
    }

    public Instant begin(ZoneId zone) {
        return monday.atStartOfDay(zone).toInstant();
    }

    /// The first instant after it.
    public Instant end(ZoneId zone) {
        return monday.plusWeeks(1).atStartOfDay(zone).toInstant();
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%04d-W%02d",
                monday.get(IsoFields.WEEK_BASED_YEAR),
                monday.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
    }
}
