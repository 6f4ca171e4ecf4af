package dev.candor.detect.monitor;

import dev.candor.base.ids.Ids;
import dev.candor.base.json.Json;
import dev.candor.catalog.Item;
import dev.candor.detect.Severity;
import dev.candor.detect.Signal;
import dev.candor.detect.SignalStore;
import dev.candor.platform.db.Database;
import dev.candor.platform.db.Tx;
import dev.candor.platform.journal.Journal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// From evidence to signal: what a run means is decided on the stored state and saved with flip, evidence and
/// signal in
/// one transaction.
/// A good run of a healthy monitor changes nothing and touches no row.
public final class Verdicts {
    /// The topic woken when a verdict flips: pages follow.
    public static final String TOPIC = "verdict";

    private static final Duration SAID_AGAIN = Duration.ofMinutes(5);
    private static final Duration EVIDENCE_EVERY = Duration.ofMinutes(1);

    private final Database ledger;
    private final MonitorStore store;
    private final SignalStore signals;
    private final Journal journal;
    private final Ids ids;
    private final InstantSource clock;
    private final Map<UUID, MonitorState> states = new ConcurrentHashMap<>();
    private final Map<UUID, Instant> evidenceAt = new ConcurrentHashMap<>();

    public Verdicts(
            Database ledger, MonitorStore store, SignalStore signals, Journal journal, Ids ids, InstantSource clock) {
        this.ledger = ledger;
        this.store = store;
        this.signals = signals;
        this.journal = journal;
        this.ids = ids;
        this.clock = clock;
    }

    /// The state in memory; what is stored when it was not asked for since the start.
    public MonitorState state(UUID monitor) {
        return states.computeIfAbsent(
                monitor,
                id -> ledger.read(tx -> store.state(tx, id))
                        .map(stored -> stored.lookedAt(clock.instant()))
                        .orElseGet(() -> MonitorState.unseen(clock.instant())));
    }

    /// Takes one run into account. Runs of one monitor must come one after the other.
    ///
    /// @return the state after it
    public MonitorState observe(Item<Monitor> monitor, String location, Observation seen) {
        MonitorState known = state(monitor.id());
        var decision = decide(monitor, known, seen);
        boolean keepEvidence = seen.outcome() == Outcome.FAILED && evidenceIsDue(monitor.id(), decision, seen);
        if (decision.next().sameBut(known) && !keepEvidence) {
            states.replace(monitor.id(), known, decision.next()); // unless it was paused meanwhile
            return decision.next();
        }
        UUID flip = ids.next();
        UUID evidence = ids.next();
        UUID signal = ids.next();
        Instant now = clock.instant();
        MonitorState next = ledger.inTransaction(tx -> {
            MonitorState stored = store.state(tx, monitor.id()).orElse(known);
            if (store.isPaused(tx, monitor.id())) {
                return stored; // this run began before somebody said that nobody is to look
            }
            if (stored.sameBut(decision.next()) && stored.lookedAt().equals(seen.at())) {
                return stored; // this very run was stored before its commit was known
            }
            MonitorState from = stored.lookedAt(known.lookedAt());
            var decided = decide(monitor, from, seen);
            store.save(tx, monitor.id(), decided.next());
            if (keepEvidence) {
                store.evidence(tx, evidence, monitor.id(), location, seen);
            }
            if (decided.flipped()) {
                store.flip(tx, flip, monitor.id(), from, decided.next(), now);
                tx.wake(TOPIC);
            }
            tell(tx, monitor, from, signal, decided, seen, now);
            return decided.next();
        });
        states.put(monitor.id(), next);
        return next;
    }

    /// The rule's decision, with to whom it is told: a failure that goes on is said again every few minutes, so that an
    /// alert somebody resolved too early, or that could not page then, comes back.
    private static VerdictRule.Decision decide(Item<Monitor> monitor, MonitorState state, Observation seen) {
        var decision = monitor.value().rule().decide(state, seen);
        MonitorState next = decision.next();
        boolean again = seen.outcome() == Outcome.FAILED
                && next.verdict() == Verdict.DOWN
                && decision.tell() instanceof VerdictRule.Tell.Nothing
                && next.told()
                        .filter(told -> !told.at().plus(SAID_AGAIN).isAfter(seen.at()))
                        .isPresent();
        VerdictRule.Tell tell = again
                ? new VerdictRule.Tell.Firing(next.failingSince().orElse(seen.at()), seen.detail())
                : decision.tell();
        Optional<MonitorState.Told> told = switch (tell) {
            case VerdictRule.Tell.Firing _ ->
                Optional.of(
                        new MonitorState.Told(monitor.name(), monitor.value().service(), seen.at()));
            case VerdictRule.Tell.Recovered _ -> Optional.empty();
            case VerdictRule.Tell.Nothing _ -> next.told();
        };
        return new VerdictRule.Decision(next.told(told), decision.flipped(), tell);
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
        switch (decided.tell()) {
            case VerdictRule.Tell.Nothing _ -> {}
            case VerdictRule.Tell.Firing firing -> {
                String summary = monitor.name() + ": " + firing.summary();
                signals.put(tx, signal(monitor, id, Signal.Event.FIRING, source, summary, seen, firing.at(), now), now);
                if (!before.signalling()) {
                    journal.note(tx, source, "monitor.failing", Journal.CANDOR, summary, Map.of(), firing.at(), now);
                }
            }
            case VerdictRule.Tell.Recovered recovered -> {
                String summary = monitor.name() + " is well again";
                signals.put(
                        tx,
                        signal(monitor, id, Signal.Event.RECOVERED, source, summary, seen, recovered.at(), now),
                        now);
                journal.note(tx, source, "monitor.recovered", Journal.CANDOR, summary, Map.of(), recovered.at(), now);
            }
        }
    }

    private static Signal signal(
            Item<Monitor> monitor,
            UUID id,
            Signal.Event event,
            String source,
            String summary,
            Observation seen,
            Instant at,
            Instant now) {
        return new Signal(
                id,
                event,
                source,
                monitor.value().service(),
                source,
                monitor.value().severity(),
                summary.length() > 1024 ? summary.substring(0, 1024) : summary,
                Json.object("monitor", monitor.name(), "reason", seen.reason(), "detail", seen.detail()),
                at,
                now);
    }

    /// Brings what is remembered in line with what is to be watched, also after a start: what is no longer watched, or
    /// now belongs to another service, ends its signal under the names it began with.
    ///
    /// @param watched every configured monitor, the paused ones too
    /// @return monitors that must be looked at anew
    public Set<UUID> reconcile(Map<UUID, Item<Monitor>> watched) {
        var anew = new HashSet<UUID>();
        record Stored(Map<UUID, MonitorState> states, Map<UUID, String> paused) {}
        var stored = ledger.read(tx -> new Stored(store.states(tx), store.pausedBy(tx)));
        stored.states().forEach((id, state) -> {
            Optional<Item<Monitor>> monitor = Optional.ofNullable(watched.get(id));
            Optional<String> by = Optional.ofNullable(stored.paused().get(id));
            boolean moved = monitor.isPresent()
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
        UUID flip = ids.next();
        UUID signal = ids.next();
        Instant now = clock.instant();
        MonitorState unwatched = MonitorState.unwatched(now, why);
        ledger.inTransaction(tx -> {
            Optional<MonitorState> state = store.state(tx, monitor);
            if (state.isEmpty() || state.get().equals(unwatched)) {
                return false;
            }
            if (stays) {
                store.save(tx, monitor, unwatched);
                if (state.get().verdict() != Verdict.UNKNOWN) {
                    store.flip(tx, flip, monitor, state.get(), unwatched, now);
                }
            } else {
                store.delete(tx, monitor);
            }
            state.get().told().ifPresent(told -> takeBack(tx, signal, told, why, now));
            tx.wake(TOPIC);
            return true;
        });
        if (stays) {
            states.put(monitor, unwatched);
        }
    }

    private void takeBack(Tx tx, UUID id, MonitorState.Told told, String why, Instant now) {
        String source = "monitor/" + told.monitor();
        String summary = told.monitor() + " " + why;
        signals.put(
                tx,
                new Signal(
                        id,
                        Signal.Event.RECOVERED,
                        source,
                        told.service(),
                        source,
                        Severity.INFO,
                        summary,
                        Map.of(),
                        now,
                        now),
                now);
        journal.note(tx, source, "monitor.unwatched", Journal.CANDOR, summary, Map.of(), now, now);
    }
}
