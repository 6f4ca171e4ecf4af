package dev.candor.respond.runbook;

import dev.candor.catalog.Service;
import dev.candor.catalog.document.Reading;
import dev.candor.probe.steps.TextTemplate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads a runbook and refuses what could go wrong in the middle of a night.
final class RunbookReading {
    private static final int MOST_STEPS = 50;

    /// A step and where it stands, for what can only be judged when all are known.
    record Placed(Step step, Reading at) {}

    private RunbookReading() {}

    static Runbook read(Reading in) {
        String name = in.name("name");
        String description = in.text("description", "");
        Optional<String> service = in.optionalReference("service", Service.KIND.plural());
        List<Parameter> parameters = in.list("parameters", Parameter::read);
        twice(in, "parameters", parameters.stream().map(Parameter::name).toList());
        List<Pool> pools = in.list("pools", Pool::read);
        twice(in, "pools", pools.stream().map(Pool::name).toList());
        sameServers(in, pools);
        Duration deadline = in.duration("deadline", Duration.ofHours(1), Duration.ofSeconds(10), Duration.ofDays(7));
        Optional<Duration> mitigation = in.inner(
                "mitigation",
                inner -> inner.duration("expires", Duration.ofHours(2), Duration.ofMinutes(1), Duration.ofDays(30)));
        var names = new HashSet<String>();
        parameters.forEach(parameter -> names.add(parameter.name()));
        List<String> locks = in.texts("locks");
        locks.forEach(lock -> Words.read(in, "locks", lock, names));
        var reader = new StepReading(poolsByName(pools), names);
        var placed = new ArrayList<Placed>();
        in.list("steps", each -> {
            Step step = reader.step(each);
            placed.add(new Placed(step, each));
            return step;
        });
        if (placed.isEmpty()) {
            in.problem("steps", "is missing: a list of steps, each with `name` and `kind`");
        }
        if (placed.size() > MOST_STEPS) {
            in.problem("steps", "has " + placed.size() + " steps, at most " + MOST_STEPS + " are possible");
        }
        twice(in, "steps", placed.stream().map(one -> one.step().name()).toList());
        order(placed);
        takenBack(placed, mitigation.isPresent());
        List<Step> steps = placed.stream().map(Placed::step).toList();
        if (mitigation.isPresent()
                && steps.stream().noneMatch(step -> step.action().acts())) {
            in.problem("mitigation", "is of no use: no step changes anything");
        }
        return new Runbook(name, description, service, parameters, pools, locks, deadline, mitigation, steps);
    }

    /// One backend under two names would be looked at twice and counted twice.
    private static void sameServers(Reading in, List<Pool> pools) {
        var seen = new LinkedHashMap<String, Pool>();
        for (Pool pool : pools) {
            Pool before = seen.putIfAbsent(pool.resource(), pool);
            if (before != null && !pool.backend().isEmpty() && !before.name().equals(pool.name())) {
                in.problem(
                        "pools",
                        "`" + before.name() + "` and `" + pool.name() + "` are the same backend: name it once");
            }
        }
    }

    private static Map<String, Pool> poolsByName(List<Pool> pools) {
        var byName = new LinkedHashMap<String, Pool>();
        pools.forEach(pool -> byName.put(pool.name(), pool));
        return byName;
    }

    private static void twice(Reading in, String key, List<String> names) {
        var seen = new HashSet<String>();
        names.stream()
                .filter(name -> !name.isEmpty() && !seen.add(name))
                .forEach(name -> in.problem(key, "`" + name + "` stands here twice"));
    }

    /// What must hold until a step holds forwards only: that step has to come later.
    private static void order(List<Placed> placed) {
        List<String> names = placed.stream().map(one -> one.step().name()).toList();
        for (int i = 0; i < placed.size(); i++) {
            Placed here = placed.get(i);
            String until = here.step().invariant().map(Step.Invariant::until).orElse("");
            if (until.isEmpty()) {
                continue;
            }
            int at = names.indexOf(until);
            if (at < 0) {
                String near = dev.candor.base.text.Nearest.of(until, names)
                        .map(nearest -> " (did you mean `" + nearest + "`?)")
                        .orElse("");
                here.at()
                        .problem(
                                "invariant",
                                "until",
                                "there is no step `" + until + "`" + near + "; steps: " + String.join(", ", names));
            } else if (at <= i) {
                here.at()
                        .problem(
                                "invariant",
                                "until",
                                "goes round in a circle: `" + until + "` does not come after `"
                                        + here.step().name() + "`");
            }
        }
        boolean begun = false;
        for (Placed one : placed) {
            if (one.step().action() instanceof Action.StartMaintenance) {
                begun = true;
            }
            if (one.step().action() instanceof Action.FinishMaintenance && !begun) {
                one.at().problem("maintenance", "no step before it starts one");
            }
        }
    }

    private static void takenBack(List<Placed> placed, boolean mitigation) {
        boolean approved = false;
        for (Placed one : placed) {
            Step step = one.step();
            approved |= step.action() instanceof Action.Approval;
            if (!(step.undo() instanceof Step.Undo.Never)) {
                continue;
            }
            if (mitigation) {
                one.at()
                        .problem(
                                "undo",
                                "what cannot be taken back is no mitigation: say how `" + step.name() + "` is undone");
            } else if (!approved) {
                one.at()
                        .problem(
                                "undo",
                                "after `" + step.name()
                                        + "` nothing could be taken back: an `approval` must come before it");
            }
        }
    }

    /// Texts with places for parameters.
    static final class Words {
        static final TextTemplate NOTHING = TextTemplate.of("");

        private Words() {}

        /// Reports places that name no parameter.
        static TextTemplate read(Reading in, String key, String source, Set<String> parameters) {
            try {
                TextTemplate template = TextTemplate.of(source);
                for (String name : template.names()) {
                    if (!parameters.contains(name)) {
                        in.problem(
                                key,
                                "there is no parameter `" + name + "`; parameters: "
                                        + (parameters.isEmpty()
                                                ? "none"
                                                : String.join(
                                                        ", ",
                                                        parameters.stream()
                                                                .sorted()
                                                                .toList())));
                    }
                }
                return template;
            } catch (IllegalArgumentException wrong) {
                in.problem(key, String.valueOf(wrong.getMessage()));
                return NOTHING;
            }
        }
    }
}
