package dev.candor.detect.monitor;

import dev.candor.base.ids.Ids;
import dev.candor.base.json.Json;
import dev.candor.catalog.Item;
import dev.candor.detect.Signal;
import dev.candor.detect.SignalStore;
import dev.candor.platform.db.Database;
import dev.candor.platform.db.Tx;
import dev.candor.platform.journal.Journal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// From evidence to signal: what a run means is decided on the stored state and saved with flip, evidence and
/// signal in
/// one transaction.
/// A good run of a healthy monitor changes nothing and touches no row.
public final class Verdicts {
    /// The topic woken when a verdict flips: pages follow.
    public static final String TOPIC = "verdict";

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
        var decision = monitor.value().rule().decide(known, seen);
        boolean keepEvidence = seen.outcome() == Outcome.FAILED && evidenceIsDue(monitor.id(), decision, seen);
        if (decision.next().sameBut(known) && !keepEvidence) {
            states.put(monitor.id(), decision.next());
            return decision.next();
        }
        UUID flip = ids.next();
        UUID evidence = ids.next();
        UUID signal = ids.next();
        Instant now = clock.instant();
        MonitorState next = ledger.inTransaction(tx -> {
            MonitorState stored = store.state(tx, monitor.id()).orElse(known);
            if (stored.sameBut(decision.next()) && stored.lookedAt().equals(seen.at())) {
                return stored; // this very run was stored before its commit was known
            }
            MonitorState from = stored.lookedAt(known.lookedAt());
            var decided = monitor.value().rule().decide(from, seen);
            store.save(tx, monitor.id(), decided.next());
            if (keepEvidence) {
                store.evidence(tx, evidence, monitor.id(), location, seen);
            }
            if (decided.flipped()) {
                store.flip(tx, flip, monitor.id(), from, decided.next(), now);
                tx.wake(TOPIC);
            }
            tell(tx, monitor, signal, decided, seen, now);
            return decided.next();
        });
        states.put(monitor.id(), next);
        return next;
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
            Tx tx, Item<Monitor> monitor, UUID id, VerdictRule.Decision decided, Observation seen, Instant now) {
        String source = "monitor/" + monitor.name();
        switch (decided.tell()) {
            case VerdictRule.Tell.Nothing _ -> {}
            case VerdictRule.Tell.Firing firing -> {
                String summary = monitor.name() + ": " + firing.summary();
                signals.put(tx, signal(monitor, id, Signal.Event.FIRING, source, summary, seen, firing.at(), now), now);
                journal.note(tx, source, "monitor.failing", Journal.CANDOR, summary, Map.of(), firing.at(), now);
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

    /// Forgets a monitor that is no longer configured; an open signal of it ends.
    public void forget(UUID monitor, String name, String service) {
        states.remove(monitor);
        evidenceAt.remove(monitor);
        UUID signal = ids.next();
        Instant now = clock.instant();
        ledger.inTransaction(tx -> {
            boolean signalling =
                    store.state(tx, monitor).map(MonitorState::signalling).orElse(false);
            tx.update("DELETE FROM monitor_state WHERE monitor = ?", monitor);
            if (signalling) {
                String source = "monitor/" + name;
                signals.put(
                        tx,
                        new Signal(
                                signal,
                                Signal.Event.RECOVERED,
                                source,
                                service,
                                source,
                                dev.candor.detect.Severity.INFO,
                                name + " is no longer monitored",
                                Map.of(),
                                now,
                                now),
                        now);
            }
            return true;
        });
    }
}
