package dev.candor.probe.assertion;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.candor.base.text.Nearest;
import dev.candor.base.time.Durations;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The words, literals, strings and patterns of an assertion, taken one after the other from its source.
final class AssertionText {
    private static final int LONGEST_PATTERN = 1000;

    final String source;
    /// Everything before this was taken.
    int at;

    AssertionText(String source) {
        this.source = source;
    }

    /// What ends the reading; `at` counts characters from 0.
    static final class Wrong extends Exception {
        final int at;

        Wrong(int at, String problem) {
            super(problem, null, false, false);
            this.at = at;
        }
    }

    Literal anyLiteral() throws Wrong {
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

    String string() throws Wrong {
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

    Pattern pattern() throws Wrong {
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

    void expect(char wanted, String forWhat) throws Wrong {
        blanks();
        if (at >= source.length() || source.charAt(at) != wanted) {
            throw new Wrong(at, "expected " + wanted + " (" + forWhat + "), found '" + rest() + "'");
        }
        at++;
    }

    static String expected(String what, String found, List<String> known) {
        String seen = found.isEmpty() ? "the end" : "'" + found + "'";
        return "expected " + what + ", found " + seen
                + Nearest.of(found, known)
                        .map(near -> ": did you mean " + near + "?")
                        .orElse(" (known: " + String.join(", ", known) + ")");
    }

    String rest() {
        return source.length() - at <= 20 ? source.substring(at) : source.substring(at, at + 20) + "…";
    }

    void blanks() {
        while (at < source.length() && (source.charAt(at) == ' ' || source.charAt(at) == '\t')) {
            at++;
        }
    }

    String word() {
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
