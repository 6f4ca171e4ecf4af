package dev.candor.detect.monitor;

import dev.candor.base.ids.Ids;
import dev.candor.detect.SignalStore;
import dev.candor.platform.db.Database;
import dev.candor.platform.db.Tx;
import dev.candor.platform.journal.Journal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Ends what a monitor said that nobody looks with any more: its verdict becomes unknown, its signal is withdrawn.
final class Unwatched {
    private final Database ledger;
    private final MonitorStore store;
    private final SignalStore signals;
    private final Journal journal;
    private final Ids ids;
    private final InstantSource clock;

    Unwatched(Database ledger, MonitorStore store, SignalStore signals, Journal journal, Ids ids, InstantSource clock) {
        this.ledger = ledger;
        this.store = store;
        this.signals = signals;
        this.journal = journal;
        this.ids = ids;
        this.clock = clock;
    }

    /// @param why in words that follow the monitor's name: `was paused by ana`
    /// @param stays it is still configured, and may be looked at again
    /// @return the state after it; empty when nothing is known of it
    Optional<MonitorState> end(UUID monitor, String why, boolean stays) {
        UUID flip = ids.next();
        UUID signal = ids.next();
        Instant now = clock.instant();
        return ledger.inTransaction(tx -> {
            Optional<MonitorState> state = store.state(tx, monitor);
            if (state.isEmpty()) {
                return Optional.empty();
            }
            // What was told stays known: when it is looked at again and well, its incident may end.
            MonitorState unwatched =
                    MonitorState.unwatched(now, why).told(state.get().told());
            if (state.get().equals(unwatched)) {
                return state;
            }
            if (stays) {
                store.save(tx, monitor, unwatched);
                if (state.get().verdict() != Verdict.UNKNOWN) {
                    store.flip(tx, flip, monitor, state.get(), unwatched, now);
                }
            } else {
                store.delete(tx, monitor);
            }
            if (state.get().signalling()) {
                state.get().told().ifPresent(told -> withdraw(tx, signal, told, why, now));
            }
            tx.wake(Verdicts.TOPIC);
            return Optional.of(unwatched);
        });
    }

    private void withdraw(Tx tx, UUID id, MonitorState.Told told, String why, Instant now) {
        String source = "monitor/" + told.monitor();
        String summary = told.monitor() + " " + why;
        signals.put(tx, MonitorSignals.withdrawn(id, told, summary, now), now);
        journal.note(tx, source, "monitor.unwatched", Journal.CANDOR, summary, Map.of(), now, now);
    }
}
