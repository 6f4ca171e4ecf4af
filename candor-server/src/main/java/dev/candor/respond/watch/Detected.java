package dev.candor.respond.watch;

import dev.candor.catalog.Catalogs;
import dev.candor.catalog.Item;
import dev.candor.detect.Detect;
import dev.candor.detect.monitor.Monitor;
import dev.candor.detect.monitor.MonitorStore;
import dev.candor.detect.monitor.StillFailing;
import dev.candor.detect.monitor.Verdict;
import dev.candor.platform.db.Tx;
import java.time.Instant;
import java.util.List;

/// Evidence from access logs and monitors.
public final class Detected implements Evidence {
    private final Detect detect;
    private final Catalogs catalogs;
    private final StillFailing monitors;

    public Detected(Detect detect, Catalogs catalogs) {
        this.detect = detect;
        this.catalogs = catalogs;
        this.monitors = new StillFailing(new MonitorStore(), catalogs);
    }

    @Override
    public Sample sample(String service, Instant from, Instant until) {
        return Sample.of(detect.telemetry().windows(service, from, until));
    }

    @Override
    public List<String> failing(Tx tx, String service) {
        return monitors.at(tx, service).stream()
                .map(Item::name)
                .distinct()
                .sorted()
                .toList();
    }

    @Override
    public boolean seenWell(Tx tx, String service, Instant since) {
        return catalogs.current().all(Monitor.KIND).stream()
                .filter(monitor -> monitor.value().service().equals(service))
                .flatMap(monitor -> detect.verdicts().known(monitor.id()).stream())
                .anyMatch(state ->
                        state.verdict() == Verdict.UP && !state.lookedAt().isBefore(since));
    }
}
