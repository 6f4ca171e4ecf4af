package dev.candor.probe.assertion;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.candor.base.text.Nearest;
import dev.candor.base.time.Durations;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Reads the grammar of `Assertion`, character by character. The first trouble ends it and is told with its position.
final class AssertionParser {
    private static final int LONGEST = 4000;
    private static final int LONGEST_PATTERN = 1000;
    private static final int MOST_ALTERNATIVES = 100;
    private static final List<String> CONDITIONS = List.of(
            "==", "!=", "<", "<=", ">", ">=", "in", "contains", "starts-with", "ends-with", "matches", "exists");

    private final String source;
    private int at;

    private AssertionParser(String source) {
        this.source = source;
    }

    private static final class Wrong extends Exception {
        final int at;

        Wrong(int at, String problem) {
            super(problem, null, false, false);
            this.at = at;
        }
    }

    static Assertion.Parsed parse(String source) {
        if (source.length() > LONGEST) {
            return new Assertion.Parsed.Wrong(
                    source.substring(0, 40) + "…", 0, "an assertion may have " + LONGEST + " characters at most");
        }
        try {
            return new Assertion.Parsed.Ok(new AssertionParser(source).assertion());
        } catch (Wrong wrong) {
            return new Assertion.Parsed.Wrong(source, wrong.at, String.valueOf(wrong.getMessage()));
        }
    }

    private Assertion assertion() throws Wrong {
        blanks();
        int start = at;
        String word = word();
        boolean negated = word.equals("not");
        if (negated) {
            blanks();
            start = at;
            word = word();
        }
        int from = start;
        String found = word;
        Subject subject = Subject.of(word)
                .orElseThrow(() -> new Wrong(
                        from,
                        expected(
                                "a subject",
                                found,
                                Stream.of(Subject.values()).map(Subject::word).toList())));
        String argument = "";
        JsonPath path = null;
        if (subject.argument() != Subject.Argument.NONE) {
            boolean brackets = subject.argument() == Subject.Argument.BRACKETS;
            expect(brackets ? '[' : '(', subject.word() + (brackets ? "[\"name\"]" : "(\"$.path\")"));
            blanks();
            int textStart = at + 1;
            argument = string();
            if (subject == Subject.JSON) {
                try {
                    path = JsonPath.parse(argument);
                } catch (JsonPath.Wrong wrong) {
                    throw new Wrong(
                            Math.min(source.length(), textStart + wrong.at), String.valueOf(wrong.getMessage()));
                }
            }
            expect(brackets ? ']' : ')', "the end of " + subject.word());
        }
        Condition condition = condition(subject);
        blanks();
        if (at < source.length()) {
            throw new Wrong(
                    at, "expected the end, found '" + rest() + "'; write a second assertion for a second expectation");
        }
        return new Assertion(source.strip(), negated, subject, argument, path, condition);
    }

    private Condition condition(Subject subject) throws Wrong {
        blanks();
        int start = at;
        for (Condition.Operator operator : Condition.Operator.values()) {
            if (source.startsWith(operator.symbol, at)) {
                at += operator.symbol.length();
                return new Condition.Compare(operator, literal(subject));
            }
        }
        String word = word();
        switch (word) {
            case "in":
                return range(subject);
            case "contains":
                needsText(subject, word, start);
                return new Condition.Contains(text());
            case "starts-with":
                needsText(subject, word, start);
                return new Condition.StartsWith(text());
            case "ends-with":
                needsText(subject, word, start);
                return new Condition.EndsWith(text());
            case "matches":
                needsText(subject, word, start);
                return new Condition.Matches(pattern());
            case "exists":
                return new Condition.Exists();
            default:
                throw new Wrong(start, expected("a comparison", word.isEmpty() ? rest() : word, CONDITIONS));
        }
    }

    private static void needsText(Subject subject, String word, int start) throws Wrong {
        if (subject.type() != Subject.Type.TEXT && subject.type() != Subject.Type.ANY) {
            throw new Wrong(start, "'" + word + "' is for text, and " + subject.word() + " is a number");
        }
    }

    private Condition range(Subject subject) throws Wrong {
        blanks();
        if (at < source.length() && source.charAt(at) == '[') {
            at++;
            var values = new ArrayList<Literal>();
            do {
                values.add(literal(subject));
                blanks();
                if (values.size() > MOST_ALTERNATIVES) {
                    throw new Wrong(at, "there may be " + MOST_ALTERNATIVES + " alternatives at most");
                }
            } while (at < source.length() && source.charAt(at) == ',' && ++at > 0);
            expect(']', "the end of the list");
            return new Condition.OneOf(List.copyOf(values));
        }
        Literal low = literal(subject);
        blanks();
        if (!source.startsWith("..", at)) {
            throw new Wrong(at, "expected .. and the upper end (200..299), or a list ([200, 204])");
        }
        at += 2;
        return new Condition.Between(low, literal(subject));
    }

    private String text() throws Wrong {
        blanks();
        return string();
    }

    private Literal literal(Subject subject) throws Wrong {
        blanks();
        int start = at;
        Literal literal = anyLiteral();
        boolean fits = switch (subject.type()) {
            case NUMBER -> literal instanceof Literal.Num;
            case DURATION -> literal instanceof Literal.Time;
            case TEXT -> literal instanceof Literal.Text;
            case SIZE -> literal instanceof Literal.Size || literal instanceof Literal.Num;
            case ANY -> !(literal instanceof Literal.Time);
        };
        if (!fits) {
            String wanted = switch (subject.type()) {
                case NUMBER -> "a number";
                case DURATION -> "a duration such as 500ms or 2s";
                case TEXT -> "text in double quotes";
                case SIZE -> "a size such as 100KB";
                case ANY -> "a number, text in double quotes, true, false or null";
            };
            throw new Wrong(
                    start,
                    subject.word() + " is compared with " + wanted + ", found '" + source.substring(start, at) + "'");
        }
        return literal;
    }

    private Literal anyLiteral() throws Wrong {
        if (at >= source.length()) {
            throw new Wrong(at, "expected a value, found the end");
        }
        char c = source.charAt(at);
        if (c == '"') {
            return new Literal.Text(string());
        }
        if (c == '-' || c >= '0' && c <= '9') {
            return number();
        }
        int start = at;
        String word = word();
        return switch (word) {
            case "true" -> new Literal.Bool(true);
            case "false" -> new Literal.Bool(false);
            case "null" -> new Literal.Null();
            default ->
                throw new Wrong(
                        start,
                        expected("a value", word.isEmpty() ? rest() : word, List.of("true", "false", "null"))
                                + "; text stands in double quotes");
        };
    }

    private Literal number() throws Wrong {
        int start = at;
        if (source.charAt(at) == '-') {
            at++;
        }
        digits();
        if (at + 1 < source.length() && source.charAt(at) == '.' && isDigit(source.charAt(at + 1))) {
            at++;
            digits();
        }
        String figures = source.substring(start, at);
        if (figures.equals("-") || figures.length() > 30) {
            throw new Wrong(start, "'" + figures + "' is not a number that can be used here");
        }
        var value = new BigDecimal(figures);
        int unitStart = at;
        while (at < source.length() && (isLetter(source.charAt(at)) || isDigit(source.charAt(at)))) {
            at++;
        }
        String unit = source.substring(unitStart, at);
        if (unit.isEmpty()) {
            return new Literal.Num(value);
        }
        return withUnit(value, unit, start, unitStart);
    }

    private Literal withUnit(BigDecimal value, String unit, int start, int unitStart) throws Wrong {
        Optional<Long> factor = bytesPer(unit);
        if (value.signum() >= 0 && value.precision() - value.scale() <= 12) {
            if (factor.isPresent()) {
                return new Literal.Size(
                        value.multiply(BigDecimal.valueOf(factor.get())).longValue());
            }
            Optional<Duration> one = Durations.parse("1" + unit);
            if (one.isPresent() && unit.chars().noneMatch(c -> isDigit((char) c))) {
                return new Literal.Time(Duration.ofNanos(
                        value.multiply(BigDecimal.valueOf(one.get().toNanos())).longValue()));
            }
            Optional<Duration> whole = Durations.parse(source.substring(start, at));
            if (whole.isPresent()) {
                return new Literal.Time(whole.get());
            }
        }
        throw new Wrong(
                unitStart, expected("a unit", unit, List.of("ms", "s", "m", "h", "d", "B", "KB", "MB", "KiB", "MiB")));
    }

    private static Optional<Long> bytesPer(String unit) {
        return switch (unit.toUpperCase(Locale.ROOT)) {
            case "B" -> Optional.of(1L);
            case "KB" -> Optional.of(1000L);
            case "MB" -> Optional.of(1_000_000L);
            case "KIB" -> Optional.of(1024L);
            case "MIB" -> Optional.of(1L << 20);
            default -> Optional.empty();
        };
    }

    private String string() throws Wrong {
        if (at >= source.length() || source.charAt(at) != '"') {
            throw new Wrong(at, "expected text in double quotes, found '" + rest() + "'");
        }
        int start = at++;
        var text = new StringBuilder();
        while (at < source.length()) {
            char c = source.charAt(at++);
            if (c == '"') {
                return text.toString();
            }
            text.append(c == '\\' ? escape() : c);
        }
        throw new Wrong(start, "the text that begins here has no closing quote");
    }

    private char escape() throws Wrong {
        int start = at - 1;
        char c = at < source.length() ? source.charAt(at++) : ' ';
        switch (c) {
            case '"', '\\', '/':
                return c;
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u':
                int end = Math.min(source.length(), at + 4);
                String hex = source.substring(at, end);
                if (hex.length() == 4 && hex.chars().allMatch(d -> d < 128 && Character.digit(d, 16) >= 0)) {
                    at = end;
                    return (char) Integer.parseInt(hex, 16);
                }
                throw new Wrong(start, "\\u needs four hexadecimal digits");
            default:
                throw new Wrong(start, "unknown escape '\\" + c + "': a backslash itself is written \\\\");
        }
    }

    private Pattern pattern() throws Wrong {
        blanks();
        int start = at;
        if (at >= source.length() || source.charAt(at) != '/') {
            throw new Wrong(at, "expected a pattern between slashes (/^ok$/), found '" + rest() + "'");
        }
        at++;
        var pattern = new StringBuilder();
        while (at < source.length() && source.charAt(at) != '/') {
            char c = source.charAt(at++);
            if (c == '\\' && at < source.length()) {
                char next = source.charAt(at++);
                pattern.append(next == '/' ? "/" : "\\" + next);
            } else {
                pattern.append(c);
            }
        }
        if (at >= source.length()) {
            throw new Wrong(start, "the pattern that begins here has no closing slash");
        }
        at++;
        int flags = 0;
        if (at < source.length() && source.charAt(at) == 'i') {
            flags = Pattern.CASE_INSENSITIVE;
            at++;
        }
        if (pattern.length() > LONGEST_PATTERN) {
            throw new Wrong(start, "a pattern may have " + LONGEST_PATTERN + " characters at most");
        }
        try {
            return Pattern.compile(pattern.toString(), flags);
        } catch (PatternSyntaxException wrong) {
            throw new Wrong(start, "the pattern is not RE2: " + wrong.getDescription());
        }
    }

    private void expect(char wanted, String forWhat) throws Wrong {
        blanks();
        if (at >= source.length() || source.charAt(at) != wanted) {
            throw new Wrong(at, "expected " + wanted + " (" + forWhat + "), found '" + rest() + "'");
        }
        at++;
    }

    private static String expected(String what, String found, List<String> known) {
        String seen = found.isEmpty() ? "the end" : "'" + found + "'";
        return "expected " + what + ", found " + seen
                + Nearest.of(found, known)
                        .map(near -> ": did you mean " + near + "?")
                        .orElse(" (known: " + String.join(", ", known) + ")");
    }

    private String rest() {
        return source.length() - at <= 20 ? source.substring(at) : source.substring(at, at + 20) + "…";
    }

    private void blanks() {
        while (at < source.length() && (source.charAt(at) == ' ' || source.charAt(at) == '\t')) {
            at++;
        }
    }

    private String word() {
        int start = at;
        while (at < source.length() && (isLetter(source.charAt(at)) || at > start && source.charAt(at) == '-')) {
            at++;
        }
        return source.substring(start, at);
    }

    private void digits() {
        while (at < source.length() && isDigit(source.charAt(at))) {
            at++;
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }
}
