package dev.candor.detect.monitor;

import dev.candor.probe.ProbeResult;

/// What one run came to.
public enum Outcome {
    PASSED('+'),
    DEGRADED('~'),
    FAILED('-'),
    /// We could not look; counts neither for nor against.
    NOT_RUN('?');

    private final char sign;

    Outcome(char sign) {
        this.sign = sign;
    }

    /// How it stands in {@link MonitorState#recent}.
    char sign() {
        return sign;
    }

    public static Outcome of(ProbeResult result) {
        return switch (result) {
            case ProbeResult.Passed _ -> PASSED;
            case ProbeResult.Degraded _ -> DEGRADED;
            case ProbeResult.Failed _ -> FAILED;
            case ProbeResult.NotRun _ -> NOT_RUN;
        };
    }
}
