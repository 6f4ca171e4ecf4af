package dev.candor.lab.run;

import java.util.Optional;

/// Whether the access log of a miniature really arrives: silence about a log nobody reads proves nothing.
public final class CountedLogs {
    /// The first requests were made before Candor listened, the last windows are still open.
    private static final double LEAST = 0.25;

    private CountedLogs() {}

    /// @param made requests made so far
    public static Optional<String> missed(Observer candor, long made) {
        long counted = candor.requestsCounted();
        return counted >= LEAST * made && counted <= made
                ? Optional.empty()
                : Optional.of("Candor counted " + counted + " of " + made + " requests");
    }
}
