package dev.candor.app;

import dev.candor.detect.monitor.Monitor;
import dev.candor.detect.monitor.Verdict;
import dev.candor.platform.db.DatabaseException;
import dev.candor.platform.outbox.OutboxStore;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.util.List;

/// What we measure of ourselves, read when it is asked for. Names follow the glossary; seconds and base units.
final class OwnMetrics {
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Candor candor;

    OwnMetrics(Candor candor) {
        this.candor = candor;
        gauge(
                "candor_outbox_depth",
                "Messages by lane and state.",
                List.of("lane", "state"),
                callback -> depths().forEach(depth ->
                        callback.call(depth.count(), depth.lane().word(), depth.state())));
        gauge(
                "candor_outbox_oldest_age_seconds",
                "How long the oldest unsent message of a lane is due.",
                List.of("lane"),
                callback -> depths().stream()
                        .filter(depth -> depth.state().equals("pending"))
                        .forEach(depth -> callback.call(
                                age(depth.oldestDueAt()), depth.lane().word())));
        gauge(
                "candor_loop_age_seconds",
                "Since when a loop last came through.",
                List.of("loop"),
                callback -> candor.loops().forEach(loop -> callback.call(age(loop.succeededAt()), loop.name())));
        gauge("candor_monitors", "Monitors by verdict.", List.of("verdict"), callback -> {
            var monitors = candor.catalogs().current().all(Monitor.KIND);
            for (Verdict verdict : Verdict.values()) {
                callback.call(
                        monitors.stream()
                                .filter(monitor -> candor.detect()
                                                .verdicts()
                                                .state(monitor.id())
                                                .verdict()
                                        == verdict)
                                .count(),
                        verdict.word());
            }
        });
        gauge(
                "candor_probe_lateness_seconds",
                "How late runs start: an upper bound of the quantile.",
                List.of("quantile"),
                callback -> {
                    for (double quantile : new double[] {0.5, 0.99, 1.0}) {
                        callback.call(
                                candor.scheduler().lateness().quantileMicros(quantile) / 1e6,
                                Double.toString(quantile));
                    }
                });
        gauge(
                "candor_alerts_without_next_action",
                "Open alerts nobody has answered and for which nothing more would have happened, at the last look.",
                List.of(),
                callback -> callback.call(candor.proving().auditor().found().size()));
        gauge(
                "candor_canary_age_seconds",
                "How long ago a synthetic alert last came through the whole chain.",
                List.of(),
                callback -> callback.call(candor.canary().age().toMillis() / 1000.0));
        counter(
                "candor_alerts_revived",
                "Alerts for which paging had to be begun anew.",
                callback -> callback.call(candor.proving().auditor().revived()));
        gauge(
                "candor_live_screens",
                "Open event streams.",
                List.of(),
                callback -> callback.call(candor.live().clients()));
        counter(
                "candor_probe_runs",
                "Runs started.",
                callback -> callback.call(candor.scheduler().started()));
        counter(
                "candor_probe_skipped",
                "Runs skipped because the one before or too many others still ran.",
                callback -> callback.call(candor.scheduler().skipped()));
        new LogMetrics(candor, registry).register();
    }

    private List<OutboxStore.Depth> depths() {
        try {
            return candor.platform().ledger().read(candor.platform().outbox()::depths);
        } catch (DatabaseException away) {
            return List.of();
        }
    }

    private double age(java.time.Instant since) {
        return Math.max(
                0, Duration.between(since, candor.platform().clock().instant()).toMillis() / 1000.0);
    }

    private void gauge(
            String name,
            String help,
            List<String> labels,
            java.util.function.Consumer<GaugeWithCallback.Callback> body) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames(labels.toArray(String[]::new))
                .callback(body)
                .register(registry);
    }

    private void counter(String name, String help, java.util.function.Consumer<CounterWithCallback.Callback> body) {
        CounterWithCallback.builder().name(name).help(help).callback(body).register(registry);
    }

    MetricSnapshots scrape() {
        return registry.scrape();
    }
}
