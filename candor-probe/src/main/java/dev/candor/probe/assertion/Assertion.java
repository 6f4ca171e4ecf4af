package dev.candor.probe.assertion;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One expectation about what a probe sees.
/// ```
/// assertion = [ "not" ] subject condition
/// subject   = word | word "[" string "]" | word "(" string ")"
/// condition = ( "==" | "!=" | "<" | "<=" | ">" | ">=" ) literal
///           | "in" ( literal ".." literal | "[" literal { "," literal } "]" )
///           | ( "contains" | "starts-with" | "ends-with" ) string
///           | "matches" "/" pattern "/" [ "i" ]
///           | "exists"
/// literal   = number | duration | size | string | "true" | "false" | "null"
/// ```
/// Subjects: `status`, `latency`, `dns`, `connect`, `tls`, `first-byte`, `transfer`, `header["name"]`, `body`,
/// `json("$.path")`, `age("$.path")`, `lag("$.path")`, `certificate-days`, `redirects`, `size`, `protocol`; of a query
/// `rows`, `value`,
/// `column["name"]`, `age("name")`; of a database `lock-waiters`, `lock-wait`, `connections-percent`, `slowest-query`,
/// `oldest-transaction`. Durations carry a unit (`100ms`, `2s`,
/// `1m30s`), sizes too (`100KB` = 100,000 bytes, `1KiB` = 1,024), both fractions as well (`1.5s`). Strings stand in
/// double quotes with `\"`, `\\`, `\n`, `\r`, `\t` and `\u0041`. Patterns are RE2, 1,000 characters at most; `\/` is
/// a slash. A list of assertions means all of them; alternatives are written with `in`. An expectation about
/// something that is not there fails, also with `not`; only `not … exists` passes then.
public final class Assertion {
    private final String source;
    private final boolean negated;
    private final Subject subject;
    private final String argument;
    private final @Nullable JsonPath path;
    private final Condition condition;

    Assertion(
            String source,
            boolean negated,
            Subject subject,
            String argument,
            @Nullable JsonPath path,
            Condition condition) {
        this.source = source;
        this.negated = negated;
        this.subject = subject;
        this.argument = argument;
        this.path = path;
        this.condition = condition;
    }

    /// What reading an assertion came to.
    public sealed interface Parsed {
        record Ok(Assertion assertion) implements Parsed {}

        /// @param at characters before the trouble, from 0
        /// @param problem what was found, what was expected, and the nearest word if there is one
        record Wrong(String source, int at, String problem) implements Parsed {
            /// The whole message with a pointer below the source, for a screen or a terminal.
            public String message() {
                return problem + " at position " + (at + 1) + "\n  " + source + "\n  " + " ".repeat(at) + "^";
            }
        }
    }

    public static Parsed parse(String source) {
        return AssertionParser.parse(source);
    }

    /// For assertions that are part of the program or of checked configuration.
    /// @throws IllegalArgumentException with the message of `Parsed.Wrong`
    public static Assertion of(String source) {
        return switch (parse(source)) {
            case Parsed.Ok(Assertion assertion) -> assertion;
            case Parsed.Wrong wrong -> throw new IllegalArgumentException(wrong.message());
        };
    }

    public Subject subject() {
        return subject;
    }

    Condition condition() {
        return condition;
    }

    boolean isNegated() {
        return negated;
    }

    /// Whether the text of the answer is needed to judge.
    public boolean needsBody() {
        return subject == Subject.BODY || subject == Subject.JSON || subject == Subject.AGE || subject == Subject.LAG;
    }

    /// Empty when it holds; otherwise what was seen and what was wanted: "latency was 2.3 s, wanted < 2 s".
    public Optional<String> unmet(Observation observation) {
        Seen seen = new AssertionParser.Named(subject, argument, path).seen(observation);
        return Judgement.unmet(name(), negated, condition, seen);
    }

    private String name() {
        return switch (subject.argument()) {
            case NONE -> subject.word();
            case BRACKETS -> subject.word() + "[\"" + argument + "\"]";
            case PARENTHESES -> subject.word() + "(\"" + argument + "\")";
        };
    }

    /// The source it was read from.
    @Override
    public String toString() {
        return source;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Assertion that && that.source.equals(source);
    }

    @Override
    public int hashCode() {
        return source.hashCode();
    }
}
