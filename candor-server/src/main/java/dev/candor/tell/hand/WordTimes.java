package dev.candor.tell.hand;

import dev.candor.page.kit.HandWord;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// When words were said, as machines knew it whose clocks may be wrong. Pure.
final class WordTimes {
    /// What the clock of a machine may be ahead before nobody can have meant it.
    static final Duration AHEAD = Duration.ofDays(1);

    /// How old a word may be when it is brought.
    static final Duration OLDEST = Duration.ofDays(366);

    private static final Duration APART = Duration.ofMillis(1);

    private WordTimes() {}

    /// None later than it is taken in, each still before the one after it.
    ///
    /// @param words in the order they were said
    static List<HandWord> notAhead(List<HandWord> words, Instant now) {
        var all = new ArrayList<>(words);
        Instant latest = now.truncatedTo(ChronoUnit.MILLIS);
        for (int i = all.size() - 1; i >= 0; i--) {
            HandWord word = all.get(i);
            if (word.at().isAfter(latest)) {
                all.set(i, word.saidAt(latest));
            }
            latest = all.get(i).at().minus(APART);
        }
        return all;
    }

    /// What is wrong with words from elsewhere, whatever the ledger knows; empty when nothing is.
    static Optional<String> wrong(List<HandWord> words, Instant now) {
        var ids = new HashSet<Object>();
        Instant before = Instant.MIN;
        for (HandWord word : words) {
            if (word.at().isAfter(now.plus(AHEAD))) {
                return Optional.of("The word " + word.code() + " is from the future: " + word.at()
                        + ". Was the clock of its machine wrong, leave it in the data folder of a Candor that does not"
                        + " run (candor say --adopt FILE --data DIR): its start takes it in as said then.");
            }
            if (word.at().isBefore(now.minus(OLDEST))) {
                return Optional.of("The word " + word.code() + " is older than a year: " + word.at());
            }
            if (word.at().isBefore(before)) {
                return Optional.of("The word " + word.code() + " stands behind one that was said after it");
            }
            boolean fresh = ids.add(word.id());
            if (!ids.add(word.code()) || !fresh) {
                return Optional.of("The word " + word.code() + " comes twice");
            }
            before = word.at();
        }
        return Optional.empty();
    }
}
