package dev.candor.learn.history;

import java.util.Locale;
import java.util.Optional;

/// What a post of a report says it is: the words of Statuspage for incidents and for planned work.
public enum Phase {
    INVESTIGATING,
    IDENTIFIED,
    MONITORING,
    UPDATE,
    RESOLVED,
    POSTMORTEM,
    SCHEDULED,
    IN_PROGRESS,
    VERIFYING,
    COMPLETED;

    /// The phase whose name is all there is in `line` (any case, spaces around are ignored); empty for everything
    /// else.
    static Optional<Phase> of(String line) {
        String word = line.strip();
        if (word.length() > 20) {
            return Optional.empty();
        }
        String name = word.toUpperCase(Locale.ROOT).replace(' ', '_').replace('-', '_');
        for (Phase phase : values()) {
            if (phase.name().equals(name)) {
                return Optional.of(phase);
            }
        }
        return Optional.empty();
    }

    /// The word on the wire, such as `in_progress`.
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
