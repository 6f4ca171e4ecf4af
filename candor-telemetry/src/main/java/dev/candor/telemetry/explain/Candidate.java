package dev.candor.telemetry.explain;

import dev.candor.telemetry.window.Dimension;
import java.util.List;
import java.util.Map;

/// A set of values that may explain a rise.
///
/// @param gain log-likelihood won by giving these requests a failure share of their own, less a price per value
record Candidate(Map<Dimension, List<String>> values, long requests, long failures, double gain) {
    int size() {
        return values.values().stream().mapToInt(List::size).sum();
    }

    /// Log-likelihood won by two failure shares (inside, outside) over one.
    static double likelihood(double insideFailures, double insideRequests, double failures, double requests) {
        return binomial(insideFailures, insideRequests)
                + binomial(failures - insideFailures, requests - insideRequests)
                - binomial(failures, requests);
    }

    private static double binomial(double failures, double requests) {
        double passed = requests - failures;
        double sum = failures > 0 ? failures * Math.log(failures / requests) : 0;
        return passed > 0 ? sum + passed * Math.log(passed / requests) : sum;
    }
}
