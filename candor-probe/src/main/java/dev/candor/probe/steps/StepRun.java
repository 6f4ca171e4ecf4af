package dev.candor.probe.steps;

import dev.candor.probe.Reason;
import dev.candor.probe.assertion.Extraction;
import dev.candor.probe.assertion.Observation;
import java.util.HashMap;
import java.util.Map;

/// What the answer to one step came to.
public final class StepRun {
    private StepRun() {}

    public sealed interface Looked {
        /// @param taken what is carried on, by name
        record Good(Map<String, String> taken) implements Looked {}

        record Bad(Reason reason, String why) implements Looked {}

        /// We could not look.
        record Unknown(String why) implements Looked {}
    }

    /// What the step takes from a good answer; bad when something is not there.
    public static Looked take(Step step, Observation answer) {
        var taken = new HashMap<String, String>();
        for (var wanted : step.take().entrySet()) {
            switch (wanted.getValue().from(answer)) {
                case Extraction.Taken.Value(String text) -> taken.put(wanted.getKey(), text);
                case Extraction.Taken.Nothing(String why) -> {
                    return new Looked.Bad(Reason.ASSERTION, "{{" + wanted.getKey() + "}} could not be taken: " + why);
                }
            }
        }
        return new Looked.Good(Map.copyOf(taken));
    }
}
