package dev.candor.probe;

import dev.candor.probe.agree.Agreement;
import dev.candor.probe.agree.Comparing;
import dev.candor.probe.http.GuardedHttp;
import dev.candor.probe.http.GuardedResponse;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;

/// Asks both sides at once and compares what they say.
final class AgreementProbe {
    private final GuardedHttp http;
    private final InstantSource clock;

    AgreementProbe(GuardedHttp http, InstantSource clock) {
        this.http = http;
        this.clock = clock;
    }

    ProbeResult run(AgreementSpec spec) {
        var other = new FutureTask<>(() -> http.send(spec.right().requestWithBody()));
        Thread.ofVirtual().name("agreement").start(other);
        GuardedResponse left = http.send(spec.left().requestWithBody());
        try {
            return compared(spec, left, other.get());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new ProbeResult.NotRun("stopped while waiting for " + spec.rightName());
        } catch (ExecutionException failure) {
            return new ProbeResult.NotRun(
                    spec.rightName() + " could not be asked: " + String.valueOf(failure.getCause()));
        }
    }

    private ProbeResult compared(AgreementSpec spec, GuardedResponse left, GuardedResponse right) {
        ProbeResult leftResult = verdict(spec.left(), left);
        ProbeResult rightResult = verdict(spec.right(), right);
        if (leftResult instanceof ProbeResult.Passed(Measurements measured)
                && rightResult instanceof ProbeResult.Passed(Measurements otherMeasured)
                && left instanceof GuardedResponse.Answered a
                && right instanceof GuardedResponse.Answered b) {
            Measurements both = measured.of(
                    measured.phases(), List.of(note(spec.leftName(), measured), note(spec.rightName(), otherMeasured)));
            List<Comparing.Difference> differences = Agreement.differences(a, b, spec.comparing());
            return differences.isEmpty()
                    ? new ProbeResult.Passed(both)
                    : new ProbeResult.Failed(both, Reason.DISAGREEMENT, words(spec, differences));
        }
        return first(named(leftResult, spec.leftName()), named(rightResult, spec.rightName()));
    }

    /// Without assertions on the status every status is compared, also of errors.
    private ProbeResult verdict(HttpSpec side, GuardedResponse response) {
        return side.assertions().isEmpty() && response instanceof GuardedResponse.Answered answer
                ? new ProbeResult.Passed(answer.measured())
                : HttpVerdict.of(side, response, clock);
    }

    private static String note(String name, Measurements measured) {
        return name + ": " + measured.statusCode() + ", " + measured.phases().totalMicros() / 1000 + " ms";
    }

    private static String words(AgreementSpec spec, List<Comparing.Difference> differences) {
        return spec.leftName() + " and " + spec.rightName() + " disagree: "
                + differences.stream()
                        .map(difference -> difference.words(spec.leftName(), spec.rightName()))
                        .collect(Collectors.joining("; "));
    }

    private static ProbeResult named(ProbeResult result, String side) {
        return switch (result) {
            case ProbeResult.Failed(var measured, var reason, var why) ->
                new ProbeResult.Failed(measured, reason, side + ": " + why);
            case ProbeResult.NotRun(var why) -> new ProbeResult.NotRun(side + ": " + why);
            case ProbeResult.Degraded _, ProbeResult.Passed _ -> result;
        };
    }

    /// What failed says more than what could not be looked at, and that more than what is well.
    private static ProbeResult first(ProbeResult left, ProbeResult right) {
        if (left instanceof ProbeResult.Failed(var measured, var reason, var why)) {
            return right instanceof ProbeResult.Failed(var _, var _, var also)
                    ? new ProbeResult.Failed(measured, reason, why + "; " + also)
                    : left;
        }
        if (right instanceof ProbeResult.Failed) {
            return right;
        }
        return left instanceof ProbeResult.NotRun ? left : right;
    }
}
