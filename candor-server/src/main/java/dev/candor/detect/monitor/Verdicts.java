package dev.candor.detect.monitor;

import dev.candor.base.ids.Ids;
import dev.candor.catalog.Item;
import dev.candor.detect.Signal;
import dev.candor.detect.SignalStore;
import dev.candor.detect.intake.Intake;
import dev.candor.platform.db.Database;
import dev.candor.platform.db.DatabaseException;
import dev.candor.platform.db.Tx;
import dev.candor.platform.journal.Journal;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// From evidence to signal: what a run means is decided on the stored state and saved with flip, evidence and signal
/// in one transaction. A good run of a healthy monitor changes nothing and touches no row.
public final class Verdicts implements Intake.Memory {
    /// The topic woken when a verdict flips: pages follow.
    public static final String TOPIC = "verdict";

    private static final Duration EVIDENCE_EVERY = Duration.ofMinutes(1);

    private final Database ledger;
    private final MonitorStore store;
    private final SignalStore signals;
    private final Journal journal;
    private final Unwatched unwatched;
    private final Ids ids;
    private final InstantSource clock;
    private final Map<UUID, MonitorState> states = new ConcurrentHashMap<>();
    private final Map<UUID, Instant> evidenceAt = new ConcurrentHashMap<>();
    private final Ahead ahead = new Ahead();
    private final BiConsumer<Signal, Map<String, @Nullable Object>> spool;

    /// @param spool keeps a signal while the ledger is away and stores it there later, once by its id, together with
    /// what {@link #store(Tx, Map)} is then given
    public Verdicts(
            Database ledger,
            MonitorStore store,
            SignalStore signals,
            Journal journal,
            Ids ids,
            InstantSource clock,
            BiConsumer<Signal, Map<String, @Nullable Object>> spool) {
        this.ledger = ledger;
        this.store = store;
        this.signals = signals;
        this.journal = journal;
        this.unwatched = new Unwatched(ledger, store, signals, journal, ids, clock);
        this.ids = ids;
        this.clock = clock;
        this.spool = spool;
    }

    /// The state in memory; what is stored when it was not asked for since the start.
    public MonitorState state(UUID monitor) {
        return states.computeIfAbsent(
                monitor,
                id -> ledger.read(tx -> store.state(tx, id))
                        .map(stored -> stored.lookedAt(clock.instant()))
                        .orElseGet(() -> MonitorState.unseen(clock.instant())));
    }

    /// The state in memory, for whoever is inside a transaction; empty when it was not asked for since the start.
    public Optional<MonitorState> known(UUID monitor) {
        return Optional.ofNullable(states.get(monitor));
    }

    /// Takes one run into account. Runs of one monitor must come one after the other.
    ///
    /// With the ledger away the same is decided in memory, signals go into the spool, and the state is stored by
    /// the first run after its return; runs that failed meanwhile leave no evidence.
    ///
    /// @return the state after it
    public MonitorState observe(Item<Monitor> monitor, String location, Observation seen) {
        MonitorState known = state(monitor.id());
        var decision = TellRule.decide(monitor, known, seen);
        boolean keepEvidence = seen.outcome() == Outcome.FAILED && evidenceIsDue(monitor.id(), decision, seen);
        if (decision.next().sameBut(known) && !keepEvidence && !ahead.has(monitor.id())) {
            states.replace(monitor.id(), known, decision.next()); // unless it was paused meanwhile
            return decision.next();
        }
        var names = new Names(ids.next(), ids.next(), ids.next());
        Instant now = clock.instant();
        if (ahead.isAway(now)) {
            return inMemory(monitor, known, seen, names, now);
        }
        try {
            catchUp(monitor.id());
            MonitorState next = store(monitor, location, state(monitor.id()), seen, names, keepEvidence, now);
            states.put(monitor.id(), next);
            return next;
        } catch (DatabaseException failure) {
            if (failure.kind() == DatabaseException.Kind.WRONG) {
                throw failure;
            }
            ahead.failed(clock.instant());
            return inMemory(monitor, known, seen, names, now);
        }
    }

    private MonitorState store(
            Item<Monitor> monitor,
            String location,
            MonitorState known,
            Observation seen,
            Names names,
            boolean keepEvidence,
            Instant now) {
        return ledger.inTransaction(tx -> {
            MonitorState stored = store.state(tx, monitor.id()).orElse(known);
            if (store.isPaused(tx, monitor.id())) {
                return stored; // this run began before somebody said that nobody is to look
            }
            if (stored.sameBut(TellRule.decide(monitor, known, seen).next())
                    && stored.lookedAt().equals(seen.at())) {
                return stored; // this very run was stored before its commit was known
            }
            MonitorState from = stored.lookedAt(known.lookedAt());
            var decided = TellRule.decide(monitor, from, seen);
            store.save(tx, monitor.id(), decided.next());
            if (keepEvidence) {
                store.evidence(tx, names.evidence(), monitor.id(), location, seen);
            }
            if (decided.flipped()) {
                store.flip(tx, names.flip(), monitor.id(), from, decided.next(), now);
                tx.wake(TOPIC);
            }
            tell(tx, monitor, from, names.signal(), decided, seen, now);
            return decided.next();
        });
    }

    /// What one run may store is named before it is tried: stored twice, it is stored once.
    private record Names(UUID flip, UUID evidence, UUID signal) {}

    /// The ledger is away: what this run means is decided on the state in memory, which is ahead from now on.
    private MonitorState inMemory(
            Item<Monitor> monitor, MonitorState known, Observation seen, Names names, Instant now) {
        var decided = TellRule.decide(monitor, known, seen);
        // That a failure goes on was told before; it is told again when the ledger is back.
        boolean again = decided.tell() instanceof VerdictRule.Tell.Firing && known.signalling();
        MonitorState next = again ? decided.next().told(known.told()) : decided.next();
        if (!again) {
            MonitorSignals.told(monitor, known, names.signal(), decided.tell(), seen, now)
                    .ifPresent(signal -> keep(signal, new SpooledState(monitor.id(), next).json()));
        }
        if (decided.flipped()) {
            ahead.add(monitor.id(), new Ahead.Flip(names.flip(), known, next, now));
        } else {
            ahead.add(monitor.id());
        }
        states.put(monitor.id(), next);
        return next;
    }

    private void keep(Signal signal, Map<String, @Nullable Object> memory) {
        try {
            spool.accept(signal, memory);
        } catch (UncheckedIOException full) {
            throw new DatabaseException(
                    DatabaseException.Kind.UNAVAILABLE, "neither the ledger nor the spool takes it", full);
        }
    }

    /// Stores the state that went with a signal, unless what is stored knows of it, or of a later one.
    @Override
    public void store(Tx tx, Map<String, @Nullable Object> memory) {
        SpooledState kept = SpooledState.of(memory);
        Optional<Instant> stored =
                store.state(tx, kept.monitor()).flatMap(MonitorState::told).map(MonitorState.Told::at);
        boolean news = kept.state()
                .told()
                .map(told -> stored.filter(at -> !at.isBefore(told.at())).isEmpty())
                .orElseGet(() -> stored.filter(at -> !at.isAfter(kept.state().lookedAt()))
                        .isPresent());
        if (news) {
            store.save(tx, kept.monitor(), kept.state());
            tx.wake(TOPIC);
        }
    }

    /// Whoever decided this may have been a process before us: what we read before it was stored is old.
    @Override
    public void stored(Map<String, @Nullable Object> memory) {
        UUID monitor = SpooledState.of(memory).monitor();
        if (!ahead.has(monitor)) {
            states.remove(monitor);
        }
    }

    /// Stores what memory knows and the ledger does not. Otherwise the end of a failure that was told through the
    /// spool would never be told.
    private void catchUp(UUID monitor) {
        MonitorState known = states.get(monitor);
        if (!ahead.has(monitor) || known == null) {
            return;
        }
        Optional<String> by = ledger.inTransaction(tx -> {
            store.save(tx, monitor, known);
            ahead.flips(monitor).forEach(flip -> store.flip(tx, flip.id(), monitor, flip.from(), flip.to(), flip.at()));
            tx.wake(TOPIC);
            return Optional.ofNullable(store.pausedBy(tx).get(monitor));
        });
        ahead.stored(monitor);
        by.ifPresent(who -> end(monitor, "was paused by " + who, true));
    }

    private boolean evidenceIsDue(UUID monitor, VerdictRule.Decision decision, Observation seen) {
        Instant last = evidenceAt.get(monitor);
        boolean due = decision.flipped()
                || decision.next().verdict() != Verdict.DOWN
                || last == null
                || !seen.at().isBefore(last.plus(EVIDENCE_EVERY));
        if (due) {
            evidenceAt.put(monitor, seen.at());
        }
        return due;
    }

    private void tell(
            Tx tx,
            Item<Monitor> monitor,
            MonitorState before,
            UUID id,
            VerdictRule.Decision decided,
            Observation seen,
            Instant now) {
        String source = "monitor/" + monitor.name();
        Optional<Signal> said = MonitorSignals.told(monitor, before, id, decided.tell(), seen, now);
        said.ifPresent(signal -> signals.put(tx, signal, now));
        switch (decided.tell()) {
            case VerdictRule.Tell.Nothing _ -> {}
            case VerdictRule.Tell.Firing firing -> {
                if (!before.signalling()) {
                    String summary = monitor.name() + ": " + firing.summary();
                    journal.note(tx, source, "monitor.failing", Journal.CANDOR, summary, Map.of(), firing.at(), now);
                }
            }
            case VerdictRule.Tell.Recovered recovered -> {
                String summary = monitor.name() + " is well again";
                journal.note(tx, source, "monitor.recovered", Journal.CANDOR, summary, Map.of(), recovered.at(), now);
            }
        }
    }

    /// Brings what is remembered in line with what is to be watched, also after a start: what is no longer watched,
    /// or now belongs to another service, ends its signal under the names it began with.
    ///
    /// @param watched every configured monitor, the paused ones too
    /// @return monitors that must be looked at anew
    public Set<UUID> reconcile(Map<UUID, Item<Monitor>> watched) {
        ahead.all().forEach(id -> catchUp(id));
        var anew = new HashSet<UUID>();
        record Stored(Map<UUID, MonitorState> states, Map<UUID, String> paused) {}
        var stored = ledger.read(tx -> new Stored(store.states(tx), store.pausedBy(tx)));
        stored.states().forEach((id, state) -> {
            Optional<Item<Monitor>> monitor = Optional.ofNullable(watched.get(id));
            Optional<String> by = Optional.ofNullable(stored.paused().get(id));
            boolean moved = monitor.isPresent()
                    && state.signalling()
                    && state.told()
                            .filter(told ->
                                    !told.service().equals(monitor.get().value().service()))
                            .isPresent();
            if (monitor.isEmpty()) {
                end(id, "is no longer monitored", false);
            } else if (by.isPresent() && (state.verdict() != Verdict.UNKNOWN || state.signalling())) {
                end(id, "was paused by " + by.get(), true);
            } else if (moved) {
                end(id, "belongs to another service now", true);
                anew.add(id);
            }
        });
        states.keySet().retainAll(watched.keySet());
        evidenceAt.keySet().retainAll(watched.keySet());
        return anew;
    }

    private void end(UUID monitor, String why, boolean stays) {
        unwatched.end(monitor, why, stays).filter(_ -> stays).ifPresent(state -> states.put(monitor, state));
    }
}
