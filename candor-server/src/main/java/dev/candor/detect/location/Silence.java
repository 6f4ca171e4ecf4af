package dev.candor.detect.location;

import dev.candor.catalog.Catalogs;
import dev.candor.catalog.Item;
import dev.candor.detect.Detect;
import dev.candor.detect.monitor.Monitor;
import dev.candor.detect.monitor.Verdict;
import dev.candor.detect.monitor.Verdicts;
import dev.candor.platform.jobs.Ticking;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/// Notes who looked when, and notices when all agents of a monitor have fallen silent: nobody reports that
/// nobody looks. What it was stays as it was last seen only as long as that may still be believed; then it
/// is unknown.
public final class Silence implements Ticking {
    private final Catalogs catalogs;
    private final Votes votes;
    private final Verdicts verdicts;
    private final Supplier<Set<UUID>> paused;
    private final Instant started;

    /// @param paused the monitors nobody is to look at now
    /// @param started agents have as long after it as a view is believed
    public Silence(Catalogs catalogs, Votes votes, Verdicts verdicts, Supplier<Set<UUID>> paused, Instant started) {
        this.catalogs = catalogs;
        this.votes = votes;
        this.verdicts = verdicts;
        this.paused = paused;
        this.started = started;
    }

    @Override
    public Optional<Instant> tick(Instant now) {
        votes.note(now);
        Set<UUID> left = paused.get();
        catalogs.current().all(Monitor.KIND).stream()
                .filter(monitor -> !monitor.value().places().locations().contains(Detect.HERE))
                .filter(monitor -> !left.contains(monitor.id()))
                .filter(monitor -> heard(monitor)
                        .plus(monitor.value().rule().unknownAfter())
                        .isBefore(now))
                .filter(monitor -> verdicts.state(monitor.id()).verdict() != Verdict.UNKNOWN)
                .forEach(votes::together);
        return Optional.of(now.plus(Expectations.NOTED_EVERY));
    }

    private Instant heard(Item<Monitor> monitor) {
        Instant last = votes.votes(monitor).stream()
                .map(vote -> vote.state().lookedAt())
                .max(Instant::compareTo)
                .orElse(started);
        return last.isBefore(started) ? started : last;
    }
}
