package dev.candor.paging.emergency;

import dev.candor.detect.Severity;
import dev.candor.detect.Signal;
import dev.candor.detect.intake.Intake;
import dev.candor.platform.spool.Spool;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What waits in the spool and is not over: the conditions somebody should hear of, and those of which somebody
/// heard.
/// Bounded: beyond a thousand conditions at once, their services are long being paged.
final class Spooled {
    private static final int BATCH = 200;
    private static final int MOST_CONDITIONS = 1_000;
    private static final int MOST_TOLD = 10_000;
    private static final Spool.Position BEGINNING = new Spool.Position(0, 0);

    private final Intake intake;
    private final Map<Condition.Key, Condition> open = new LinkedHashMap<>();
    /// Ids; kept when the ledger comes back for a moment.
    private final Set<String> told = new LinkedHashSet<>();

    private Spool.Position seen = BEGINNING;

    Spooled(Intake intake) {
        this.intake = intake;
    }

    boolean isEmpty() {
        return intake.isEmpty();
    }

    /// Takes in what came since the last look.
    void look() {
        for (List<Intake.Waiting> some = intake.waiting(seen, BATCH);
                !some.isEmpty();
                some = intake.waiting(seen, BATCH)) {
            some.forEach(waiting -> take(waiting.signal()));
            seen = some.getLast().position();
        }
    }

    private void take(Signal signal) {
        var condition = new Condition(
                signal.id().toString(),
                signal.service(),
                signal.dedupKey(),
                signal.severity(),
                signal.summary(),
                signal.at());
        switch (signal.event()) {
            case FIRING -> {
                if (signal.severity().pages() && open.size() < MOST_CONDITIONS) {
                    open.putIfAbsent(condition.key(), condition);
                }
            }
            case RECOVERED, ACKNOWLEDGED, WITHDRAWN -> open.remove(condition.key());
        }
    }

    /// The ledger itself is away for long.
    void outage(String service, Instant since) {
        var condition = new Condition(
                "outage-" + since.toEpochMilli(),
                service,
                "candor/ledger",
                Severity.CRITICAL,
                "Candor cannot reach its database since " + since,
                since);
        open.putIfAbsent(condition.key(), condition);
    }

    /// Of which nobody heard, by service.
    Map<String, List<Condition>> untold() {
        var untold = new LinkedHashMap<String, List<Condition>>();
        open.values().stream()
                .filter(condition -> !told.contains(condition.id()))
                .forEach(condition -> untold.computeIfAbsent(condition.service(), _ -> new ArrayList<>())
                        .add(condition));
        return untold;
    }

    /// Whether it is not over.
    boolean stands(Condition condition) {
        return open.containsKey(condition.key());
    }

    void told(List<Condition> conditions) {
        conditions.forEach(condition -> told.add(condition.id()));
        var oldest = told.iterator();
        for (int i = told.size() - MOST_TOLD; i > 0; i--) {
            oldest.next();
            oldest.remove();
        }
    }

    /// Takes {@link #told} back: nobody heard of them.
    void takeBack(List<Condition> conditions) {
        conditions.forEach(condition -> told.remove(condition.id()));
    }

    /// The ledger has it now, or will have it at once.
    void forget() {
        open.clear();
        seen = BEGINNING;
    }
}
