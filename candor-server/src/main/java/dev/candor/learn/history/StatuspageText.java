package dev.candor.learn.history;

import dev.candor.learn.history.ImportedTime.Precision;
import dev.candor.learn.history.ImportedTime.When;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.MonthDay;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The text of a Statuspage incident page: title, "Incident Report for NAME", posts that each end with "Posted ...",
/// newest first, at last "This incident affected: ...". Several pages may follow each other in one text.
final class StatuspageText {
    private static final Pattern REPORT_FOR =
            Pattern.compile("(?:Incident|Scheduled Maintenance) Report for (\\S.{0,199})");
    private static final Pattern AFFECTED =
            Pattern.compile("This (?:incident|scheduled maintenance|maintenance) affect(?:ed|s): ?(.+)");
    private static final Pattern POSTED = Pattern.compile(
            "Posted (?:.{1,40} ago\\.? )?(?<words>(?<month>[A-Z][a-z]{2,8})\\.? (?<day>\\d{1,2}), (?<year>\\d{4})"
                    + " -? ?(?<hour>\\d{1,2}):(?<minute>\\d{2})(?::\\d{2})?(?: ?(?<half>[AaPp][Mm]))?(?: ?(?<zone>[A-Za-z]{1,5}(?:[+-]\\d{1,2}(?::?\\d{2})?)?|[+-]\\d{2}(?::?\\d{2})?))?)");
    private static final Pattern POSTED_START = Pattern.compile("Posted .{0,60}\\d{4}.{0,40}");
    private static final Pattern FOOTER = Pattern.compile(
            "(?:←|<-)? ?(?:Current Status|Powered by .*|Subscribe to Updates)", Pattern.CASE_INSENSITIVE);

    /// What the page shows above the title: its logo and the legend of the five statuses.
    private static final Pattern CHROME = Pattern.compile(
            ".{1,60} logo|[•*] ?(?:Operational|Degraded Performance|Partial Outage|Major Outage|(?:Under )?Maintenance)"
                    + "|Subscribe to Updates");

    private StatuspageText() {}

    static boolean recognises(List<String> lines) {
        return lines.stream().anyMatch(line -> REPORT_FOR.matcher(line.strip()).matches());
    }

    static List<Draft> read(List<String> lines) {
        var starts = new ArrayList<Integer>(); // lines "Incident Report for"
        for (int i = 0; i < lines.size(); i++) {
            if (REPORT_FOR.matcher(lines.get(i).strip()).matches()) {
                starts.add(i);
            }
        }
        var drafts = new ArrayList<Draft>();
        for (int i = 0; i < starts.size(); i++) {
            int end = i + 1 < starts.size() ? titleLine(lines, starts.get(i + 1), starts.get(i)) : lines.size();
            drafts.add(
                    incident(lines, starts.get(i), Math.max(end, starts.get(i) + 1), i == 0 ? -1 : starts.get(i - 1)));
        }
        return drafts;
    }

    /// The last line with words before the line `report`; `report` itself when there is none after `floor`.
    private static int titleLine(List<String> lines, int report, int floor) {
        for (int i = report - 1; i > floor; i--) {
            if (!lines.get(i).isBlank()) {
                return ends(lines.get(i).strip()) ? report : i;
            }
        }
        return report;
    }

    private static boolean ends(String line) {
        return POSTED_START.matcher(line).matches() || AFFECTED.matcher(line).matches();
    }

    private static Draft incident(List<String> lines, int report, int end, int floor) {
        var notes = new ArrayList<Note>();
        int title = titleLine(lines, report, floor);
        String words = title == report ? "" : lines.get(title).strip();
        if (words.isEmpty()) {
            notes.add(Note.notSaid("title", "no line before the organisation"));
        }
        Matcher organisation = REPORT_FOR.matcher(lines.get(report).strip());
        Optional<String> name =
                organisation.matches() ? Optional.of(organisation.group(1).strip()) : Optional.empty();
        if (lines.get(report).strip().startsWith("Scheduled")) {
            notes.add(Note.uncertain("title", "the page says this was planned maintenance"));
        }
        long before = lines.subList(floor < 0 ? 0 : title, title).stream()
                .filter(line -> !line.isBlank() && !CHROME.matcher(line.strip()).matches())
                .count();
        if (before > 0) {
            notes.add(Note.uncertain("text", before + " lines before the title were taken for page furniture"));
        }
        var posts = new ArrayList<Draft.Post>();
        var components = new ArrayList<AffectedComponent>();
        var body = new ArrayList<String>();
        for (String line : lines.subList(report + 1, end)) {
            Matcher affected = AFFECTED.matcher(line.strip());
            if (affected.matches()) {
                components.addAll(Components.of(affected.group(1), notes));
            } else if (POSTED_START.matcher(line.strip()).matches()) {
                posts.add(post(body, posted(line.strip(), notes)));
                body.clear();
            } else if (!FOOTER.matcher(line.strip()).matches()) {
                body.add(line);
            }
        }
        rest(body, posts, notes);
        return new Draft(CleanText.cut(words, 500), name, posts, components, Optional.empty(), false, notes);
    }

    private static Draft.Post post(List<String> lines, Optional<ImportedTime> at) {
        int first = 0;
        while (first < lines.size() && lines.get(first).isBlank()) {
            first++;
        }
        Optional<Phase> phase = first < lines.size() ? Phase.of(lines.get(first)) : Optional.empty();
        String text = String.join(
                "\n", lines.subList(Math.min(lines.size(), phase.isPresent() ? first + 1 : first), lines.size()));
        return new Draft.Post(
                phase, text.replaceAll("\n{3,}", "\n\n").stripTrailing().replaceFirst("^\n+", ""), at);
    }

    /// Lines after the last "Posted": a post that was cut off, or words that belong to none.
    private static void rest(List<String> lines, List<Draft.Post> posts, List<Note> notes) {
        if (lines.stream().allMatch(String::isBlank)) {
            return;
        }
        Draft.Post last = post(lines, Optional.empty());
        if (last.phase().isPresent() || posts.isEmpty()) {
            posts.add(last);
            notes.add(Note.notSaid("times", "the last post does not say when it was posted; the text may be cut off"));
        } else {
            notes.add(Note.lossy(
                    "text", "words after the last post were left out: \"" + CleanText.brief(last.body(), 80) + "\""));
        }
    }

    private static Optional<ImportedTime> posted(String line, List<Note> notes) {
        Matcher match = POSTED.matcher(line);
        if (!match.matches()) {
            notes.add(Note.lossy("times", "not read as a time: \"" + CleanText.brief(line, 80) + "\""));
            return Optional.empty();
        }
        try {
            int hour = Integer.parseInt(match.group("hour"));
            String half = match.group("half");
            if (half != null && hour >= 1 && hour <= 12) {
                hour = hour % 12 + (Character.toLowerCase(half.charAt(0)) == 'p' ? 12 : 0);
            }
            int month = DateFinder.month(match.group("month"));
            var local = LocalDateTime.of(
                    Integer.parseInt(match.group("year")),
                    month,
                    Integer.parseInt(match.group("day")),
                    hour,
                    Integer.parseInt(match.group("minute")));
            Optional<String> zone = Optional.ofNullable(match.group("zone"));
            Optional<ZoneOffset> offset = zone.flatMap(ZoneTable::offset);
            if (offset.isEmpty()) {
                notes.add(Note.lossy(
                        "times",
                        zone.map(z -> "the zone " + z + " is not known").orElse("no zone") + " in \""
                                + match.group("words") + "\""));
            }
            zone.flatMap(z -> ZoneTable.doubt(z, MonthDay.from(local), Optional.of(local.getYear())))
                    .ifPresent(doubt -> notes.add(Note.uncertain("times", doubt)));
            When when =
                    offset.isPresent() ? new When.Moment(local.toInstant(offset.get())) : new When.LocalMoment(local);
            return Optional.of(new ImportedTime(when, Precision.MINUTE, match.group("words"), zone));
        } catch (DateTimeException noSuchTime) {
            notes.add(Note.lossy("times", "no such time: \"" + CleanText.brief(line, 80) + "\""));
            return Optional.empty();
        }
    }
}
