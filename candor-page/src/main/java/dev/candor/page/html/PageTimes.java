package dev.candor.page.html;

import dev.candor.page.TimePrecision;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Times as a page writes them: in its own zone, always with the zone's name. A script may translate them for the
/// viewer; without it they are complete.
public final class PageTimes {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter SHORT = DateTimeFormatter.ofPattern("d MMM, HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter FULL = DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter SHORT_DAY = DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMMM uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter ZONE = DateTimeFormatter.ofPattern("zzz", Locale.ENGLISH);

    private final ZoneId zone;

    public PageTimes(ZoneId zone) {
        this.zone = zone;
    }

    /// `14:32 UTC`
    public String clock(Instant at) {
        return CLOCK.format(at.atZone(zone)) + " " + zoneName(at);
    }

    /// `12 Aug, 14:32 CEST`
    public String dayAndClock(Instant at) {
        return SHORT.format(at.atZone(zone)) + " " + zoneName(at);
    }

    /// `12 Aug 2026, 14:32 CEST`, or less when less is known.
    public String full(Instant at, TimePrecision precision) {
        return switch (precision) {
            case SECOND, MINUTE -> FULL.format(at.atZone(zone)) + " " + zoneName(at);
            case HOUR -> "about " + FULL.format(at.atZone(zone)) + " " + zoneName(at);
            case DAY -> DAY.format(at.atZone(zone));
        };
    }

    public String full(Instant at) {
        return full(at, TimePrecision.SECOND);
    }

    /// `2026-08-12T12:32:00Z`, for machines.
    public String machine(Instant at) {
        return at.toString();
    }

    public LocalDate date(Instant at) {
        return LocalDate.ofInstant(at, zone);
    }

    public YearMonth month(Instant at) {
        return YearMonth.from(date(at));
    }

    public String day(LocalDate date) {
        return DAY.format(date);
    }

    public String shortDay(LocalDate date) {
        return SHORT_DAY.format(date);
    }

    public String month(YearMonth month) {
        return MONTH.format(month);
    }

    /// `UTC`, `CEST`
    public String zoneName(Instant at) {
        var offset = zone.getRules().getOffset(at);
        boolean utc = zone.getRules().isFixedOffset() && offset.equals(ZoneOffset.UTC);
        return utc ? "UTC" : ZONE.format(at.atZone(zone));
    }
}
