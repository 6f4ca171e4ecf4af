package dev.candor.detect.telemetry;

import dev.candor.catalog.Objective;
import dev.candor.detect.Severity;
import dev.candor.detect.Signal;
import dev.candor.detect.telemetry.EpisodeRule.Change;
import dev.candor.telemetry.window.Window;
import dev.candor.telemetry.window.WindowSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The two rules of a service's access logs in memory: the same decisions on recorded windows with planted failures,
/// nothing stored and nobody told. For one thread.
public final class TelemetryReplay implements WindowRule {
    private static final UUID NOBODY = new UUID(0, 0);

    private final String service;
    private final boolean sudden;
    private final Judged judged;

    /// @param objective empty to leave the error budget out
    /// @param sudden whether rises count
    public TelemetryReplay(String service, Optional<Objective> objective, boolean sudden) {
        this.service = service;
        this.sudden = sudden;
        this.judged = new Judged(objective);
    }

    @Override
    public List<Signal> step(Window window) {
        Instant now = window.end().plus(WindowSettings.USUAL.grace());
        judged.step(window);
        var decision = judged.decide(service, sudden, now);
        var open = new ArrayList<>(judged.open());
        var told = new ArrayList<Signal>();
        for (Change change : decision.changes()) {
            switch (change) {
                case Change.Begin begin -> {
                    Episode episode = begun(begin, now);
                    open.add(episode);
                    told.add(EpisodeSignals.firing(NOBODY, episode, now));
                }
                case Change.Join(Episode episode, List<String> slices) -> {
                    open.remove(episode);
                    open.add(episode.with(slices));
                }
                case Change.End(Episode episode, Instant at, var why) -> {
                    open.remove(episode);
                    told.add(EpisodeSignals.ended(NOBODY, episode, at, why, now));
                }
            }
        }
        judged.decided(open, decision.covered());
        return told;
    }

    private Episode begun(Change.Begin begin, Instant now) {
        return new Episode(
                NOBODY,
                service,
                begin.dedupKey(),
                begin.startedAt(),
                now,
                now,
                Optional.empty(),
                begin.page() ? Severity.ERROR : Severity.INFO,
                "rehearsed",
                begin.slices(),
                Map.of());
    }
}
