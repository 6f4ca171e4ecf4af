package dev.candor.learn.history;

import dev.candor.learn.history.ImportedTime.When;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds stated facts in prose: times, spans, lengths, severities.
final class StatementFinder {
    private static final int MAX_STATEMENTS = 300;
    private static final int MAX_QUOTE = 300;
    private static final Map<String, Integer> NUMBERS = Map.ofEntries(
            Map.entry("one", 1),
            Map.entry("two", 2),
            Map.entry("three", 3),
            Map.entry("four", 4),
            Map.entry("five", 5),
            Map.entry("six", 6),
            Map.entry("seven", 7),
            Map.entry("eight", 8),
            Map.entry("nine", 9),
            Map.entry("ten", 10),
            Map.entry("eleven", 11),
            Map.entry("twelve", 12));
    private static final String NEAR =
            "just under|just over|around|about|approximately|roughly|nearly|almost|over|under|less than|more than|up to|at least|~";
    private static final Pattern LENGTH = Pattern.compile(
            "(?<![\\w.,:/-])(?:(?<near>" + NEAR + ")\\s?)?"
                    + "(?<least>\\d{1,6}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|an?)"
                    + "(?:\\s?(?:-|–|to)\\s?(?<most>\\d{1,6}))?[\\s-]?"
                    + "(?<unit>ms|milliseconds?|seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?)(?![\\w])",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern LABEL = Pattern.compile("^[ \\t]*(?:[•*-] )?([A-Z][\\p{L} /-]{2,60}): ?~?$");
    private static final Pattern SEVERITY = Pattern.compile(
            "^[ \\t]*(?:[•*-] )?severity ?: ?(\\S.{0,400})$", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
    private static final Pattern BETWEEN = Pattern.compile(
            "(?:^|\\s)(?:between|from)\\s+(?:around |about |approximately )?~?$", Pattern.CASE_INSENSITIVE);
    private static final Pattern AND = Pattern.compile("\\s*(?:and|to|until|till|-|–)\\s*~?", Pattern.CASE_INSENSITIVE);

    private StatementFinder() {}

    /// Every statement of `text`, in the order times, lengths, severities; at most 300.
    static List<Statement> in(String text, String where) {
        var statements = new ArrayList<Statement>();
        times(text, where, statements);
        lengths(text, where, statements);
        Matcher severity = SEVERITY.matcher(text);
        while (severity.find()) {
            String words = severity.group(1).strip();
            statements.add(new Statement.Severity(words, CleanText.brief(severity.group(), MAX_QUOTE), where));
        }
        return statements.size() > MAX_STATEMENTS ? statements.subList(0, MAX_STATEMENTS) : statements;
    }

    private static void times(String text, String where, List<Statement> into) {
        List<TimeFinder.Found> times = TimeFinder.in(text);
        for (int i = 0; i < times.size(); i++) {
            var from = times.get(i);
            String quote = sentence(text, from.start(), from.end());
            if (i + 1 < times.size() && span(text, from, times.get(i + 1))) {
                var to = times.get(++i);
                var quoted = sentence(text, from.start(), to.end());
                into.add(new Statement.Span(withZoneOf(from.time(), to.time()), to.time(), quoted, where));
            } else {
                into.add(new Statement.Time(from.time(), quote, where));
            }
        }
    }

    private static boolean span(String text, TimeFinder.Found from, TimeFinder.Found to) {
        String before = text.substring(Math.max(0, from.start() - 30), from.start());
        return to.start() > from.end()
                && to.start() - from.end() < 12
                && AND.matcher(text.substring(from.end(), to.start())).matches()
                && BETWEEN.matcher(before).find();
    }

    /// "between 21:01 and 21:05 UTC": one zone for both.
    private static ImportedTime withZoneOf(ImportedTime from, ImportedTime to) {
        if (from.zone().isEmpty()
                && from.when() instanceof When.TimeOfDay(var time, var none)
                && none.isEmpty()
                && to.when() instanceof When.TimeOfDay(var end, var offset)
                && !end.isBefore(time)) {
            return new ImportedTime(new When.TimeOfDay(time, offset), from.precision(), from.words(), to.zone());
        }
        return from;
    }

    private static void lengths(String text, String where, List<Statement> into) {
        Matcher match = LENGTH.matcher(text);
        while (match.find() && into.size() < MAX_STATEMENTS) {
            String near = match.group("near");
            String least = match.group("least").toLowerCase(Locale.ROOT);
            if (least.startsWith("a") && near == null) {
                continue; // "4 times a day" is no length
            }
            Duration atLeast = length(number(least), match.group("unit"));
            Duration atMost =
                    match.group("most") == null ? atLeast : length(number(match.group("most")), match.group("unit"));
            if (atMost.compareTo(atLeast) < 0) {
                continue;
            }
            into.add(new Statement.Length(
                    atLeast,
                    atMost,
                    near != null,
                    label(text, match.start(), match.end()),
                    match.group(),
                    sentence(text, match.start(), match.end()),
                    where));
        }
    }

    private static int number(String word) {
        return Character.isDigit(word.charAt(0)) ? Integer.parseInt(word) : NUMBERS.getOrDefault(word, 1);
    }

    private static Duration length(int amount, String unit) {
        String word = unit.toLowerCase(Locale.ROOT);
        return switch (word.charAt(0)) {
            case 's' -> Duration.ofSeconds(amount);
            case 'h' -> Duration.ofHours(amount);
            case 'd' -> Duration.ofDays(amount);
            case 'w' -> Duration.ofDays(7L * amount);
            default -> word.startsWith("min") ? Duration.ofMinutes(amount) : Duration.ofMillis(amount);
        };
    }

    /// "Time To Detect" of a line that says nothing but `Time To Detect: 10 min`.
    private static Optional<String> label(String text, int start, int end) {
        int lineEnd = text.indexOf('\n', end);
        String rest = text.substring(end, lineEnd < 0 ? text.length() : lineEnd);
        int lineStart = text.lastIndexOf('\n', start - 1) + 1;
        if (!rest.isBlank() || start - lineStart > 80) {
            return Optional.empty();
        }
        Matcher match = LABEL.matcher(text.substring(lineStart, start));
        return match.find() ? Optional.of(match.group(1).strip()) : Optional.empty();
    }

    /// The sentence around `[start, end)`: from the last line break or sentence end before, to the next after.
    static String sentence(String text, int start, int end) {
        int from = start;
        while (from > 0 && start - from < MAX_QUOTE && !endsSentence(text, from - 1)) {
            from--;
        }
        int to = end;
        while (to < text.length() && to - from < MAX_QUOTE && !(to > end && endsSentence(text, to - 1))) {
            if (text.charAt(to) == '\n') {
                break;
            }
            to++;
        }
        return CleanText.brief(text.substring(from, to), MAX_QUOTE);
    }

    private static boolean endsSentence(String text, int at) {
        char c = text.charAt(at);
        if (c == '\n') {
            return true;
        }
        return (c == '.' || c == '!' || c == '?')
                && at + 2 < text.length()
                && text.charAt(at + 1) == ' '
                && !Character.isLowerCase(text.charAt(at + 2))
                && !(at >= 2 && text.charAt(at - 2) == '.'); // "11:20 a.m. UTC"
    }
}
