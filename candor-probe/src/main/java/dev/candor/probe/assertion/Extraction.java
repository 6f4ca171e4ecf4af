package dev.candor.probe.assertion;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.candor.base.json.Json;
import java.util.Optional;

/// What is taken out of an answer, to be used in the next request: a subject of the assertion language, optionally
/// narrowed by a pattern whose first group (or whole match) counts: `json("$.id")`, `header["location"] /([0-9]+)$/`,
/// `body /name="csrf" value="([^"]*)"/`.
public final class Extraction {
    /// A value longer than this is not carried.
    public static final int LONGEST = 8192;

    private static final int LONGEST_SEARCHED = 100_000;

    private final String source;
    private final AssertionParser.Named named;
    private final Optional<Pattern> pattern;

    Extraction(String source, AssertionParser.Named named, Optional<Pattern> pattern) {
        this.source = source;
        this.named = named;
        this.pattern = pattern;
    }

    /// What taking a value came to.
    public sealed interface Taken {
        record Value(String text) implements Taken {}

        /// @param why in words: "json("$.id") is not in the document"
        record Nothing(String why) implements Taken {}
    }

    /// @throws IllegalArgumentException saying what is wrong, and at which position
    public static Extraction parse(String source) {
        if (source.length() > 2000) {
            throw new IllegalArgumentException("what is taken may be written in 2000 characters at most");
        }
        try {
            return AssertionParser.extraction(source);
        } catch (AssertionText.Wrong wrong) {
            throw new IllegalArgumentException(
                    "in `" + source + "`: " + wrong.getMessage() + " at position " + (wrong.at + 1), wrong);
        }
    }

    Subject subject() {
        return named.subject();
    }

    public boolean needsBody() {
        return named.subject() == Subject.BODY || named.subject() == Subject.JSON;
    }

    public Taken from(Observation observation) {
        return switch (named.seen(observation)) {
            case Seen.Missing(String why) -> new Taken.Nothing(source + " " + why);
            case Seen.Text(String text) -> narrowed(text);
            case Seen.Num(var number) -> narrowed(number.toPlainString());
            case Seen.Time(var time) -> narrowed(String.valueOf(time.toMillis()));
            case Seen.JsonValue(String text) -> narrowed(text);
            case Seen.JsonValue(Object value) -> narrowed(Json.write(value));
        };
    }

    private Taken narrowed(String text) {
        String found = text;
        if (pattern.isPresent()) {
            Matcher matcher = pattern.get()
                    .matcher(text.length() > LONGEST_SEARCHED ? text.substring(0, LONGEST_SEARCHED) : text);
            if (!matcher.find()) {
                return new Taken.Nothing(source + " matched nothing");
            }
            String group = matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
            found = group == null ? "" : group;
        }
        return found.length() > LONGEST
                ? new Taken.Nothing(source + " is longer than " + LONGEST + " characters")
                : new Taken.Value(found);
    }

    /// The source it was read from.
    @Override
    public String toString() {
        return source;
    }

    @Override
    public boolean equals(@org.jspecify.annotations.Nullable Object other) {
        return other instanceof Extraction that && that.source.equals(source);
    }

    @Override
    public int hashCode() {
        return source.hashCode();
    }
}
