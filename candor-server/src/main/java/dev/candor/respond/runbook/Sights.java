package dev.candor.respond.runbook;

import dev.candor.base.time.Durations;
import dev.candor.respond.runbook.Decision.Before;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a look says about a step: what does not hold, what would be unsafe, what was and what is left. Pure.
final class Sights {
    private Sights() {}

    static Optional<Pool> pool(Step step) {
        return step.action() instanceof Action.SetServer set ? Optional.of(set.pool()) : Optional.empty();
    }

    static List<Condition> already(Step step) {
        return step.action() instanceof Action.Call call ? call.already() : List.of();
    }

    static Optional<String> drift(List<Plan.Holding> holdings, Run run, Plan plan, Map<Look, Seen> seen) {
        for (Plan.Holding holding : holdings) {
            Look look = holding.condition().look(plan.values());
            Seen saw = java.util.Objects.requireNonNull(seen.get(look));
            Optional<String> unmet = holding.condition().unmet(plan.values(), saw);
            if (unmet.isPresent()) {
                String left = run.left().marks().getOrDefault(holding.step(), "");
                return Optional.of("Somebody else changed what `" + holding.name() + "` left"
                        + (left.isEmpty() ? "" : " (" + left + ")") + ": " + unmet.get() + process(run, look, saw)
                        + ". `" + plan.step(run).name() + "` is not done");
            }
        }
        return Optional.empty();
    }

    private static String process(Run run, Look look, Seen saw) {
        return look instanceof Look.AtPool(Pool pool) && saw instanceof Seen.Servers servers
                ? "; HAProxy process " + servers.pid() + ", up for " + Durations.words(servers.up())
                        + (Long.toString(servers.pid())
                                        .equals(run.left().processes().get(pool.place()))
                                ? ""
                                : ", a new one")
                : "";
    }

    static String unknown(Run run, Plan plan, Action.SetBack back) {
        String server = back.as().server().fill(plan.values());
        return run.order()
                .undoes()
                .get(run.at())
                .was()
                .map(was -> server + " was " + was.admin().word() + " with weight " + was.weight()
                        + " before, and the runbook says `to: "
                        + back.as().effect(plan.values()).wanted() + "`")
                .orElse("how " + server + " was before is not on record");
    }

    static String words(List<Condition> conditions, Plan plan) {
        return String.join(
                "; ", conditions.stream().map(one -> one.words(plan.values())).toList());
    }

    static Optional<String> unmet(List<Condition> conditions, Plan plan, Map<Look, Seen> seen) {
        return conditions.stream()
                .flatMap(condition -> condition
                        .unmet(plan.values(), java.util.Objects.requireNonNull(seen.get(condition.look(plan.values()))))
                        .stream())
                .findFirst();
    }

    /// The last server that serves is not taken away, and none that does not serve is switched on unproven.
    static Optional<String> unsafe(Step step, Plan plan, Map<Look, Seen> seen) {
        if (!(step.action() instanceof Action.SetServer set)) {
            return Optional.empty();
        }
        if (!(seen.get(new Look.AtPool(set.pool())) instanceof Seen.Servers servers)) {
            return Optional.of("how the servers of " + set.pool().name() + " are cannot be seen");
        }
        Effect.SetServer effect = set.effect(plan.values());
        Seen.Server own = servers.servers().get(effect.server());
        if (own == null) {
            return Optional.of("the pool " + set.pool().name() + " has no server " + effect.server() + "; it has "
                    + String.join(", ", servers.servers().keySet()));
        }
        if (effect.switchesOn(own) && step.before().isEmpty()) {
            return Optional.of(effect.server() + " takes no requests now (" + own.words()
                    + "), and nothing that must hold before it (`before`) proves that it works");
        }
        int others = servers.serving(effect.server());
        return effect.takesAway() && own.serves() && others < set.keep()
                ? Optional.of("without " + effect.server() + " only " + others + " of "
                        + set.pool().name() + " would serve, and " + set.keep() + " must")
                : Optional.empty();
    }

    static String words(Effect effect) {
        return switch (effect) {
            case Effect.SetServer set ->
                "sets " + set.server() + " of " + set.pool().name() + " to " + set.wanted();
            case Effect.Call call ->
                "asks " + call.request().method() + " " + call.request().url().getRawAuthority()
                        + call.request().url().getRawPath();
        };
    }

    static Before before(Effect effect, Map<Look, Seen> seen) {
        return effect instanceof Effect.SetServer set
                        && seen.get(new Look.AtPool(set.pool())) instanceof Seen.Servers servers
                ? new Before(
                        servers(servers),
                        Optional.ofNullable(servers.servers().get(set.server())).map(Run.Was::of))
                : Before.NOTHING;
    }

    private static String servers(Seen.Servers servers) {
        var words = new ArrayList<String>();
        servers.servers().forEach((name, server) -> words.add(name + ": " + server.words()));
        return String.join("; ", words);
    }

    static Optional<Seen.Server> server(Effect.SetServer effect, Map<Look, Seen> seen) {
        return seen.get(new Look.AtPool(effect.pool())) instanceof Seen.Servers servers
                ? Optional.ofNullable(servers.servers().get(effect.server()))
                : Optional.empty();
    }

    /// Why a step's own effect is not to be seen, whatever else holds.
    static Optional<String> undone(Step step, Plan plan, Map<Look, Seen> seen) {
        if (!(step.action() instanceof Action.SetServer set)) {
            return Optional.empty();
        }
        Effect.SetServer effect = set.effect(plan.values());
        Optional<Seen.Server> own = server(effect, seen);
        return own.filter(effect::done).isPresent()
                ? Optional.empty()
                : Optional.of(effect.server() + " is "
                        + own.map(Seen.Server::words)
                                .orElse("not in the pool " + set.pool().name()) + ", wanted "
                        + effect.wanted());
    }

    /// What a step leaves behind, so that a drift can be told from it.
    static String left(Step step, Plan plan, Map<Look, Seen> seen) {
        if (step.action() instanceof Action.SetServer set) {
            String name = set.server().fill(plan.values());
            if (seen.get(new Look.AtPool(set.pool())) instanceof Seen.Servers servers
                    && servers.servers().get(name) instanceof Seen.Server own) {
                return name + ": " + own.words();
            }
        }
        return words(step.verify().conditions(), plan);
    }
}
