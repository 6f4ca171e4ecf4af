package dev.candor.probe.assertion;

import com.google.re2j.Pattern;
import dev.candor.probe.assertion.AssertionText.Wrong;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads the grammar of `Assertion`, character by character. The first trouble ends it and is told with its position.
final class AssertionParser {
    private static final int LONGEST = 4000;
    private static final int MOST_ALTERNATIVES = 100;
    private static final List<String> CONDITIONS = List.of(
            "==", "!=", "<", "<=", ">", ">=", "in", "contains", "starts-with", "ends-with", "matches", "exists");

    private final AssertionText text;

    private AssertionParser(String source) {
        this.text = new AssertionText(source);
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
        text.blanks();
        int start = text.at;
        String word = text.word();
        boolean negated = word.equals("not");
        if (negated) {
            text.blanks();
            start = text.at;
            word = text.word();
        }
        Named named = named(word, start);
        Subject subject = named.subject();
        Condition condition = condition(subject);
        text.blanks();
        if (text.at < text.source.length()) {
            throw new Wrong(
                    text.at,
                    "expected the end, found '" + text.rest() + "'; write a second assertion for a second expectation");
        }
        return new Assertion(text.source.strip(), negated, subject, named.argument(), named.path(), condition);
    }

    /// A subject with its argument.
    ///
    /// @param path what the argument says, where it is a path
    record Named(Subject subject, String argument, @Nullable JsonPath path) {
        Seen seen(Observation observation) {
            Seen seen = observation.see(subject, argument);
            JsonPath into = path;
            return into != null && subject == Subject.JSON && seen instanceof Seen.JsonValue(Object document)
                    ? into.in(document)
                            .<Seen>map(found -> new Seen.JsonValue(found.value()))
                            .orElse(new Seen.Missing("is not in the document"))
                    : seen;
        }
    }

    private Named named(String word, int start) throws Wrong {
        Subject subject = Subject.of(word)
                .orElseThrow(() -> new Wrong(
                        start,
                        AssertionText.expected(
                                "a subject",
                                word,
                                Stream.of(Subject.values()).map(Subject::word).toList())));
        if (subject.argument() == Subject.Argument.NONE) {
            return new Named(subject, "", null);
        }
        boolean brackets = subject.argument() == Subject.Argument.BRACKETS;
        text.expect(brackets ? '[' : '(', subject.word() + (brackets ? "[\"name\"]" : "(\"$.path\")"));
        text.blanks();
        int textStart = text.at + 1;
        String argument = text.string();
        boolean isPath = subject == Subject.JSON
                || (subject == Subject.AGE || subject == Subject.LAG) && argument.startsWith("$");
        JsonPath path = isPath ? path(argument, textStart) : null;
        text.expect(brackets ? ']' : ')', "the end of " + subject.word());
        return new Named(subject, argument, path);
    }

    private JsonPath path(String argument, int start) throws Wrong {
        try {
            return JsonPath.parse(argument);
        } catch (JsonPath.Wrong wrong) {
            throw new Wrong(Math.min(text.source.length(), start + wrong.at), String.valueOf(wrong.getMessage()));
        }
    }

    /// Reads `subject [ /pattern/ ]`: what is taken out of an answer.
    static Extraction extraction(String source) throws Wrong {
        var parser = new AssertionParser(source);
        AssertionText text = parser.text;
        text.blanks();
        int start = text.at;
        Named named = parser.named(text.word(), start);
        text.blanks();
        Optional<Pattern> pattern = text.at < source.length() && source.charAt(text.at) == '/'
                ? Optional.of(text.pattern())
                : Optional.empty();
        text.blanks();
        if (text.at < source.length()) {
            throw new Wrong(text.at, "expected the end or a /pattern/, found '" + text.rest() + "'");
        }
        return new Extraction(source.strip(), named, pattern);
    }

    private Condition condition(Subject subject) throws Wrong {
        text.blanks();
        int start = text.at;
        for (Condition.Operator operator : Condition.Operator.values()) {
            if (text.source.startsWith(operator.symbol, text.at)) {
                text.at += operator.symbol.length();
                return new Condition.Compare(operator, literal(subject));
            }
        }
        String word = text.word();
        switch (word) {
            case "in":
                return range(subject);
            case "contains":
                needsText(subject, word, start);
                return new Condition.Contains(quoted());
            case "starts-with":
                needsText(subject, word, start);
                return new Condition.StartsWith(quoted());
            case "ends-with":
                needsText(subject, word, start);
                return new Condition.EndsWith(quoted());
            case "matches":
                needsText(subject, word, start);
                return new Condition.Matches(text.pattern());
            case "exists":
                return new Condition.Exists();
            default:
                throw new Wrong(
                        start, AssertionText.expected("a comparison", word.isEmpty() ? text.rest() : word, CONDITIONS));
        }
    }

    private static void needsText(Subject subject, String word, int start) throws Wrong {
        if (subject.type() != Subject.Type.TEXT && subject.type() != Subject.Type.ANY) {
            throw new Wrong(start, "'" + word + "' is for text, and " + subject.word() + " is a number");
        }
    }

    private Condition range(Subject subject) throws Wrong {
        text.blanks();
        if (text.at < text.source.length() && text.source.charAt(text.at) == '[') {
            text.at++;
            var values = new ArrayList<Literal>();
            do {
                values.add(literal(subject));
                text.blanks();
                if (values.size() > MOST_ALTERNATIVES) {
                    throw new Wrong(text.at, "there may be " + MOST_ALTERNATIVES + " alternatives at most");
                }
            } while (text.at < text.source.length() && text.source.charAt(text.at) == ',' && ++text.at > 0);
            text.expect(']', "the end of the list");
            return new Condition.OneOf(List.copyOf(values));
        }
        Literal low = literal(subject);
        text.blanks();
        if (!text.source.startsWith("..", text.at)) {
            throw new Wrong(text.at, "expected .. and the upper end (200..299), or a list ([200, 204])");
        }
        text.at += 2;
        return new Condition.Between(low, literal(subject));
    }

    private String quoted() throws Wrong {
        text.blanks();
        return text.string();
    }

    private Literal literal(Subject subject) throws Wrong {
        text.blanks();
        int start = text.at;
        Literal literal = text.anyLiteral();
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
                    subject.word() + " is compared with " + wanted + ", found '" + text.source.substring(start, text.at)
                            + "'");
        }
        return literal;
    }
}
