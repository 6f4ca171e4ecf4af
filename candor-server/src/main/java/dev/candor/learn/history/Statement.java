package dev.candor.learn.history;

import java.time.Duration;
import java.util.Optional;

/// A fact found inside prose by a fixed rule. Statements stay apart from the fields of an incident: a person may make
/// a field of one.
public sealed interface Statement {
    /// The sentence it was found in, at most 300 characters.
    String quote();

    /// The post it was found in: `postmortem`, or `update N` counted from the oldest, 1.
    String where();

    /// "At 12:46 UTC on Thursday 18th August".
    record Time(ImportedTime time, String quote, String where) implements Statement {}

    /// "Between 10:18 UTC+2 and 11:20 a.m. UTC+2".
    record Span(ImportedTime from, ImportedTime to, String quote, String where) implements Statement {}

    /// "Time To Detect: 10 min", "3-4 hours", "around 70 seconds".
    ///
    /// @param atLeast equal to `atMost` unless the text gives a range
    /// @param approximate the text says "around", "just under" or the like
    /// @param label the words before a colon on the same line, if that is all there is on it
    /// @param words the exact words of the length
    record Length(
            Duration atLeast,
            Duration atMost,
            boolean approximate,
            Optional<String> label,
            String words,
            String quote,
            String where)
            implements Statement {}

    /// "Severity: level 2 (...)".
    record Severity(String words, String quote, String where) implements Statement {}
}
