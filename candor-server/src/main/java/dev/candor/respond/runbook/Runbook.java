package dev.candor.respond.runbook;

import dev.candor.catalog.document.Kind;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A checked procedure.
///
/// @param service whose people hear when a run stops by itself; empty for nobody but who started it
/// @param locks what else two runs must not touch at the same time, besides pools; a parameter's place may stand in it
/// @param deadline how long a run may take
/// @param mitigation how long what it does may stay; empty when it is no makeshift
public record Runbook(
        String name,
        String description,
        Optional<String> service,
        List<Parameter> parameters,
        List<Pool> pools,
        List<String> locks,
        Duration deadline,
        Optional<Duration> mitigation,
        List<Step> steps) {
    public static final Kind<Runbook> KIND = new Kind<>("runbooks", "runbook", RunbookReading::read);

    /// The pools it touches.
    Set<String> resources() {
        var resources = new LinkedHashSet<String>();
        for (Step step : steps) {
            if (step.action() instanceof Action.SetServer set) {
                resources.add(set.pool().resource());
            }
            if (step.undo() instanceof Step.Undo.By(Step undo) && undo.action() instanceof Action.SetServer set) {
                resources.add(set.pool().resource());
            }
        }
        return resources;
    }

    public Optional<Parameter> parameter(String named) {
        return parameters.stream().filter(one -> one.name().equals(named)).findFirst();
    }
}
