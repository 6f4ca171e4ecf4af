package dev.candor.respond.runbook;

import dev.candor.probe.steps.TextTemplate;
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
                steps.add(back(undo, undone));
            }
        }
        return new Plan(runbook, steps, run.values());
    }

    /// Where it is known what was, it is that; where it is not, the step stays one that cannot be done.
    private static Step back(Step undo, Run.Undone undone) {
        return undo.action() instanceof Action.SetBack back
                ? undone.was().flatMap(back::to).map(undo::doing).orElse(undo)
                : undo;
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

    /// What cannot be done with the values chosen, in words: an address they would lead elsewhere.
    List<String> wrong() {
        var wrong = new LinkedHashSet<String>();
        for (Step step : steps) {
            tries(step, wrong);
            if (step.undo() instanceof Step.Undo.By(Step undo)) {
                tries(undo, wrong);
            }
        }
        return List.copyOf(wrong);
    }

    private void tries(Step step, Set<String> wrong) {
        try {
            if (step.action() instanceof Action.Call call) {
                call.effect(values, "");
                call.already().forEach(condition -> condition.look(values));
            }
            step.before().forEach(condition -> condition.look(values));
            step.verify().conditions().forEach(condition -> condition.look(values));
            step.invariant().ifPresent(invariant -> invariant.conditions().forEach(one -> one.look(values)));
        } catch (IllegalArgumentException odd) {
            wrong.add("`" + step.name() + "`: " + odd.getMessage());
        }
    }

    /// What no other run may touch meanwhile.
    Set<String> resources() {
        var resources = new LinkedHashSet<>(runbook.resources());
        for (String lock : runbook.locks()) {
            resources.add("lock:" + TextTemplate.of(lock).fill(values).strip());
        }
        return resources;
    }
}
