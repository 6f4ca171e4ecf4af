package dev.candor.telemetry.window;

/// One value of a dimension: how many requests, how many of them failed.
public record Tally(String value, long requests, long failures) {
    /// Failed share, 0 without requests.
    public double share() {
        return requests == 0 ? 0 : (double) failures / requests;
    }

    Tally plus(Tally other) {
        return new Tally(value, requests + other.requests, failures + other.failures);
    }
}
