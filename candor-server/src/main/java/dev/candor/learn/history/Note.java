package dev.candor.learn.history;

import java.util.Locale;

/// What became of one field of an item on import.
///
/// @param field in lower case with dashes: `title`, `organisation`, `updates`, `phases`, `times`, `started-at`,
///     `resolved-at`, `affected-components`, `postmortem`, `text`, `statements`, `form`
/// @param detail a sentence for people, without a final dot
public record Note(String field, Kind kind, String detail) {
    /// How much of what the text says arrived.
    public enum Kind {
        /// Taken over as it stands.
        MAPPED,
        /// The text says something that could not be taken over whole; the detail says what.
        LOSSY,
        /// The text is silent; the field stays empty.
        NOT_SAID,
        /// Taken over, every word kept, but the text can be read in more than one way.
        UNCERTAIN,
        /// Taken over as written, although the text contradicts itself.
        CONTRADICTION,
        /// Not read at all.
        UNSUPPORTED;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Note mapped(String field, String detail) {
        return new Note(field, Kind.MAPPED, detail);
    }

    static Note lossy(String field, String what) {
        return new Note(field, Kind.LOSSY, what);
    }

    static Note notSaid(String field, String detail) {
        return new Note(field, Kind.NOT_SAID, detail);
    }

    static Note uncertain(String field, String detail) {
        return new Note(field, Kind.UNCERTAIN, detail);
    }

    static Note contradiction(String field, String detail) {
        return new Note(field, Kind.CONTRADICTION, detail);
    }
}
