package dev.candor.probe.assertion;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What an expectation can be about. A kind of probe that sees something new adds a constant here; the grammar and
/// the comparisons follow from its type.
public enum Subject {
    STATUS("status", Type.NUMBER, Argument.NONE),
    LATENCY("latency", Type.DURATION, Argument.NONE),
    DNS("dns", Type.DURATION, Argument.NONE),
    CONNECT("connect", Type.DURATION, Argument.NONE),
    TLS("tls", Type.DURATION, Argument.NONE),
    FIRST_BYTE("first-byte", Type.DURATION, Argument.NONE),
    TRANSFER("transfer", Type.DURATION, Argument.NONE),
    HEADER("header", Type.TEXT, Argument.BRACKETS),
    BODY("body", Type.TEXT, Argument.NONE),
    JSON("json", Type.ANY, Argument.PARENTHESES),
    CERTIFICATE_DAYS("certificate-days", Type.NUMBER, Argument.NONE),
    REDIRECTS("redirects", Type.NUMBER, Argument.NONE),
    SIZE("size", Type.SIZE, Argument.NONE),
    /// `h2`, `http/1.1` or `http/1.0`.
    PROTOCOL("protocol", Type.TEXT, Argument.NONE),
    /// How long ago the point in time is that stands there: a JSON path, or a column of a query.
    AGE("age", Type.DURATION, Argument.PARENTHESES),
    /// The same where nothing there (null, or no row) means that nothing waits: 0.
    LAG("lag", Type.DURATION, Argument.PARENTHESES),
    /// Rows of a query's answer.
    ROWS("rows", Type.NUMBER, Argument.NONE),
    /// The first column of the first row.
    VALUE("value", Type.ANY, Argument.NONE),
    COLUMN("column", Type.ANY, Argument.BRACKETS),
    /// Sessions of a database that wait for another's lock, and the longest of these waits.
    LOCK_WAITERS("lock-waiters", Type.NUMBER, Argument.NONE),
    LOCK_WAIT("lock-wait", Type.DURATION, Argument.NONE),
    /// Connections in use, of those a usual user can have.
    CONNECTIONS_PERCENT("connections-percent", Type.NUMBER, Argument.NONE),
    /// The longest statement and the oldest transaction under way.
    SLOWEST_QUERY("slowest-query", Type.DURATION, Argument.NONE),
    OLDEST_TRANSACTION("oldest-transaction", Type.DURATION, Argument.NONE);

    /// Which literals a subject is compared with.
    enum Type {
        NUMBER,
        DURATION,
        TEXT,
        SIZE,
        /// Decided by the literal, as JSON decides by the value.
        ANY
    }

    /// How the part of a subject is named: `header["etag"]`, `json("$.ok")`.
    enum Argument {
        NONE,
        BRACKETS,
        PARENTHESES
    }

    /// Who can see what: an assertion about anything else could never hold.
    public enum Seer {
        HTTP(EnumSet.range(STATUS, LAG)),
        /// What was sent to us.
        ARRIVAL(EnumSet.of(HEADER, BODY, JSON, SIZE, AGE, LAG)),
        QUERY(EnumSet.of(ROWS, VALUE, COLUMN, AGE, LAG, LATENCY, CONNECT)),
        DATABASE(EnumSet.range(LOCK_WAITERS, OLDEST_TRANSACTION));

        private final Set<Subject> subjects;

        Seer(Set<Subject> subjects) {
            this.subjects = subjects;
        }

        /// What is wrong with an assertion for this one; empty when it can be judged.
        public Optional<String> problem(String source) {
            return switch (Assertion.parse(source)) {
                case Assertion.Parsed.Wrong wrong ->
                    Optional.of("in `" + source + "`: " + wrong.problem() + " at position " + (wrong.at() + 1));
                case Assertion.Parsed.Ok(Assertion assertion) -> unseen(source, assertion.subject());
            };
        }

        /// What is wrong with taking this from what is seen; empty when it can be.
        public Optional<String> problem(Extraction extraction) {
            return unseen(extraction.toString(), extraction.subject());
        }

        private Optional<String> unseen(String source, Subject subject) {
            return subjects.contains(subject)
                    ? Optional.empty()
                    : Optional.of("in `" + source + "`: " + subject.word + " is not seen by this kind of "
                            + (this == ARRIVAL ? "step" : "monitor") + "; it sees "
                            + subjects.stream().map(Subject::word).collect(Collectors.joining(", ")));
        }
    }

    private final String word;
    private final Type type;
    private final Argument argument;

    Subject(String word, Type type, Argument argument) {
        this.word = word;
        this.type = type;
        this.argument = argument;
    }

    /// As written in an assertion.
    public String word() {
        return word;
    }

    Type type() {
        return type;
    }

    Argument argument() {
        return argument;
    }

    static Optional<Subject> of(String word) {
        return Stream.of(values()).filter(subject -> subject.word.equals(word)).findFirst();
    }
}
