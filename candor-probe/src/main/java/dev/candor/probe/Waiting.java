package dev.candor.probe;

import dev.candor.probe.assertion.Assertion;
import dev.candor.probe.http.HttpSession;
import dev.candor.probe.steps.ArrivalStep;
import dev.candor.probe.steps.Arrivals;
import dev.candor.probe.steps.Arrived;
import dev.candor.probe.steps.StepRun;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What arrived for one run, until a step claims it.
final class Waiting {
    private final Arrivals.Place place;
    private final InstantSource clock;
    private final List<Arrived> unclaimed = new ArrayList<>();

    Waiting(Arrivals.Place place, InstantSource clock) {
        this.place = place;
        this.clock = clock;
    }

    String address() {
        return place.address();
    }

    /// The first arrival that meets what the step wants: what came before it and was not claimed, then what comes, as
    /// long as step and session allow.
    StepRun.Looked take(ArrivalStep step, Map<String, String> values, HttpSession session) throws InterruptedException {
        List<Assertion> wanted = step.wanted(values);
        Deque<Arrived> before = new ArrayDeque<>(unclaimed);
        long began = session.remainingNanos();
        int passed = 0;
        String why = "";
        while (true) {
            Duration left = left(step, began, session);
            Optional<Arrived> next = before.isEmpty() ? place.next(left) : Optional.of(before.removeFirst());
            if (next.isEmpty()) {
                return new StepRun.Looked.Bad(
                        Reason.ASSERTION, missing((began - session.remainingNanos()) / 1_000_000, passed, why));
            }
            StepRun.Looked looked = look(step, wanted, next.get());
            if (!(looked instanceof StepRun.Looked.Bad(var _, String because))) {
                unclaimed.remove(next.get());
                return looked;
            }
            why = because;
            passed++;
            if (!unclaimed.contains(next.get())) {
                unclaimed.add(next.get());
            }
        }
    }

    private static Duration left(ArrivalStep step, long began, HttpSession session) {
        long remaining = session.remainingNanos();
        return Duration.ofNanos(Math.max(0, Math.min(remaining, step.atMost().toNanos() - (began - remaining))));
    }

    private StepRun.Looked look(ArrivalStep step, List<Assertion> wanted, Arrived arrived) {
        var seen = new ArrivalObservation(arrived, clock.instant());
        List<String> unmet = wanted.stream()
                .flatMap(assertion -> assertion.unmet(seen).stream())
                .toList();
        return unmet.isEmpty()
                ? StepRun.take(step, seen)
                : new StepRun.Looked.Bad(Reason.ASSERTION, String.join("; ", unmet));
    }

    private static String missing(long millis, int passed, String why) {
        return passed == 0
                ? "nothing arrived within " + millis + " ms"
                : "did not arrive within " + millis + " ms; " + (passed == 1 ? "one other" : passed + " others")
                        + " arrived, the last of them: " + why;
    }
}
