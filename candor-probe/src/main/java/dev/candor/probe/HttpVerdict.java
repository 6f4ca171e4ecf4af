package dev.candor.probe;

import dev.candor.probe.assertion.Assertion;
import dev.candor.probe.assertion.Observation;
import dev.candor.probe.assertion.Subject;
import dev.candor.probe.http.GuardedResponse;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// From what came back to what it means.
final class HttpVerdict {
    private HttpVerdict() {}

    static ProbeResult of(HttpSpec spec, GuardedResponse response, InstantSource clock) {
        return switch (response) {
            case GuardedResponse.NotRun(String why) -> new ProbeResult.NotRun(why);
            case GuardedResponse.Failed(Measurements measured, Reason reason, String detail)
            when reason == Reason.FORBIDDEN_ADDRESS && measured.redirects().isEmpty() ->
                // Our own rule stopped us: that says nothing about the target. A redirect there is the target's word.
                new ProbeResult.NotRun("we must not look there: " + detail);
            case GuardedResponse.Failed(Measurements measured, Reason reason, String detail) ->
                new ProbeResult.Failed(measured, reason, detail);
            case GuardedResponse.Answered answer -> judge(spec, answer, clock);
        };
    }

    private static ProbeResult judge(HttpSpec spec, GuardedResponse.Answered answer, InstantSource clock) {
        Measurements measured = answer.measured();
        if (!spec.asksForStatus() && (answer.status() < 200 || answer.status() > 399)) {
            return new ProbeResult.Failed(measured, Reason.BAD_STATUS, "answered " + answer.status());
        }
        if (spec.assertions().isEmpty() && spec.degradedAssertions().isEmpty()) {
            return new ProbeResult.Passed(measured);
        }
        var observation = new HttpObservation(answer, clock.instant());
        var unmet = new ArrayList<String>();
        boolean status = false;
        for (Assertion assertion : spec.assertions()) {
            Optional<String> why = assertion.unmet(observation);
            if (why.isPresent()) {
                status |= assertion.subject() == Subject.STATUS;
                unmet.add(why.get());
            }
        }
        if (!unmet.isEmpty()) {
            Reason reason = status ? Reason.BAD_STATUS : Reason.ASSERTION;
            return new ProbeResult.Failed(measured, reason, String.join("; ", unmet));
        }
        List<String> slow = unmet(spec.degradedAssertions(), observation);
        return slow.isEmpty()
                ? new ProbeResult.Passed(measured)
                : new ProbeResult.Degraded(measured, String.join("; ", slow));
    }

    private static List<String> unmet(List<Assertion> assertions, Observation observation) {
        return assertions.stream()
                .flatMap(assertion -> assertion.unmet(observation).stream())
                .toList();
    }
}
