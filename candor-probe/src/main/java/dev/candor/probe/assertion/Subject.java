package dev.candor.probe.assertion;

import java.util.Optional;
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
    PROTOCOL("protocol", Type.TEXT, Argument.NONE);

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
