package dev.candor.respond.runbook;

import dev.candor.base.time.Durations;
import dev.candor.catalog.Catalogs;
import dev.candor.platform.Platform;
import dev.candor.platform.db.DatabaseException;
import dev.candor.platform.db.Tx;
import dev.candor.platform.jobs.Ticking;
import dev.candor.platform.journal.Journal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Moves runs on. A turn takes a run on with a lease and a new epoch, looks, decides by {@link RunRule}, stores, and
/// lets go; an effect is stored as an intent first, and only then done. Nothing is remembered between two turns, and
/// whoever lost a run to another may neither write nor act any more.
public final class Runs implements Ticking {
    private static final Logger LOG = LoggerFactory.getLogger(Runs.class);

    /// Longer than all looks of a turn and its effect together usually take.
    static final Duration LEASE = Duration.ofSeconds(30);
    /// An intent older than this is not acted on: another may have taken the run on meanwhile.
    private static final Duration FRESH = Duration.ofSeconds(10);

    private static final Duration LATER = Duration.ofSeconds(2);
    private static final int BATCH = 50;

    private final Platform platform;
    private final Catalogs catalogs;
    private final RunStore store;
    private final StepStore steps;
    private final MitigationStore mitigations;
    private final Said said;
    private final Outside outside;
    private final Executor threads;
    private final String worker;
    private final Set<UUID> underWay = ConcurrentHashMap.newKeySet();
    private volatile Runnable wake = () -> {};

    Runs(
            Platform platform,
            Catalogs catalogs,
            RunStore store,
            StepStore steps,
            MitigationStore mitigations,
            Said said,
            Outside outside,
            Executor threads,
            String worker) {
        this.platform = platform;
        this.catalogs = catalogs;
        this.store = store;
        this.steps = steps;
        this.mitigations = mitigations;
        this.said = said;
        this.outside = outside;
        this.threads = threads;
        this.worker = worker;
    }

    /// Called when a turn is over and the next may be due.
    public void onTurn(Runnable awake) {
        wake = awake;
    }

    @Override
    public Optional<Instant> tick(Instant now) {
        for (UUID id : platform.ledger().read(tx -> store.due(tx, now, BATCH))) {
            if (underWay.add(id)) {
                threads.execute(() -> turn(id));
            }
        }
        return platform.ledger().read(store::nextDue);
    }

    private void turn(UUID id) {
        try {
            take(id);
        } catch (DatabaseException away) {
            LOG.warn("A run waits for the database: {}", away.getMessage());
        } catch (RuntimeException bug) {
            LOG.error("A run failed by a fault of ours and is tried again", bug);
        } finally {
            underWay.remove(id);
            wake.run();
        }
    }

    private void take(UUID id) {
        Instant claimedAt = platform.clock().instant();
        Optional<RunStore.Loaded> loaded =
                platform.ledger().inTransaction(tx -> store.claim(tx, id, worker, claimedAt, LEASE));
        if (loaded.isEmpty()) {
            return;
        }
        Run run = loaded.get().run();
        Stored stored = stored(loaded.get());
        if (!stored.readable()) {
            stop(stored.plan(run), run, stored.refusal());
            return;
        }
        Plan plan = stored.plan(run);
        try {
            move(run, plan);
        } catch (DatabaseException away) {
            throw away;
        } catch (RuntimeException bug) {
            LOG.error("A run stops by a fault of ours", bug);
            stop(plan, run, "Candor cannot go on with it, by a fault of its own: " + bug.getMessage());
        }
    }

    /// What can never go on must not stand as if it did.
    private void stop(Plan plan, Run run, String why) {
        Instant now = platform.clock().instant();
        platform.ledger().inTransaction(tx -> {
            // As it is by now: an intent that was written stays one.
            return store.find(tx, run.id())
                    .filter(ours -> ours.epoch() == run.epoch() && ours.phase().moves())
                    .filter(ours ->
                            save(tx, plan, ours, RunRule.stopped(ours, Run.Reason.UNREADABLE, why, "", now), now))
                    .isPresent();
        });
    }

    private void move(Run run, Plan plan) {
        long looking = platform.elapsed().nanos();
        var seen = new LinkedHashMap<Look, Seen>();
        for (Look look : RunRule.looks(run, plan)) {
            seen.put(look, outside.look(look));
        }
        Instant now = platform.clock().instant();
        long began = platform.elapsed().nanos();
        if (began - looking > LEASE.toNanos()) {
            String why = "it took " + Durations.words(Duration.ofNanos(began - looking))
                    + " to look, and what was seen first is too old";
            seen.replaceAll((_, _) -> new Seen.Blind(why));
        }
        Optional<Decision> decided = platform.ledger().inTransaction(tx -> {
            Decision decision = RunRule.decide(run, plan, seen, store.stoppedAll(tx), now);
            return save(tx, plan, run, decision, now) ? Optional.of(decision) : Optional.<Decision>empty();
        });
        if (decided.isEmpty()) {
            platform.ledger().inTransaction(tx -> {
                store.letGo(tx, run, now); // somebody wants something of it, or has it
                return true;
            });
        } else if (decided.get().effect().isPresent()) {
            act(plan, decided.get(), now, began);
        }
    }

    private void act(Plan plan, Decision decision, Instant intended, long began) {
        // Two clocks: one stands still while the machine sleeps, the other may be set.
        if (platform.elapsed().nanos() - began > FRESH.toNanos()
                || platform.clock().instant().isAfter(intended.plus(FRESH))) {
            return; // held up too long: the intent stands, and whoever comes next looks first
        }
        Run run = decision.next();
        Acted acted = outside.act(decision.effect().orElseThrow());
        Instant now = platform.clock().instant();
        platform.ledger().inTransaction(tx -> {
            Optional<Run> ours = store.find(tx, run.id()).filter(found -> found.epoch() == run.epoch());
            if (ours.isEmpty()) {
                return false;
            }
            // What somebody wanted meanwhile is heeded with the next turn; what came of the effect is known now.
            Run known = run.heeding(ours.get().controls());
            steps.acted(tx, run, acted, now);
            return save(tx, plan, known, RunRule.acted(known, plan, acted, now), now) || letGo(tx, run, now);
        });
    }

    private boolean letGo(Tx tx, Run run, Instant now) {
        store.letGo(tx, run, now.plus(LATER));
        return true;
    }

    /// @param seen as the decision found it
    /// @return false when it is not ours any more
    private boolean save(Tx tx, Plan plan, Run seen, Decision decision, Instant now) {
        boolean acts = decision.effect().isPresent();
        Run next = decision.next();
        // Before anything else: what is not ours must not even be tried.
        if (!store.save(tx, seen, next, acts ? now.plus(LEASE) : Instant.EPOCH)) {
            return false;
        }
        if (decision.said().isPresent()) {
            Run told = said.step(tx, decision.said().get(), plan, seen, next, now);
            if (!told.left().maintenance().equals(next.left().maintenance())) {
                store.maintenance(tx, told);
            }
        }
        settle(tx, plan, seen, decision, now);
        return true;
    }

    private void settle(Tx tx, Plan plan, Run seen, Decision decision, Instant now) {
        Run next = decision.next();
        steps.began(tx, seen.id(), seen.at(), now);
        if (next.at() > seen.at() || next.phase() == Run.Phase.DONE) {
            steps.over(tx, seen.id(), seen.at(), now);
        }
        decision.effect().ifPresent(_ -> steps.intent(tx, next, effectWords(decision), decision.before(), now));
        note(tx, platform.journal(), next, decision.notes(), now);
        if (next.phase() == Run.Phase.STOPPED && next.reason().alarms()) {
            said.stopped(tx, plan.runbook(), next, now);
        }
        boolean stopsLoudly = next.phase() == Run.Phase.STOPPED && next.reason().alarms();
        if (next.phase() == Run.Phase.ASK && seen.phase() != Run.Phase.ASK) {
            said.asked(tx, plan, next, now);
        } else if (seen.phase() == Run.Phase.ASK && next.phase() != Run.Phase.ASK && !stopsLoudly) {
            said.settled(tx, plan.runbook(), next, now);
        }
        if (next.phase() == Run.Phase.DONE) {
            done(tx, plan, next, now);
        }
    }

    private static String effectWords(Decision decision) {
        return decision.notes().isEmpty() ? "" : decision.notes().getLast().text();
    }

    private void done(Tx tx, Plan plan, Run run, Instant now) {
        store.unlock(tx, run.id());
        said.finish(tx, run, now);
        if (!run.undoing()) {
            plan.runbook().mitigation().ifPresent(lasts -> mitigations.begin(tx, plan, run, now.plus(lasts), now));
            return;
        }
        UUID undone = run.undoOf().orElseThrow();
        mitigations.end(tx, undone, run.startedBy(), now);
        store.find(tx, undone)
                .ifPresent(of -> platform.journal()
                        .note(
                                tx,
                                of.subject(),
                                "run.undone",
                                run.startedBy(),
                                "Taken back by run " + run.number(),
                                now));
    }

    /// How facts of a run begin: on an incident's timeline they stand among others.
    public static String prefix(Run run) {
        return "Run " + run.number() + " of " + run.runbook() + ": ";
    }

    static void note(Tx tx, Journal journal, Run run, List<Decision.Note> notes, Instant now) {
        notes.forEach(note -> journal.note(
                tx,
                run.subject(),
                note.kind(),
                note.by().isEmpty() ? Journal.CANDOR : note.by(),
                prefix(run) + note.text(),
                now));
    }

    Stored stored(RunStore.Loaded loaded) {
        return Stored.read(catalogs, loaded.run(), loaded.document());
    }

    Stored stored(Tx tx, Run run) {
        return stored(store.loaded(tx, run.id()).orElseThrow());
    }
}
