package dev.candor.catalog.change;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How a change ended, as whoever made it says.
public enum Outcome {
    /// Not ended yet.
    RUNNING("running"),
    DONE("done"),
    FAILED("failed"),
    ROLLED_BACK("rolled back");

    private final String text;

    Outcome(String text) {
        this.text = text;
    }

    /// On the wire and in the database.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// For people.
    public String text() {
        return text;
    }

    public static Optional<Outcome> of(String word) {
        return Arrays.stream(values())
                .filter(outcome -> outcome.word().equals(word))
                .findFirst();
    }
}
