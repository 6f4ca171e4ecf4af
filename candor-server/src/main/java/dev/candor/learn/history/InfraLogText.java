package dev.candor.learn.history;

import dev.candor.learn.history.ImportedTime.Precision;
import dev.candor.learn.history.ImportedTime.When;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An infrastructure log: items headed `August 26: TITLE (05:30EST): `, which may follow each other on one line,
/// until a heading without a time begins another section. No organisation; the year is usually not said.
final class InfraLogText {
    private static final String FULL_MONTH =
            "(?:January|February|March|April|May|June|July|August|September|October|November|December)";
    private static final Pattern ITEM = Pattern.compile(
            "(?<head>(?<month>" + FULL_MONTH + ") (?<day>\\d{1,2})(?:, (?<year>(?:19|20)\\d{2}))?): "
                    + "(?<title>[^\\n():]{3,200}?) ?\\((?<clock>(?<hour>\\d{1,2}):(?<minute>[0-5]\\d) ?(?<zone>[A-Z]{2,5})?)\\):");
    private static final Pattern BROKEN_LINE = Pattern.compile("(?<=[\\p{L}\\p{N},]) *\\n(?=[\\p{L}\\p{N},.;])");

    private InfraLogText() {}

    static boolean recognises(String text) {
        return ITEM.matcher(text).find();
    }

    static List<Draft> read(String text) {
        var items = new ArrayList<int[]>();
        Matcher match = ITEM.matcher(text);
        while (match.find()) {
            items.add(new int[] {match.start(), match.end()});
        }
        var drafts = new ArrayList<Draft>();
        for (int i = 0; i < items.size(); i++) {
            int end = i + 1 < items.size() ? items.get(i + 1)[0] : text.length();
            String body = text.substring(items.get(i)[1], end);
            if (i + 1 == items.size()) {
                body = untilNextSection(body);
            }
            Matcher head = ITEM.matcher(text).region(items.get(i)[0], items.get(i)[1]);
            if (head.lookingAt()) {
                drafts.add(item(head, body));
            }
        }
        return drafts;
    }

    /// Without what stands under the next heading: a short line of capitalised words without a final mark.
    private static String untilNextSection(String body) {
        int from = body.indexOf('\n');
        while (from >= 0) {
            int end = body.indexOf('\n', from + 1);
            String line =
                    body.substring(from + 1, end < 0 ? body.length() : end).strip();
            if (isHeading(line)) {
                return body.substring(0, from);
            }
            from = end;
        }
        return body;
    }

    private static boolean isHeading(String line) {
        if (line.length() < 8 || line.length() > 80 || !Character.isLetterOrDigit(line.charAt(line.length() - 1))) {
            return false;
        }
        String[] words = line.split(" +");
        long capital = List.of(words).stream()
                .filter(word -> Character.isUpperCase(word.charAt(0)))
                .count();
        return words.length >= 2 && capital * 3 >= words.length * 2L && Character.isUpperCase(line.charAt(0));
    }

    private static Draft item(Matcher head, String body) {
        var notes = new ArrayList<Note>();
        String text = body.strip();
        Matcher broken = BROKEN_LINE.matcher(text);
        if (broken.find()) {
            notes.add(Note.lossy(
                    "text", "lines break inside sentences where words were set apart; words may run together there"));
            text = broken.replaceAll(" ").replaceAll(" ([,.;])", "$1");
        }
        Optional<ImportedTime> at = time(head, notes);
        var post = new Draft.Post(Optional.empty(), text, Optional.empty());
        return new Draft(head.group("title").strip(), Optional.empty(), List.of(post), List.of(), at, false, notes);
    }

    private static Optional<ImportedTime> time(Matcher head, List<Note> notes) {
        String words = head.group("head") + " (" + head.group("clock") + ")";
        Optional<String> zone = Optional.ofNullable(head.group("zone"));
        Optional<ZoneOffset> offset = zone.flatMap(ZoneTable::offset);
        try {
            var day = MonthDay.of(DateFinder.month(head.group("month")), Integer.parseInt(head.group("day")));
            var clock = LocalTime.of(Integer.parseInt(head.group("hour")), Integer.parseInt(head.group("minute")));
            Optional<Integer> year = Optional.ofNullable(head.group("year")).map(Integer::valueOf);
            zone.flatMap(z -> ZoneTable.doubt(z, day, year)).ifPresent(d -> notes.add(Note.uncertain("times", d)));
            notes.add(Note.uncertain(
                    "started-at",
                    "the time in the heading is taken as the start; the text does not say what it marks"));
            When when;
            if (year.isEmpty()) {
                notes.add(Note.lossy("started-at", "\"" + words + "\" has no year, so it is no point in time"));
                when = new When.YearlessMoment(day, clock, offset);
            } else if (offset.isEmpty()) {
                notes.add(Note.lossy("started-at", "\"" + words + "\" has no known zone, so it is no point in time"));
                when = new When.LocalMoment(LocalDateTime.of(day.atYear(year.get()), clock));
            } else {
                when = new When.Moment(
                        LocalDateTime.of(day.atYear(year.get()), clock).toInstant(offset.get()));
            }
            return Optional.of(new ImportedTime(when, Precision.MINUTE, words, zone));
        } catch (DateTimeException noSuchTime) {
            notes.add(Note.lossy("started-at", "no such time: \"" + words + "\""));
            return Optional.empty();
        }
    }
}
