package dev.candor.probe.steps;

import dev.candor.probe.assertion.Extraction;
import dev.candor.probe.assertion.Subject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// One of several steps: something is asked, or something is waited for.
public sealed interface Step permits RequestStep, ArrivalStep {
    /// 1 to 100 characters.
    String name();

    /// What is carried on, by name.
    Map<String, Extraction> take();

    /// Whether it is done also when an earlier step failed: for cleaning up.
    boolean always();

    /// Every name the step has places for.
    Set<String> names();

    /// What could never be sent or judged, tried with a stand-in for every value.
    List<Wrong> wrong();

    /// What is wrong with a step, and at which of its keys.
    record Wrong(String key, String what) {}

    /// @throws IllegalArgumentException for what no step may be
    static void check(String name, Map<String, Extraction> take) {
        if (name.isBlank() || name.length() > 100) {
            throw new IllegalArgumentException("a step needs a name of 1 to 100 characters");
        }
        if (take.size() > 20) {
            throw new IllegalArgumentException("step " + name + " may take 20 values at most");
        }
    }

    /// A value for every name it has places for.
    static Map<String, String> standIns(Step step) {
        var values = new HashMap<String, String>();
        step.names().forEach(name -> values.put(name, "1"));
        return values;
    }

    /// The assertions that could not be judged with these values.
    static List<Wrong> unjudgeable(List<TextTemplate> assertions, Subject.Seer seer, Map<String, String> values) {
        return assertions.stream()
                .flatMap(assertion -> seer.problem(assertion.fillJson(values)).stream())
                .map(problem -> new Wrong("assert", problem))
                .toList();
    }
}
