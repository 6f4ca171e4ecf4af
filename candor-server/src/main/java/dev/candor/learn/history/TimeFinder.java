package dev.candor.learn.history;

import dev.candor.learn.history.ImportedTime.Precision;
import dev.candor.learn.history.ImportedTime.When;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds times in prose: a clock time (with a zone, a.m./p.m., or a word like "at" before it), a date, or both when
/// they stand together.
final class TimeFinder {
    /// A time and where it stands in the text: `[start, end)`.
    record Found(int start, int end, ImportedTime time) {}

    private record Clock(int start, int end, LocalTime time, Optional<String> zone, boolean approximate) {}

    private static final int MAX_FOUND = 200;
    private static final String HALF = "[aApP]\\.?[mM](?:\\.|\\b)";
    private static final Pattern CLOCK =
            Pattern.compile("(?<![\\w:.,/-])(?<hour>\\d{1,2}):(?<minute>[0-5]\\d)(?::[0-5]\\d)?(?!\\d)"
                    + "(?:\\s?(?<half>" + HALF + "))?(?:\\s?(?<zone>" + ZoneTable.PATTERN + ")(?![A-Za-z0-9]))?");
    /// "13.45" is a time only where nothing else fits: after "at" and before a word about the day.
    private static final Pattern DOTTED =
            Pattern.compile("(?<=\\b[Aa]t |\\b[Aa]round )(?<hour>\\d{2})\\.(?<minute>[0-5]\\d)" + "(?:\\s?(?<zone>"
                    + ZoneTable.PATTERN + ")(?![A-Za-z0-9])|(?=,? (?:today|yesterday|this|on) ?))");
    private static final Pattern LEAD_IN = Pattern.compile(
            "(?:^|[\\s(])(?:at|around|about|approximately|by|until|till|from|since|between|to|before|after)\\s+$|~ ?$",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern NEAR =
            Pattern.compile("(?:\\b(?:around|approximately|about|roughly|circa)\\s+|~ ?)$", Pattern.CASE_INSENSITIVE);
    private static final Pattern LINE_START = Pattern.compile("(?:^|\\n)[ \\t]*(?:[•*-] ?)?$");
    private static final Pattern DATE_THEN_CLOCK =
            Pattern.compile(",?\\s*(?:at|from|-)?\\s*(?:around|about|approximately)?\\s*~?", Pattern.CASE_INSENSITIVE);
    private static final Pattern CLOCK_THEN_DATE =
            Pattern.compile(",?\\s*(?:on\\s+)?(?:the\\s+)?", Pattern.CASE_INSENSITIVE);

    private TimeFinder() {}

    /// Every time in `text`, in order, at most 200.
    static List<Found> in(String text) {
        List<DateFinder.Found> dates = DateFinder.in(text);
        var taken = new boolean[dates.size()];
        var found = new ArrayList<Found>();
        for (Clock clock : clocks(text)) {
            int before = -1;
            int after = -1;
            for (int i = 0; i < dates.size(); i++) {
                var date = dates.get(i);
                if (!taken[i] && date.end() <= clock.start() && clock.start() - date.end() < 30) {
                    before = gap(text, date.end(), clock.start(), DATE_THEN_CLOCK) ? i : before;
                } else if (!taken[i] && after < 0 && date.start() >= clock.end() && date.start() - clock.end() < 20) {
                    after = gap(text, clock.end(), date.start(), CLOCK_THEN_DATE) ? i : after;
                }
            }
            int date = before >= 0 ? before : after;
            if (date >= 0) {
                taken[date] = true;
                found.add(joined(text, dates.get(date), clock));
            } else {
                found.add(alone(text, clock));
            }
        }
        for (int i = 0; i < dates.size(); i++) {
            if (!taken[i]) {
                found.add(alone(text, dates.get(i)));
            }
        }
        found.sort((a, b) -> Integer.compare(a.start(), b.start()));
        return found.size() > MAX_FOUND ? List.copyOf(found.subList(0, MAX_FOUND)) : found;
    }

    private static boolean gap(String text, int from, int to, Pattern allowed) {
        return allowed.matcher(text.substring(from, to)).matches();
    }

    private static List<Clock> clocks(String text) {
        var clocks = new ArrayList<Clock>();
        for (Pattern pattern : List.of(CLOCK, DOTTED)) {
            Matcher match = pattern.matcher(text);
            while (match.find() && clocks.size() < MAX_FOUND) {
                clock(text, match, pattern == CLOCK).ifPresent(clocks::add);
            }
        }
        clocks.sort((a, b) -> Integer.compare(a.start(), b.start()));
        return clocks;
    }

    private static Optional<Clock> clock(String text, Matcher match, boolean colon) {
        int hour = Integer.parseInt(match.group("hour"));
        Optional<String> half = colon ? Optional.ofNullable(match.group("half")) : Optional.empty();
        Optional<String> zone = Optional.ofNullable(match.group("zone")).map(String::strip);
        String before = text.substring(Math.max(0, match.start() - 24), match.start());
        if (half.isPresent() && hour >= 1 && hour <= 12) {
            boolean afternoon = half.get().toLowerCase(java.util.Locale.ROOT).startsWith("p");
            hour = hour % 12 + (afternoon ? 12 : 0);
        } else if (hour > 23) { // "14:05 pm" is read as 14:05
            return Optional.empty();
        }
        boolean entry = LINE_START.matcher(before).find() && text.startsWith(":", match.end());
        if (colon
                && half.isEmpty()
                && zone.isEmpty()
                && !entry
                && !LEAD_IN.matcher(before).find()
                && !DateFinder.endsWithDate(before)) {
            return Optional.empty();
        }
        var time = LocalTime.of(hour, Integer.parseInt(match.group("minute")));
        return Optional.of(new Clock(
                match.start(), match.end(), time, zone, NEAR.matcher(before).find()));
    }

    private static Found joined(String text, DateFinder.Found date, Clock clock) {
        int start = Math.min(date.start(), clock.start());
        int end = Math.max(date.end(), clock.end());
        Optional<ZoneOffset> offset = clock.zone().flatMap(ZoneTable::offset);
        When when;
        if (date.year().isPresent()) {
            var local = LocalDateTime.of(date.day().atYear(date.year().get()), clock.time());
            when = offset.isPresent() ? new When.Moment(local.toInstant(offset.get())) : new When.LocalMoment(local);
        } else {
            when = new When.YearlessMoment(date.day(), clock.time(), offset);
        }
        return new Found(start, end, time(when, clock, text.substring(start, end)));
    }

    private static Found alone(String text, Clock clock) {
        var when = new When.TimeOfDay(clock.time(), clock.zone().flatMap(ZoneTable::offset));
        return new Found(clock.start(), clock.end(), time(when, clock, text.substring(clock.start(), clock.end())));
    }

    private static ImportedTime time(When when, Clock clock, String words) {
        var precision = clock.approximate() ? Precision.APPROXIMATE : Precision.MINUTE;
        return new ImportedTime(when, precision, words.strip(), clock.zone());
    }

    private static Found alone(String text, DateFinder.Found date) {
        When when = date.year().isPresent()
                ? new When.Day(date.day().atYear(date.year().get()))
                : new When.YearlessDay(date.day());
        String words = text.substring(date.start(), date.end());
        return new Found(date.start(), date.end(), new ImportedTime(when, Precision.DAY, words, Optional.empty()));
    }
}
