package dev.candor.detect.monitor;

import dev.candor.probe.ProbeResult;
import java.time.Instant;
import java.util.Locale;

/// One run as the rule sees it.
///
/// @param reason the failure's class in lower case, empty unless failed
/// @param detail what was seen, in words for the person who is paged
public record Observation(Instant at, Outcome outcome, String reason, String detail) {
    public static Observation of(Instant at, ProbeResult result) {
        return switch (result) {
            case ProbeResult.Passed _ -> new Observation(at, Outcome.PASSED, "", "");
            case ProbeResult.Degraded degraded -> new Observation(at, Outcome.DEGRADED, "degraded", degraded.detail());
            case ProbeResult.Failed failed ->
                new Observation(at, Outcome.FAILED, failed.reason().name().toLowerCase(Locale.ROOT), failed.detail());
            case ProbeResult.NotRun notRun -> new Observation(at, Outcome.NOT_RUN, "prober_fault", notRun.why());
        };
    }
}
