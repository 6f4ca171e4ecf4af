package dev.candor.detect;

import java.util.Locale;
import java.util.Optional;

/// How bad a signal says it is: the four words of PagerDuty's Events API v2, worst first.
public enum Severity {
    CRITICAL,
    ERROR,
    WARNING,
    INFO;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Severity> of(String word) {
        for (Severity severity : values()) {
            if (severity.word().equals(word.toLowerCase(Locale.ROOT))) {
                return Optional.of(severity);
            }
        }
        return Optional.empty();
    }

    /// Whether somebody is woken. What is only information is kept and shown.
    public boolean pages() {
        return this != INFO;
    }
}
