package dev.candor.respond.runbook;

import dev.candor.base.json.Json;
import dev.candor.catalog.Catalog;
import dev.candor.catalog.Catalogs;
import dev.candor.catalog.Item;
import dev.candor.catalog.Numbers;
import dev.candor.platform.Platform;
import dev.candor.platform.db.Tx;
import dev.candor.respond.runbook.Decision.Note;
import dev.candor.respond.runbook.Run.Phase;
import dev.candor.respond.runbook.Run.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;

/// What people do with runs: start, stop, let go on, take back, give up.
public final class RunActions {
    private final Platform platform;
    private final Catalogs catalogs;
    private final RunStore store;
    private final StepStore steps;
    private final MitigationStore mitigations;
    private final Runs runs;
    private final Said said;

    RunActions(
            Platform platform,
            Catalogs catalogs,
            RunStore store,
            StepStore steps,
            MitigationStore mitigations,
            Runs runs,
            Said said) {
        this.platform = platform;
        this.catalogs = catalogs;
        this.store = store;
        this.steps = steps;
        this.mitigations = mitigations;
        this.runs = runs;
        this.said = said;
    }

    /// What came of a wish.
    public sealed interface Wish {
        record Done(Run run) implements Wish {}

        /// The very same is on already: nobody starts it twice.
        record Same(Run run) implements Wish {}

        /// @param why in the words of whoever asked
        record Refused(List<String> why) implements Wish {
            Refused(String one) {
                this(List.of(one));
            }
        }
    }

    /// Begins a run.
    ///
    /// @param given values of parameters by name
    /// @param incident what it belongs to, if anything
    public Wish start(String runbook, Map<String, String> given, Optional<UUID> incident, By by) {
        Catalog catalog = catalogs.current();
        Optional<Item<Runbook>> item = catalog.item(Runbook.KIND, runbook);
        if (item.isEmpty()) {
            return new Wish.Refused("There is no runbook `" + runbook + "`.");
        }
        var problems = new ArrayList<String>();
        Map<String, String> values = values(item.get().value(), given, catalog, problems);
        if (!problems.isEmpty()) {
            return new Wish.Refused(problems);
        }
        Instant now = platform.clock().instant();
        UUID id = platform.ids().next();
        String document = Json.write(item.get().document());
        return platform.ledger().inTransaction(tx -> {
            tx.lock("runbooks");
            Optional<Run> same = store.openOf(tx, runbook, values);
            if (same.isPresent()) {
                return same.get().id().equals(id) ? new Wish.Done(same.get()) : new Wish.Same(same.get());
            }
            String stopped = store.stoppedAll(tx);
            if (!stopped.isEmpty()) {
                return new Wish.Refused("All runs are stopped by " + stopped + ".");
            }
            var order = new Run.Order(runbook, values, incident, by, now, Optional.empty(), List.of());
            Run run = fresh(tx, id, item.get().value(), order);
            Plan plan = Plan.of(item.get().value(), run);
            List<String> wrong = plan.wrong();
            if (!wrong.isEmpty()) {
                return new Wish.Refused(wrong);
            }
            Set<String> resources = plan.resources();
            Optional<Wish> taken = taken(tx, id, resources, now);
            if (taken.isPresent()) {
                store.unlock(tx, id);
                return taken.get();
            }
            store.insert(tx, run, document);
            note(
                    tx,
                    run,
                    new Note(
                            "run.started",
                            by.actor() + " started "
                                    + MitigationStore.title(item.get().value(), values),
                            by.actor()),
                    now);
            return new Wish.Done(run);
        });
    }

    private Optional<Wish> taken(Tx tx, UUID id, Set<String> resources, Instant now) {
        return store.lock(tx, id, resources, now)
                .flatMap(holder -> store.find(tx, holder))
                .map(holder -> new Wish.Refused("Run " + holder.number() + " of " + holder.runbook() + ", started by "
                        + holder.startedBy() + ", is not over and works on the same; wait for it, or end it."));
    }

    private static Map<String, String> values(
            Runbook runbook, Map<String, String> given, Catalog catalog, List<String> problems) {
        var values = new LinkedHashMap<String, String>();
        for (Parameter parameter : runbook.parameters()) {
            String value =
                    given.getOrDefault(parameter.name(), parameter.usual().orElse(""));
            if (value.isEmpty()) {
                problems.add(parameter.name() + " is missing; " + parameter.words(catalog));
            } else {
                parameter.refusal(value, catalog).ifPresent(problems::add);
            }
            values.put(parameter.name(), value);
        }
        given.keySet().stream()
                .filter(name -> runbook.parameter(name).isEmpty())
                .forEach(name -> problems.add("there is no parameter `" + name + "`; parameters: "
                        + (runbook.parameters().isEmpty()
                                ? "none"
                                : String.join(
                                        ", ",
                                        runbook.parameters().stream()
                                                .map(Parameter::name)
                                                .toList()))));
        return values;
    }

    private static Run fresh(Tx tx, UUID id, Runbook runbook, Run.Order order) {
        return Run.fresh(id, Numbers.next(tx, "run"), order, order.at().plus(runbook.deadline()));
    }

    /// Takes back what a run did, the last step first. A run that stands still ends with that; one that is done must
    /// have left something that can be taken back.
    public Wish undo(UUID of, By by) {
        Instant now = platform.clock().instant();
        UUID id = platform.ids().next();
        return platform.ledger().inTransaction(tx -> {
            tx.lock("runbooks");
            Optional<RunStore.Loaded> loaded = store.loaded(tx, of);
            if (loaded.isEmpty()) {
                return new Wish.Refused("There is no such run.");
            }
            Run run = loaded.get().run();
            Optional<Run> before = store.undoing(tx, of).filter(one -> one.phase() != Phase.ENDED);
            if (before.isPresent()) {
                return before.get().id().equals(id) ? new Wish.Done(before.get()) : new Wish.Same(before.get());
            }
            if (run.undoing() || run.phase() != Phase.STOPPED && run.phase() != Phase.DONE) {
                return new Wish.Refused("Only a run that stands still or is done can be taken back.");
            }
            Stored stored = runs.stored(loaded.get());
            if (!stored.readable()) {
                return new Wish.Refused(stored.refusal() + ": take back by hand what it did, and give it up.");
            }
            Runbook runbook = stored.runbook();
            List<Run.Undone> undoes = Plan.undoes(runbook, steps.acted(tx, of), steps.before(tx, of));
            if (undoes.isEmpty()) {
                return new Wish.Refused("It did nothing that could be taken back.");
            }
            var order = new Run.Order(run.runbook(), run.values(), run.incident(), by, now, Optional.of(of), undoes);
            // What was begun may still come about: it is taken back when it cannot any more.
            Instant from = run.standing()
                    .tries()
                    .open()
                    .map(Standing.Open::landsUntil)
                    .filter(now::isBefore)
                    .orElse(now);
            // Planned work ends when everything is taken back.
            Run undo = fresh(tx, id, runbook, order)
                    .due(from)
                    .maintaining(run.phase() == Phase.STOPPED ? run.left().maintenance() : Optional.empty());
            if (run.phase() == Phase.STOPPED) {
                end(tx, runbook, run, Reason.TAKEN_BACK, by.actor(), now);
                store.handOver(tx, of, id);
            }
            Optional<Wish> taken = taken(tx, id, Plan.of(runbook, undo).resources(), now);
            if (taken.isPresent()) {
                store.unlock(tx, id);
                return taken.get();
            }
            store.insert(tx, undo, loaded.get().document());
            note(tx, undo, new Note("run.started", by.actor() + " takes back run " + run.number(), by.actor()), now);
            return new Wish.Done(undo);
        });
    }

    /// Gives up a run that stands still: everything stays as it is, and others may work on the same again.
    public Wish giveUp(UUID id, String by) {
        Instant now = platform.clock().instant();
        return platform.ledger().inTransaction(tx -> {
            Optional<Run> run = store.find(tx, id);
            if (run.isPresent() && run.get().reason() == Reason.GIVEN_UP) {
                return new Wish.Same(run.get());
            }
            if (run.isEmpty() || run.get().phase() != Phase.STOPPED) {
                return new Wish.Refused("Only a run that stands still can be given up; stop it first.");
            }
            Optional<Instant> lands = run.get()
                    .standing()
                    .tries()
                    .open()
                    .map(Standing.Open::landsUntil)
                    .filter(now::isBefore);
            if (lands.isPresent()) {
                return new Wish.Refused("What it began may still come about until " + lands.get()
                        + "; until then nobody else may work on the same.");
            }
            Run ended = end(tx, runs.stored(tx, run.get()).runbook(), run.get(), Reason.GIVEN_UP, by, now);
            store.unlock(tx, id);
            return new Wish.Done(ended);
        });
    }

    private Run end(Tx tx, Runbook runbook, Run run, Reason reason, String by, Instant now) {
        String why = reason == Reason.GIVEN_UP ? by + " gave it up" : by + " takes it back";
        Run ended = run.over(Phase.ENDED, reason, why, now);
        store.moveOn(tx, run, ended);
        if (reason != Reason.TAKEN_BACK) {
            said.finish(tx, run, now);
        }
        said.settled(tx, runbook, run, now);
        note(tx, ended, new Note("run.ended", why + "; it stood at `" + step(tx, run) + "`", by), now);
        return ended;
    }

    private String step(Tx tx, Run run) {
        return runs.stored(tx, run).plan(run).step(run).name();
    }

    /// Lets a run that stands still go on. It looks again at everything before it does anything.
    ///
    /// @param question the number of the stop they saw; empty where they do not say
    public Wish resume(UUID id, OptionalInt question, String by) {
        Instant now = platform.clock().instant();
        return platform.ledger().inTransaction(tx -> {
            Optional<Run> found = store.find(tx, id);
            if (found.isPresent() && found.get().phase().moves()) {
                return new Wish.Same(found.get()); // somebody was faster, or this very wish was stored unheard
            }
            if (found.isEmpty() || found.get().phase() != Phase.STOPPED) {
                return new Wish.Refused("It is over.");
            }
            Run run = found.get();
            if (question.isPresent() && question.getAsInt() != run.question()) {
                return new Wish.Refused("It stopped for another reason since. " + run.asks());
            }
            String stopped = store.stoppedAll(tx);
            if (!stopped.isEmpty()) {
                return new Wish.Refused("All runs are stopped by " + stopped + ".");
            }
            Stored stored = runs.stored(tx, run);
            if (!stored.readable()) {
                return new Wish.Refused(stored.refusal() + ": give it up.");
            }
            Runbook runbook = stored.runbook();
            boolean settable = stored.plan(run).step(run).action() instanceof Action.SetServer;
            // What did not hold may have been undone by somebody: where that can be seen, it is done again.
            Phase at = run.standing().resume() == Phase.VERIFY && settable
                    ? Phase.ACT
                    : run.standing().resume();
            Run next = run.in(at, now).held(at == Phase.ACT ? 1 : 0, now).until(now.plus(runbook.deadline()));
            store.moveOn(tx, run, next);
            said.settled(tx, runbook, run, now);
            note(tx, next, new Note("run.resumed", by + " lets it go on at `" + step(tx, next) + "`", by), now);
            return new Wish.Done(next);
        });
    }

    /// Stops a run before whatever it would do next.
    public Wish stop(UUID id, String by) {
        Instant now = platform.clock().instant();
        return platform.ledger().inTransaction(tx -> {
            store.stop(tx, id, by, now);
            return store.find(tx, id)
                    .filter(run -> run.phase().moves())
                    .<Wish>map(Wish.Done::new)
                    .orElseGet(() -> new Wish.Refused("It does not move."));
        });
    }

    /// Stops every run, and lets none begin; empty lets them begin again.
    public void stopAll(String by) {
        Instant now = platform.clock().instant();
        platform.ledger().inTransaction(tx -> {
            store.stopAll(tx, by, now);
            return true;
        });
    }

    /// Gives a makeshift more time, counted from now.
    public boolean extend(UUID run, Duration more, String by) {
        Instant now = platform.clock().instant();
        return platform.ledger().inTransaction(tx -> {
            boolean extended = mitigations.extend(tx, run, now.plus(more));
            if (extended) {
                store.find(tx, run)
                        .ifPresent(found -> note(
                                tx,
                                found,
                                new Note("mitigation.extended", by + " gives it until " + now.plus(more), by),
                                now));
            }
            return extended;
        });
    }

    private void note(Tx tx, Run run, Note note, Instant now) {
        Runs.note(tx, platform.journal(), run, List.of(note), now);
    }
}
