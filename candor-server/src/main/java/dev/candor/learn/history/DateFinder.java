package dev.candor.learn.history;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds dates in English prose: "Thursday 18th August", "June 7th", "20th of January 2021", "2020-10-02", and
/// "18/07/2023" where only one reading is a date.
final class DateFinder {
    record Found(int start, int end, MonthDay day, Optional<Integer> year) {}

    private static final int MAX_FOUND = 200;
    static final String MONTH = "(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
            + "|Sep(?:t(?:ember)?)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)";
    private static final String WEEKDAY = "(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\\s(?:the\\s)?)?";
    private static final String YEAR = "(?:,?\\s(?<year>(?:19|20)\\d{2})(?!\\d))?";
    private static final List<Pattern> FORMS = List.of(
            Pattern.compile(
                    "\\b" + WEEKDAY + "(?<day>\\d{1,2})(?:st|nd|rd|th)?\\s(?:of\\s)?(?<month>" + MONTH + ")\\b" + YEAR),
            Pattern.compile("\\b" + WEEKDAY + "(?<month>" + MONTH
                    + ")\\.?\\s(?:the\\s)?(?<day>\\d{1,2})(?:st|nd|rd|th)?(?![\\d:.]\\d|\\w)" + YEAR),
            Pattern.compile("(?<![\\d-])(?<year>(?:19|20)\\d{2})-(?<month>\\d{2})-(?<day>\\d{2})(?![\\d-])"),
            Pattern.compile("(?<![\\d/])(?<day>\\d{1,2})/(?<month>\\d{1,2})/(?<year>(?:19|20)\\d{2})(?![\\d/])"));
    private static final Pattern DATE_AT_END = Pattern.compile("(?:" + MONTH
            + "\\.?\\s\\d{1,2}(?:st|nd|rd|th)?|\\d{4}|\\d{1,2}(?:st|nd|rd|th)?\\s" + MONTH + "),?\\s(?:-\\s)?$");

    private DateFinder() {}

    /// Every date in `text`, in order, without overlaps, at most 200.
    static List<Found> in(String text) {
        var found = new ArrayList<Found>();
        for (Pattern form : FORMS) {
            Matcher match = form.matcher(text);
            while (match.find() && found.size() < MAX_FOUND) {
                Optional<Found> date = read(match);
                date.filter(d -> found.stream().noneMatch(f -> f.start() < d.end() && d.start() < f.end()))
                        .ifPresent(found::add);
            }
        }
        found.sort((a, b) -> Integer.compare(a.start(), b.start()));
        return found;
    }

    static boolean endsWithDate(String before) {
        return DATE_AT_END.matcher(before).find();
    }

    /// The month of an English name or its first three letters, 1 to 12; 0 for other words.
    static int month(String name) {
        if (name.length() < 3) {
            return 0;
        }
        int at = "janfebmaraprmayjunjulaugsepoctnovdec"
                .indexOf(name.substring(0, 3).toLowerCase(Locale.ROOT));
        return at % 3 == 0 ? at / 3 + 1 : 0;
    }

    private static Optional<Found> read(Matcher match) {
        int day = Integer.parseInt(match.group("day"));
        String name = match.group("month");
        int month = Character.isDigit(name.charAt(0)) ? Integer.parseInt(name) : month(name);
        Optional<Integer> year = Optional.ofNullable(match.group("year")).map(Integer::valueOf);
        if (match.group().indexOf('/') >= 0) {
            if (day <= 12 && month <= 12 && day != month) {
                return Optional.empty(); // day first or month first: the words do not say
            }
            if (month > 12) {
                int swap = day;
                day = month;
                month = swap;
            }
        }
        try {
            if (year.isPresent()) {
                LocalDate.of(year.get(), month, day);
            }
            var monthDay = MonthDay.of(month, day);
            return Optional.of(new Found(match.start(), match.end(), monthDay, year));
        } catch (DateTimeException noSuchDay) {
            return Optional.empty();
        }
    }
}
