package dev.candor.probe;

import dev.candor.base.text.Nearest;
import dev.candor.probe.http.Auth;
import dev.candor.probe.http.Transport;
import dev.candor.probe.steps.ArrivalStep;
import dev.candor.probe.steps.RequestStep;
import dev.candor.probe.steps.Step;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Several requests one after the other, as a customer makes them: log in, create, see it arrive, delete. One visitor
/// makes them all: cookies are held, connections kept.
///
/// @param steps 1 to 20
/// @param values known from the start; never shown, they may be secrets
/// @param auth sent with every step
/// @param timeout for all steps together
/// @param arrivalToken keeps the address of arrivals the same from run to run; without one each run has its own
public record StepsSpec(
        List<Step> steps,
        Map<String, String> values,
        Auth auth,
        Transport transport,
        Duration timeout,
        Optional<String> arrivalToken)
        implements ProbeSpec {
    private static final String ARRIVAL = "arrival";

    /// Values every run has: a name of its own, the time it began in seconds since 1970, and the address where
    /// something can arrive.
    public static final Set<String> GIVEN = Set.of("run", "now", ARRIVAL);

    private static final int MOST = 20;

    public StepsSpec {
        steps = List.copyOf(steps);
        if (steps.isEmpty() || steps.size() > MOST) {
            throw new IllegalArgumentException("there must be 1 to " + MOST + " steps, were " + steps.size());
        }
        values = Map.copyOf(values);
        var known = new TreeSet<>(GIVEN);
        known.addAll(values.keySet());
        var names = new TreeSet<String>();
        for (Step step : steps) {
            if (!names.add(step.name())) {
                throw new IllegalArgumentException("two steps are named " + step.name());
            }
            for (String name : step.names()) {
                if (!known.contains(name)) {
                    throw new IllegalArgumentException("step " + step.name() + " uses {{" + name
                            + "}}, which no step before it takes"
                            + Nearest.of(name, known)
                                    .map(nearest -> " (did you mean {{" + nearest + "}}?)")
                                    .orElse(""));
                }
            }
            for (String name : step.take().keySet()) {
                if (GIVEN.contains(name)) {
                    throw new IllegalArgumentException(
                            "step " + step.name() + " takes {{" + name + "}}, which every run has already");
                }
                known.add(name);
            }
        }
        checkArrivals(steps, arrivalToken);
    }

    /// Without an address that stays the same.
    public StepsSpec(List<Step> steps, Map<String, String> values, Auth auth, Transport transport, Duration timeout) {
        this(steps, values, auth, transport, timeout, Optional.empty());
    }

    /// Somebody must learn the address before something can arrive there, and somebody must wait for it.
    private static void checkArrivals(List<Step> steps, Optional<String> arrivalToken) {
        boolean told = arrivalToken.isPresent();
        boolean awaited = steps.stream().anyMatch(ArrivalStep.class::isInstance);
        for (Step step : steps) {
            if (step.names().contains(ARRIVAL)) {
                told = true;
                if (!awaited) {
                    throw new IllegalArgumentException("step " + step.name()
                            + " uses {{arrival}}, but no step waits for an arrival with `await-arrival`");
                }
            }
            if (step instanceof ArrivalStep && !told) {
                throw new IllegalArgumentException(
                        "step " + step.name()
                                + " waits for an arrival, but no step before it uses {{arrival}}, the address to send to; where a sender knows it already, keep it the same with `arrival-token`");
            }
        }
    }

    /// Whether something has to arrive, which it can only where Candor itself runs.
    public boolean awaitsArrival() {
        return steps.stream().anyMatch(ArrivalStep.class::isInstance);
    }

    @Override
    public Duration timeout() {
        return timeout;
    }

    @Override
    public String host() {
        String url = steps.stream()
                .flatMap(step -> step instanceof RequestStep request ? Stream.of(request) : Stream.empty())
                .findFirst()
                .map(request -> request.url().toString())
                .orElse(ARRIVAL);
        int from = url.indexOf("://") + 3;
        int to = url.indexOf('/', from);
        return from < 3 ? url : url.substring(from, to < 0 ? url.length() : to);
    }

    /// Only the names: addresses and bodies may hold secrets.
    @Override
    public String toString() {
        return "StepsSpec" + steps.stream().map(Step::name).toList();
    }
}
