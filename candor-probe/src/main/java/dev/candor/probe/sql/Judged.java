package dev.candor.probe.sql;

import dev.candor.probe.Measurements;
import dev.candor.probe.ProbeResult;
import dev.candor.probe.Reason;
import dev.candor.probe.assertion.Assertion;
import dev.candor.probe.assertion.Observation;
import java.util.List;

/// From what a database said to what it means.
final class Judged {
    private Judged() {}

    /// @param names who is concerned, put behind what is not met; may be empty
    static ProbeResult of(
            List<Assertion> assertions,
            List<Assertion> degraded,
            Observation seen,
            Measurements measured,
            String names) {
        List<String> unmet = unmet(assertions, seen);
        if (!unmet.isEmpty()) {
            return new ProbeResult.Failed(measured, Reason.ASSERTION, words(unmet, names));
        }
        List<String> slow = unmet(degraded, seen);
        return slow.isEmpty()
                ? new ProbeResult.Passed(measured)
                : new ProbeResult.Degraded(measured, words(slow, names));
    }

    private static String words(List<String> unmet, String names) {
        return String.join("; ", unmet) + (names.isEmpty() ? "" : "; " + names);
    }

    private static List<String> unmet(List<Assertion> assertions, Observation seen) {
        return assertions.stream()
                .flatMap(assertion -> assertion.unmet(seen).stream())
                .toList();
    }
}
