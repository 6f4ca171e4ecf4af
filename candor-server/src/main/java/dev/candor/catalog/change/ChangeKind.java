package dev.candor.catalog.change;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What sort of thing was changed.
public enum ChangeKind {
    DEPLOY,
    MIGRATION,
    FLAG,
    CONFIG,
    PERMISSION,
    DNS,
    INFRASTRUCTURE,
    OTHER;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Empty for a word that is none of ours.
    public static Optional<ChangeKind> of(String word) {
        return Arrays.stream(values())
                .filter(kind -> kind.word().equals(word.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /// All words, for messages to people.
    public static String words() {
        return Arrays.stream(values()).map(ChangeKind::word).collect(Collectors.joining(", "));
    }
}
