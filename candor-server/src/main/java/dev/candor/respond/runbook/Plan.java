package dev.candor.respond.runbook;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The steps of one run, forwards or back, with what was chosen for it.
public record Plan(Runbook runbook, List<Step> steps, Map<String, String> values) {
    static Plan of(Runbook runbook, Run run) {
        if (!run.undoing()) {
            return new Plan(runbook, runbook.steps(), run.values());
        }
        var steps = new ArrayList<Step>();
        for (Run.Undone undone : run.order().undoes()) {
            if (runbook.steps().get(undone.step()).undo() instanceof Step.Undo.By(Step undo)) {
                steps.add(undo);
            }
        }
        return new Plan(runbook, steps, run.values());
    }

    /// Which steps would have to be taken back, the last one first; those that may have acted and can be.
    static List<Run.Undone> undoes(Runbook runbook, Set<Integer> acted, Map<Integer, Run.Was> before) {
        var undoes = new ArrayList<Run.Undone>();
        for (int i = runbook.steps().size() - 1; i >= 0; i--) {
            if (acted.contains(i) && runbook.steps().get(i).undo() instanceof Step.Undo.By) {
                undoes.add(new Run.Undone(i, Optional.ofNullable(before.get(i))));
            }
        }
        return undoes;
    }

    public Step step(Run run) {
        return steps.get(Math.min(run.at(), steps.size() - 1));
    }

    /// What must still hold of steps that are over. Where a step must hold until this one, it must hold right up to
    /// the moment this one acts.
    List<Holding> holding(Run run) {
        boolean before =
                run.phase() == Run.Phase.GUARD || run.phase() == Run.Phase.ASK && run.reason() == Run.Reason.APPROVAL;
        return holding(run, before ? run.at() - 1 : run.at());
    }

    /// What must hold before this step acts once more: the same, with all that ends with this step.
    List<Holding> holdingBefore(Run run) {
        return holding(run, run.at() - 1);
    }

    private List<Holding> holding(Run run, int beyond) {
        var holding = new ArrayList<Holding>();
        for (int i = 0; i < Math.min(run.at(), steps.size()); i++) {
            Step step = steps.get(i);
            int of = i;
            step.invariant()
                    .filter(invariant -> indexOf(invariant.until()) > beyond)
                    .ifPresent(invariant -> invariant
                            .conditions()
                            .forEach(condition -> holding.add(new Holding(of, step.name(), condition))));
        }
        return holding;
    }

    /// @param step index of the step that left it so
    record Holding(int step, String name, Condition condition) {}

    private int indexOf(String name) {
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).name().equals(name)) {
                return i;
            }
        }
        return steps.size();
    }

    /// What no other run may touch meanwhile.
    Set<String> resources() {
        var resources = new LinkedHashSet<>(runbook.resources());
        for (String lock : runbook.locks()) {
            resources.add("lock:" + dev.candor.probe.steps.TextTemplate.of(lock).fill(values));
        }
        return resources;
    }
}
