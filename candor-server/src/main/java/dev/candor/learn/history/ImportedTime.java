package dev.candor.learn.history;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.ZoneOffset;
import java.util.Optional;

/// A time as a text gives it: as much as the words say, and no more.
///
/// @param words the exact words of the text
/// @param zone the zone as written ("PDT", "UTC+2"), empty when the text names none
public record ImportedTime(When when, Precision precision, String words, Optional<String> zone) {
    /// What the words fix.
    public sealed interface When {
        /// Day, time and zone: one point in time.
        record Moment(Instant instant) implements When {}

        /// Day and time, the zone is not said.
        record LocalMoment(LocalDateTime local) implements When {}

        /// A day of a year.
        record Day(LocalDate date) implements When {}

        /// Day of the year and time, but not which year.
        record YearlessMoment(MonthDay day, LocalTime time, Optional<ZoneOffset> offset) implements When {}

        /// Day of the year, but not which year.
        record YearlessDay(MonthDay day) implements When {}

        /// A time of day, the day is not said.
        record TimeOfDay(LocalTime time, Optional<ZoneOffset> offset) implements When {}
    }

    public enum Precision {
        MINUTE,
        /// To the minute, but the text itself says "around".
        APPROXIMATE,
        DAY
    }

    /// The point in time, if the words fix one.
    public Optional<Instant> instant() {
        return when instanceof When.Moment(Instant instant) ? Optional.of(instant) : Optional.empty();
    }
}
