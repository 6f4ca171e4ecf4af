package dev.candor.learn.figures;

import java.util.Locale;
import java.util.Optional;

/// What kind of thing caused an incident, as a person says it.
public enum Cause {
    CODE("a fault in our code"),
    MIGRATION("a migration or a lock"),
    LOAD("load, or retries"),
    QUEUE("a queue or job that stood still"),
    VENDOR("a vendor or the infrastructure"),
    OPERATION("something done by hand, or configuration"),
    STORAGE("storage"),
    OTHER("something else");

    private final String words;

    Cause(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Cause> of(String word) {
        for (Cause cause : values()) {
            if (cause.wire().equals(word)) {
                return Optional.of(cause);
            }
        }
        return Optional.empty();
    }
}
