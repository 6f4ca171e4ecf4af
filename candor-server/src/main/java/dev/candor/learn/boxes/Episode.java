package dev.candor.learn.boxes;

import dev.candor.base.time.Durations;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/// What becomes a box.
///
/// @param address where it is told; may be empty
/// @param start by the clock of whoever looks
/// @param length empty when nobody said or measured it
/// @param said the length is only what a text says
/// @param open it goes on
public record Episode(
        String title,
        String address,
        LocalDateTime start,
        Optional<Duration> length,
        boolean said,
        boolean open,
        Badness badness) {
    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("EEEE d MMMM, HH:mm", Locale.ENGLISH);

    /// How bad, in shades.
    public enum Badness {
        NONE(1, "hardly anybody noticed"),
        MINOR(2, "minor"),
        MAJOR(3, "major"),
        CRITICAL(4, "critical"),
        UNSAID(2, "how bad is not said");

        private final int shade;
        private final String words;

        Badness(int shade, String words) {
            this.shade = shade;
            this.words = words;
        }

        /// 1, the lightest, to 4.
        public int shade() {
            return shade;
        }

        public String words() {
            return words;
        }

        /// For a box, where colour alone would not do.
        public String mark() {
            return switch (this) {
                case NONE -> "·";
                case MINOR -> "!";
                case MAJOR -> "!!";
                case CRITICAL -> "!!!";
                case UNSAID -> "?";
            };
        }
    }

    /// All the box says, in words.
    public String words() {
        return WHEN.format(start) + ": " + title + "; " + lengthWords() + "; " + badness.words();
    }

    public String lengthWords() {
        return length.map(
                        it -> (open ? "for " : "") + Durations.words(it) + (open ? " so far" : said ? ", as told" : ""))
                .orElse("length not said");
    }
}
