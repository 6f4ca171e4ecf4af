package dev.candor.base.time;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A schedule as crontabs have it: minute, hour, day of month, month, day of week; `*`, lists, ranges, steps, names of
/// months and days, `@hourly`, `@daily`, `@weekly`, `@monthly`, `@yearly`. As in Debian's cron, when both days are
/// restricted either will do. Wall-clock time decides: a time that a change of the clocks leaves out happens at the
/// first moment after the gap, one that comes twice happens the first time.
public final class Cron {
    private static final Map<String, String> NAMED = Map.of(
            "@hourly", "0 * * * *",
            "@daily", "0 0 * * *",
            "@midnight", "0 0 * * *",
            "@weekly", "0 0 * * 0",
            "@monthly", "0 0 1 * *",
            "@yearly", "0 0 1 1 *",
            "@annually", "0 0 1 1 *");
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final List<String> DAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");
    /// The 29th of February may be eight years away.
    private static final int MOST_DAYS = 366 * 9;

    private final String source;
    private final BitSet minutes;
    private final BitSet hours;
    private final BitSet monthDays;
    private final BitSet months;
    private final BitSet weekDays;
    private final boolean eitherDay;

    private Cron(String source, String[] fields) {
        this.source = source;
        this.minutes = field("minute", fields[0], 0, 59, List.of());
        this.hours = field("hour", fields[1], 0, 23, List.of());
        this.monthDays = field("day of month", fields[2], 1, 31, List.of());
        this.months = field("month", fields[3], 1, 12, MONTHS);
        BitSet days = field("day of week", fields[4], 0, 7, DAYS);
        if (days.get(7)) {
            days.set(0);
        }
        this.weekDays = days;
        this.eitherDay = !fields[2].startsWith("*") && !fields[4].startsWith("*");
    }

    /// @throws IllegalArgumentException naming the field, what was found and what would be right; also when no such
    /// time ever comes (the 31st of February)
    public static Cron parse(String text) {
        String source = text.strip();
        String plain = NAMED.getOrDefault(source.toLowerCase(Locale.ROOT), source);
        String[] fields = plain.split("\\s+");
        if (plain.length() > 500 || fields.length != 5 || fields[0].isEmpty()) {
            throw new IllegalArgumentException("expected five fields (minute, hour, day of month, month, day of week)"
                    + " such as `0 3 * * *`, or @daily, found `" + shorten(source) + "`");
        }
        var cron = new Cron(source, fields);
        if (cron.nextLocal(LocalDateTime.of(2024, 1, 1, 0, 0)).isEmpty()) {
            throw new IllegalArgumentException("`" + shorten(source) + "` never comes");
        }
        return cron;
    }

    private static String shorten(String text) {
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }

    private static BitSet field(String name, String text, int least, int most, List<String> words) {
        var set = new BitSet(most + 1);
        for (String part : text.split(",", -1)) {
            int slash = part.indexOf('/');
            String range = slash < 0 ? part : part.substring(0, slash);
            int step = slash < 0 ? 1 : number(name, part.substring(slash + 1), 1, most, List.of());
            int dash = range.indexOf('-');
            int from;
            int to;
            if (range.equals("*")) {
                from = least;
                to = most;
            } else if (dash < 0) {
                from = number(name, range, least, most, words);
                to = slash < 0 ? from : most;
            } else {
                from = number(name, range.substring(0, dash), least, most, words);
                to = number(name, range.substring(dash + 1), least, most, words);
            }
            if (to < from) {
                throw new IllegalArgumentException("the " + name + " `" + part + "` ends before it begins");
            }
            for (int value = from; value <= to; value += step) {
                set.set(value);
            }
        }
        return set;
    }

    private static int number(String name, String text, int least, int most, List<String> words) {
        int word = words.indexOf(text.toLowerCase(Locale.ROOT));
        if (word >= 0) {
            return words == MONTHS ? word + 1 : word;
        }
        if (text.matches("[0-9]{1,4}")) {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw new IllegalArgumentException("the " + name + " must be from " + least + " to " + most
                + (words.isEmpty() ? "" : " or a name like `" + words.getFirst() + "`") + ", found `"
                + shorten(text) + "`");
    }

    /// The first time after `after`.
    public Instant next(Instant after, ZoneId zone) {
        LocalDateTime from = LocalDateTime.ofInstant(after, zone);
        // An hour that comes twice may hold a time that lies behind us on the wall and not in truth.
        LocalDateTime search = from.minusHours(2);
        while (true) {
            LocalDateTime local = nextLocal(search).orElseThrow();
            Instant at = instant(local, zone);
            if (at.isAfter(after)) {
                return at;
            }
            search = local;
        }
    }

    private static Instant instant(LocalDateTime local, ZoneId zone) {
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
        if (!offsets.isEmpty()) {
            return local.toInstant(offsets.getFirst());
        }
        return zone.getRules().getTransition(local).getInstant();
    }

    private Optional<LocalDateTime> nextLocal(LocalDateTime after) {
        LocalDate day = after.toLocalDate();
        LocalTime from = after.toLocalTime().withSecond(0).withNano(0).plusMinutes(1);
        boolean wrapped = from.equals(LocalTime.MIDNIGHT);
        if (wrapped) {
            day = day.plusDays(1);
        }
        for (int i = 0; i < MOST_DAYS; i++, day = day.plusDays(1), from = LocalTime.MIDNIGHT) {
            if (!isDay(day)) {
                continue;
            }
            Optional<LocalTime> time = time(from);
            if (time.isPresent()) {
                return Optional.of(day.atTime(time.get()));
            }
        }
        return Optional.empty();
    }

    private boolean isDay(LocalDate day) {
        boolean month = monthDays.get(day.getDayOfMonth());
        boolean week = weekDays.get(day.getDayOfWeek().getValue() % 7);
        return months.get(day.getMonthValue()) && (eitherDay ? month || week : month && week);
    }

    private Optional<LocalTime> time(LocalTime from) {
        for (int hour = hours.nextSetBit(from.getHour()); hour >= 0; hour = hours.nextSetBit(hour + 1)) {
            int minute = minutes.nextSetBit(hour == from.getHour() ? from.getMinute() : 0);
            if (minute >= 0) {
                return Optional.of(LocalTime.of(hour, minute));
            }
        }
        return Optional.empty();
    }

    /// How far apart two of its times are, measured on the next two after `after`.
    public Duration period(Instant after, ZoneId zone) {
        Instant next = next(after, zone);
        return Duration.between(next, next(next, zone));
    }

    /// As it was written.
    @Override
    public String toString() {
        return source;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Cron that && that.source.equals(source);
    }

    @Override
    public int hashCode() {
        return source.hashCode();
    }
}
