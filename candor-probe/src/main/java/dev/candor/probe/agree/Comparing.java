package dev.candor.probe.agree;

import dev.candor.probe.assertion.JsonPath;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What of two answers must be the same. The status always; then the body; then the named headers.
///
/// @param body how bodies are compared
/// @param ignored JSON paths that may differ: `$.generated_at`, `$.items[*].etag`
/// @param ignoreOrder whether arrays are compared as bags
/// @param headers names of headers that must be the same
public record Comparing(Body body, List<String> ignored, boolean ignoreOrder, List<String> headers) {
    /// How bodies are compared.
    public enum Body {
        /// As JSON when both are JSON, else as text.
        AUTO,
        JSON,
        TEXT,
        /// Not at all.
        NONE
    }

    public Comparing {
        ignored = List.copyOf(ignored);
        headers = headers.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
        paths(ignored);
        if (ignored.size() > 100 || headers.size() > 20) {
            throw new IllegalArgumentException("there may be 100 ignored paths and 20 headers at most");
        }
    }

    public static Comparing usual() {
        return new Comparing(Body.AUTO, List.of(), false, List.of());
    }

    List<JsonPath> paths() {
        return paths(ignored);
    }

    private static List<JsonPath> paths(List<String> sources) {
        return sources.stream().map(Comparing::path).toList();
    }

    private static JsonPath path(String source) {
        try {
            return JsonPath.parse(source);
        } catch (JsonPath.Wrong wrong) {
            throw new IllegalArgumentException(
                    "ignore: in `" + source + "`: " + wrong.getMessage() + " at position " + (wrong.at + 1), wrong);
        }
    }

    /// One place where two answers differ.
    ///
    /// @param place `status`, `header etag`, or a JSON path
    /// @param left and `right`: what stands there, shortened
    public record Difference(String place, String left, String right) {
        /// `$.flags[2].on: origin true, edge false`.
        public String words(String leftName, String rightName) {
            return place + ": " + leftName + " " + left + ", " + rightName + " " + right;
        }
    }

    static String shown(@Nullable Object value) {
        String text = value == null ? "nothing" : value.toString();
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }

    /// Differences beyond these say no more.
    static final int MOST_SHOWN = 10;
}
