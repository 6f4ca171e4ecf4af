package dev.candor.respond.runbook;

import dev.candor.base.time.Durations;
import dev.candor.respond.runbook.Decision.Before;
import dev.candor.respond.runbook.Decision.Note;
import dev.candor.respond.runbook.Run.Phase;
import dev.candor.respond.runbook.Run.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What a run may do next. Pure: the same run, seeing the same, at the same time, does the same.
///
/// It never acts on what it cannot see, never acts again without looking first, never goes on to the next step before
/// this one was seen to have worked, and stops when what it left behind is not so any more.
final class RunRule {
    /// How long it may not see what it must before it stops.
    static final Duration BLIND = Duration.ofSeconds(15);
    /// How often it looks while it waits for a person.
    static final Duration WATCH = Duration.ofSeconds(5);

    private static final Duration AGAIN = Duration.ofSeconds(1);
    /// How often an effect with a key, or one that is seen not to have come about, is tried.
    private static final int TRIES = 5;

    private RunRule() {}

    /// What has to be looked at before anything can be decided.
    static Set<Look> looks(Run run, Plan plan) {
        var looks = new LinkedHashSet<Look>();
        if (!run.phase().moves()) {
            return looks;
        }
        plan.holding(run).forEach(holding -> looks.add(holding.condition().look(plan.values())));
        Step step = plan.step(run);
        switch (run.phase()) {
            case GUARD -> {
                step.before().forEach(condition -> looks.add(condition.look(plan.values())));
                Sights.pool(step).ifPresent(pool -> looks.add(new Look.AtPool(pool)));
                Sights.already(step).forEach(condition -> looks.add(condition.look(plan.values())));
            }
            case ACT -> {
                plan.holdingBefore(run)
                        .forEach(holding -> looks.add(holding.condition().look(plan.values())));
                step.before().forEach(condition -> looks.add(condition.look(plan.values())));
                Sights.pool(step).ifPresent(pool -> looks.add(new Look.AtPool(pool)));
                Sights.already(step).forEach(condition -> looks.add(condition.look(plan.values())));
            }
            case VERIFY -> {
                step.verify().conditions().forEach(condition -> looks.add(condition.look(plan.values())));
                Sights.pool(step).ifPresent(pool -> looks.add(new Look.AtPool(pool)));
            }
            case ASK, STOPPED, DONE, ENDED -> {}
        }
        return looks;
    }

    /// @param seen at least what {@link #looks} asks for
    /// @param everythingStopped who stopped all runs; empty when nobody did
    static Decision decide(Run run, Plan plan, Map<Look, Seen> seen, String everythingStopped, Instant now) {
        String stop = run.controls().stopBy().isEmpty()
                ? everythingStopped
                : run.controls().stopBy();
        if (!stop.isEmpty()) {
            return stopped(run, Reason.STOPPED_BY, "Stopped by " + stop, stop, now);
        }
        if (!run.deadline().isAfter(now)) {
            return stopped(
                    run,
                    Reason.DEADLINE,
                    "It was to be over within " + Durations.words(Duration.between(run.startedAt(), run.deadline()))
                            + " and is not",
                    "",
                    now);
        }
        Optional<String> blind = seen.values().stream()
                .flatMap(one -> one instanceof Seen.Blind(String why)
                        ? Optional.of(why).stream()
                        : java.util.stream.Stream.empty())
                .findFirst();
        if (blind.isPresent()) {
            return blind(run, plan, blind.get(), now);
        }
        var notes = new ArrayList<Note>();
        Run known = processes(run.seeing(), seen, notes);
        Optional<String> drift = Sights.drift(plan.holding(known), known, plan, seen);
        Decision decision = drift.isPresent()
                ? stopped(known, Reason.DRIFT, drift.get(), "", now)
                : switch (known.phase()) {
                    case GUARD -> guard(known, plan, seen, now);
                    case ACT -> recover(known, plan, seen, now);
                    case VERIFY -> verify(known, plan, seen, now);
                    case ASK -> ask(known, plan, now);
                    case STOPPED, DONE, ENDED -> Decision.to(known);
                };
        notes.addAll(decision.notes());
        return new Decision(decision.next(), notes, decision.effect(), decision.said(), decision.before());
    }

    static Decision stopped(Run run, Reason reason, String why, String by, Instant now) {
        // An intent whose outcome is open stays one: going on begins with finding out.
        Phase resume = switch (run.phase()) {
            case ASK -> run.reason() == Reason.OUTCOME ? Phase.ACT : Phase.GUARD;
            case STOPPED -> run.standing().resume();
            case GUARD, ACT, VERIFY, DONE, ENDED -> run.phase();
        };
        return Decision.to(run.stopped(resume, reason, why, now), new Note("run.stopped", why, by));
    }

    private static Decision blind(Run run, Plan plan, String why, Instant now) {
        Instant from = run.standing().sight().blindSince().orElse(now);
        if (Duration.between(from, now).compareTo(BLIND) >= 0) {
            return stopped(
                    run,
                    Reason.BLIND,
                    "Nothing is done that cannot be seen: at `" + plan.step(run).name() + "`, " + why,
                    "",
                    now);
        }
        return Decision.to(run.blind(from, now.plus(AGAIN)));
    }

    /// Which process of the load balancer answers: a new one may have forgotten everything it was told.
    private static Run processes(Run run, Map<Look, Seen> seen, List<Note> notes) {
        var known = new TreeMap<>(run.left().processes());
        seen.forEach((look, saw) -> {
            if (look instanceof Look.AtPool(Pool pool) && saw instanceof Seen.Servers servers) {
                String process = Long.toString(servers.pid());
                String before = known.put(pool.place(), process);
                if (before != null && !before.equals(process)) {
                    notes.add(new Note(
                            "run.reloaded",
                            "The load balancer of " + pool.name() + " is another process now (" + before + ", now "
                                    + process + ", up for " + Durations.words(servers.up())
                                    + "): it may have forgotten what it was told"));
                }
            }
        });
        return known.equals(run.left().processes()) ? run : run.seen(known);
    }

    private static Decision guard(Run run, Plan plan, Map<Look, Seen> seen, Instant now) {
        Step step = plan.step(run);
        boolean already = !Sights.already(step).isEmpty()
                && Sights.unmet(Sights.already(step), plan, seen).isEmpty();
        if (already) {
            return adopted(run, step, "", now);
        }
        Optional<String> unmet = Sights.unmet(step.before(), plan, seen).or(() -> Sights.unsafe(step, plan, seen));
        if (unmet.isPresent()) {
            return stopped(run, Reason.BEFORE, "`" + step.name() + "` is not done: " + unmet.get(), "", now);
        }
        return switch (step.action()) {
            case Action.SetServer _, Action.Call _ -> intend(run, plan, seen, now);
            case Action.SetBack back ->
                stopped(
                        run,
                        Reason.BEFORE,
                        "`" + step.name() + "` is not done: " + Sights.unknown(run, plan, back),
                        "",
                        now);
            case Action.Wait _ ->
                Decision.to(
                        run.in(Phase.VERIFY, now),
                        new Note(
                                "run.step",
                                "`" + step.name() + "`: waits until "
                                        + Sights.words(step.verify().conditions(), plan)));
            case Action.Approval approval ->
                Decision.to(
                        run.asking(Reason.APPROVAL, approval.words().fill(plan.values()), now, now.plus(WATCH)),
                        new Note(
                                "run.asks",
                                "`" + step.name() + "`: " + approval.words().fill(plan.values())));
            case Action.Message _, Action.StartMaintenance _, Action.FinishMaintenance _, Action.Words _ -> {
                Decision over = over(run, plan, "", now);
                yield new Decision(
                        over.next(), over.notes(), Optional.empty(), Optional.of(step.action()), Before.NOTHING);
            }
        };
    }

    private static Decision adopted(Run run, Step step, String seen, Instant now) {
        String words = "`" + step.name() + "` was done already" + (seen.isEmpty() ? "" : ": " + seen);
        return Decision.to(run.settled(Phase.VERIFY, now), new Note("run.adopted", words));
    }

    private static String key(Run run) {
        return "candor-run-" + run.id() + "-" + run.at();
    }

    private static Decision intend(Run run, Plan plan, Map<Look, Seen> seen, Instant now) {
        Step step = plan.step(run);
        Effect effect = switch (step.action()) {
            case Action.SetServer set -> set.effect(plan.values());
            case Action.Call call -> call.effect(plan.values(), key(run));
            default -> throw new IllegalStateException("no effect: " + step.name());
        };
        Run next = run.intending(now);
        String what = "`" + step.name() + "`: " + Sights.words(effect) + (next.attempt() > 1 ? ", again" : "");
        return new Decision(
                next,
                List.of(new Note("run.step", what)),
                Optional.of(effect),
                Optional.empty(),
                Sights.before(effect, seen));
    }

    /// An intent is on record and nobody knows what came of it: look first. What is seen to be so is done. What is not
    /// may still come, and is believed only when it cannot any more.
    private static Decision recover(Run run, Plan plan, Map<Look, Seen> seen, Instant now) {
        Step step = plan.step(run);
        Optional<Standing.Open> open = run.standing().tries().open();
        boolean mayLand = open.filter(one -> one.mayLand(now)).isPresent();
        return switch (step.action()) {
            case Action.SetServer set -> {
                Effect.SetServer effect = set.effect(plan.values());
                Optional<Seen.Server> own = Sights.server(effect, seen);
                yield own.filter(effect::done).isPresent()
                        ? adopted(
                                run, step, effect.server() + " is " + own.get().words(), now)
                        : mayLand ? waits(run, now) : again(run, plan, seen, now);
            }
            case Action.Call call
            when call.keyed() && open.filter(one -> !one.keyKnown(now)).isEmpty() -> again(run, plan, seen, now);
            case Action.Call call
            when !call.already().isEmpty() ->
                Sights.unmet(call.already(), plan, seen).isEmpty()
                        ? adopted(run, step, "", now)
                        : mayLand || call.keyed() ? waitsOrAsks(run, step, mayLand, now) : again(run, plan, seen, now);
            case Action.Call _ -> waitsOrAsks(run, step, mayLand, now);
            default -> Decision.to(run.in(Phase.GUARD, now));
        };
    }

    private static Decision waits(Run run, Instant now) {
        return Decision.to(run.due(now.plus(AGAIN)));
    }

    private static Decision waitsOrAsks(Run run, Step step, boolean mayLand, Instant now) {
        if (mayLand) {
            return waits(run, now);
        }
        String words = "Was `" + step.name() + "` done? It was begun, and nothing tells what came of it";
        return Decision.to(run.asking(Reason.OUTCOME, words, now, now.plus(WATCH)), new Note("run.asks", words));
    }

    private static Decision again(Run run, Plan plan, Map<Look, Seen> seen, Instant now) {
        String step = plan.step(run).name();
        // A person who lets it go on allows as many tries again.
        if (run.attempt() % TRIES == 0 && run.standing().sight().held() == 0) {
            return stopped(
                    run,
                    Reason.REFUSED,
                    "`" + step + "` was tried " + TRIES + " times and nothing shows that it came about",
                    "",
                    now);
        }
        if (plan.step(run).action() instanceof Action.Call call && call.keyed()) {
            return intend(run, plan, seen, now); // with its key it does nothing that was not allowed the first time
        }
        Optional<String> unmet = Sights.drift(plan.holdingBefore(run), run, plan, seen)
                .or(() -> Sights.unmet(plan.step(run).before(), plan, seen))
                .or(() -> Sights.unsafe(plan.step(run), plan, seen));
        return unmet.isPresent()
                ? stopped(run, Reason.BEFORE, "`" + step + "` is not done again: " + unmet.get(), "", now)
                : intend(run, plan, seen, now);
    }

    private static Decision verify(Run run, Plan plan, Map<Look, Seen> seen, Instant now) {
        Step step = plan.step(run);
        Step.Patience patience = step.verify();
        Optional<String> unmet =
                Sights.undone(step, plan, seen).or(() -> Sights.unmet(patience.conditions(), plan, seen));
        if (unmet.isEmpty()) {
            int held = run.standing().sight().held() + 1;
            return held >= patience.times()
                    ? over(run, plan, Sights.left(step, plan, seen), now)
                    : Decision.to(run.held(held, now.plus(patience.every())));
        }
        boolean once = step.action() instanceof Action.Wait(boolean asked) && asked;
        if (once || !run.standing().place().since().plus(patience.within()).isAfter(now)) {
            return stopped(
                    run,
                    Reason.NOT_VERIFIED,
                    "`" + step.name() + "` did not hold" + (once ? "" : " within " + Durations.words(patience.within()))
                            + ": " + unmet.get(),
                    "",
                    now);
        }
        return Decision.to(run.held(0, now.plus(patience.every())));
    }

    private static Decision over(Run run, Plan plan, String left, Instant now) {
        Step step = plan.step(run);
        var marks = new TreeMap<>(run.left().marks());
        marks.put(run.at(), left);
        var notes = new ArrayList<Note>();
        if (step.action().acts() || step.action() instanceof Action.Wait) {
            notes.add(new Note("run.verified", "`" + step.name() + "` holds" + (left.isEmpty() ? "" : ": " + left)));
        }
        Run next = run.marked(marks);
        if (run.at() + 1 < plan.steps().size()) {
            return new Decision(next.next(now), notes, Optional.empty(), Optional.empty(), Before.NOTHING);
        }
        notes.add(new Note("run.done", "Done, every step seen to hold"));
        return new Decision(
                next.over(Phase.DONE, Reason.NONE, "", now), notes, Optional.empty(), Optional.empty(), Before.NOTHING);
    }

    private static Decision ask(Run run, Plan plan, Instant now) {
        Run.Controls controls = run.controls();
        String step = plan.step(run).name();
        return switch (controls.answer()) {
            case "" -> Decision.to(run.due(now.plus(WATCH)));
            case "yes" -> {
                Note note =
                        new Note("run.approved", controls.answerBy() + " approved `" + step + "`", controls.answerBy());
                Decision over = over(run, plan, "approved by " + controls.answerBy(), now);
                var notes = new ArrayList<>(List.of(note));
                notes.addAll(over.notes());
                yield new Decision(over.next(), notes, Optional.empty(), Optional.empty(), Before.NOTHING);
            }
            case "done" ->
                Decision.to(
                        run.answered(Phase.VERIFY, now),
                        new Note(
                                "run.answered",
                                controls.answerBy() + " says that `" + step + "` was done",
                                controls.answerBy()));
            case "not-done" ->
                Decision.to(
                        run.answered(Phase.GUARD, now),
                        new Note(
                                "run.answered",
                                controls.answerBy() + " says that `" + step + "` was not done",
                                controls.answerBy()));
            default ->
                Decision.to(
                        run.stopped(
                                run.reason() == Reason.OUTCOME ? Phase.ACT : Phase.GUARD,
                                Reason.DECLINED,
                                controls.answerBy() + " declined `" + step + "`",
                                now),
                        new Note("run.stopped", controls.answerBy() + " declined `" + step + "`", controls.answerBy()));
        };
    }

    /// What became of an effect whose intent is on record.
    static Decision acted(Run run, Plan plan, Acted acted, Instant now) {
        String step = plan.step(run).name();
        return switch (acted) {
            case Acted.Done _ -> Decision.to(run.settled(Phase.VERIFY, now));
            case Acted.Refused(String why) -> {
                // This try was not done; of one before it that says nothing.
                boolean earlier = run.standing()
                        .tries()
                        .open()
                        .filter(open -> open.count() > 1)
                        .isPresent();
                String words = "`" + step + "` was refused: " + why
                        + (earlier ? ". Whether an earlier try came about is not known" : "");
                Run known = earlier ? run : run.settled(Phase.GUARD, now);
                yield Decision.to(
                        known.stopped(known.phase(), Reason.REFUSED, words, now), new Note("run.stopped", words));
            }
            case Acted.Unknown(String why) ->
                Decision.to(
                        run.due(now.plus(AGAIN)),
                        new Note("run.unknown", "Nobody knows whether `" + step + "` came about: " + why));
        };
    }
}
