package dev.candor.probe.steps;

import dev.candor.probe.assertion.Assertion;
import dev.candor.probe.assertion.Extraction;
import dev.candor.probe.assertion.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Waits until something is sent to the run's own address, `{{arrival}}`: the webhook an order causes, a letter that a
/// mail service hands on. What arrived since the run began counts, in order of arrival; what does not meet the
/// assertions is passed over, and stays for a later step that waits.
///
/// @param atMost how long, 100 ms to 5 min; the monitor's time-out ends it sooner
/// @param assertions about what arrived: `header`, `body`, `json`, `size`, `age`, `lag`
/// @param take what is carried on, by name
public record ArrivalStep(
        String name, Duration atMost, List<TextTemplate> assertions, Map<String, Extraction> take, boolean always)
        implements Step {
    public ArrivalStep {
        assertions = List.copyOf(assertions);
        take = Collections.unmodifiableMap(new LinkedHashMap<>(take));
        Step.check(name, take);
        Await.within("await-arrival", atMost, Duration.ofMillis(100), Duration.ofMinutes(5));
    }

    @Override
    public Set<String> names() {
        var names = new TreeSet<String>();
        assertions.forEach(assertion -> names.addAll(assertion.names()));
        return names;
    }

    @Override
    public List<Wrong> wrong() {
        var wrong = new ArrayList<Wrong>(Step.unjudgeable(assertions, Subject.Seer.ARRIVAL, Step.standIns(this)));
        take.values().stream()
                .flatMap(extraction -> Subject.Seer.ARRIVAL.problem(extraction).stream())
                .forEach(problem -> wrong.add(new Wrong("take", problem)));
        return wrong;
    }

    /// What must hold, with the values carried so far.
    public List<Assertion> wanted(Map<String, String> values) {
        return assertions.stream()
                .map(assertion -> Assertion.of(assertion.fillJson(values)))
                .toList();
    }
}
