package dev.candor.learn.figures;

import dev.candor.platform.journal.Journal;
import java.time.Duration;

/// How long something took, and the two facts that say so.
///
/// @param until never before `from`
public record Figure(Kind kind, Journal.Entry from, Journal.Entry until) {
    /// Which lengths are measured, each between two facts.
    public enum Kind {
        DETECT("time_to_detect", "to detect", "first bad evidence to the first alert"),
        ACKNOWLEDGE("time_to_acknowledge", "to acknowledge", "first alert to the first person who has it"),
        MITIGATE("time_to_mitigate", "to mitigate", "first bad evidence to the end of the harm"),
        RESOLVE("time_to_resolve", "to resolve", "first bad evidence to the end of the harm, once it was resolved"),
        TRUTH_GAP("truth_gap", "until readers knew", "first bad evidence to the first public word");

        private final String wire;
        private final String words;
        private final String meaning;

        Kind(String wire, String words, String meaning) {
            this.wire = wire;
            this.words = words;
            this.meaning = meaning;
        }

        public String wire() {
            return wire;
        }

        public String words() {
            return words;
        }

        /// From which fact to which.
        public String meaning() {
            return meaning;
        }
    }

    public Duration length() {
        return Duration.between(from.at(), until.at());
    }
}
