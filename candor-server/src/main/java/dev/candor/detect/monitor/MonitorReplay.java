package dev.candor.detect.monitor;

import dev.candor.catalog.Item;
import dev.candor.detect.Signal;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// A monitor's rule in memory: the same decisions on made-up or recorded runs, nothing stored and nobody told. For one
/// thread.
public final class MonitorReplay {
    private static final UUID NOBODY = new UUID(0, 0);

    private final Item<Monitor> monitor;
    private MonitorState state;

    /// @param begin before the first run
    public MonitorReplay(Item<Monitor> monitor, Instant begin) {
        this.monitor = monitor;
        this.state = MonitorState.unseen(begin);
    }

    /// Takes one run; runs come in order of time.
    ///
    /// @return what would be told to paging, if anything
    public Optional<Signal> observe(Observation seen) {
        MonitorState before = state;
        var decision = TellRule.decide(monitor, before, seen);
        state = decision.next();
        return MonitorSignals.told(monitor, before, NOBODY, decision.tell(), seen, seen.at());
    }

    public Verdict verdict() {
        return state.verdict();
    }
}
