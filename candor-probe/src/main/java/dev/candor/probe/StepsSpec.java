package dev.candor.probe;

import dev.candor.base.text.Nearest;
import dev.candor.probe.http.Auth;
import dev.candor.probe.http.Transport;
import dev.candor.probe.steps.Step;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Several requests one after the other, as a customer makes them: log in, create, see it arrive, delete. One visitor
/// makes them all: cookies are held, connections kept.
///
/// @param steps 1 to 20
/// @param values known from the start; never shown, they may be secrets
/// @param auth sent with every step
/// @param timeout for all steps together
public record StepsSpec(List<Step> steps, Map<String, String> values, Auth auth, Transport transport, Duration timeout)
        implements ProbeSpec {
    /// Values every run has: a name of its own, and the time it began in seconds since 1970.
    public static final Set<String> GIVEN = Set.of("run", "now");

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
    }

    @Override
    public Duration timeout() {
        return timeout;
    }

    @Override
    public String host() {
        String url = steps.getFirst().url().toString();
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
