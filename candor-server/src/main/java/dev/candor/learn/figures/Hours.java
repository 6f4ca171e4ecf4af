package dev.candor.learn.figures;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/// What a page interrupts, by the clock of the person it reaches.
public enum Hours {
    /// Monday to Friday from 9 to 18 o'clock.
    BUSINESS,
    /// Awake, but not at work.
    OFF,
    /// From 22 to 7 o'clock, on every day.
    SLEEP;

    /// Pure.
    public static Hours at(Instant instant, ZoneId zone) {
        ZonedDateTime there = instant.atZone(zone);
        int hour = there.getHour();
        if (hour >= 22 || hour < 7) {
            return SLEEP;
        }
        boolean weekend = there.getDayOfWeek() == DayOfWeek.SATURDAY || there.getDayOfWeek() == DayOfWeek.SUNDAY;
        return !weekend && hour >= 9 && hour < 18 ? BUSINESS : OFF;
    }
}
