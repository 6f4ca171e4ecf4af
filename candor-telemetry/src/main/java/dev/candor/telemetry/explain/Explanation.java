package dev.candor.telemetry.explain;

import dev.candor.telemetry.window.Dimension;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What explains a rise of failures, and what only looks like it.
///
/// @param rise failures during the rise beyond what was usual
/// @param causes ranked, the best first; empty when the failures are spread over everything
/// @param notGuilty values with much traffic that fail half as often as the rest, or less
/// @param sentence all of it in English
public record Explanation(double rise, List<Cause> causes, List<NotGuilty> notGuilty, String sentence) {
    /// A set of values, of one dimension, or of two together (every value of one with the one of the other).
    ///
    /// @param values by dimension
    /// @param failures of requests with these values during the rise
    /// @param requests with these values during the rise; an estimate when two dimensions are named
    /// @param explains share of the rise's failures that these values have
    /// @param share failed share of these requests
    /// @param elsewhere failed share of all other requests
    public record Cause(
            Map<Dimension, List<String>> values,
            long failures,
            long requests,
            double explains,
            double share,
            double elsewhere) {
        public Cause {
            values = new TreeMap<>(values);
        }
    }

    /// @param traffic its share of the requests during the rise
    /// @param before its share of the requests before
    /// @param ofRise its share of the failures beyond what was usual, often 0
    /// @param share failed share of its requests
    public record NotGuilty(
            Dimension dimension, String value, double traffic, double before, double ofRise, double share) {}

    public Explanation {
        causes = List.copyOf(causes);
        notGuilty = List.copyOf(notGuilty);
    }
}
