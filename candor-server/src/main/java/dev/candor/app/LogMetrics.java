package dev.candor.app;

import dev.candor.detect.telemetry.SenderReport;
import dev.candor.detect.telemetry.Telemetry;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.function.ToDoubleFunction;

/// Figures about access logs: lines by service and what became of them, and losses at the doors.
final class LogMetrics {
    private final Candor candor;
    private final PrometheusRegistry registry;

    LogMetrics(Candor candor, PrometheusRegistry registry) {
        this.candor = candor;
        this.registry = registry;
    }

    void register() {
        GaugeWithCallback.builder()
                .name("candor_log_lines")
                .help("Lines of access logs of the senders known now, by what became of them.")
                .labelNames("service", "outcome")
                .callback(this::lines)
                .register(registry);
        counter("candor_log_datagrams", "Syslog datagrams received.", doors -> doors.datagrams());
        counter(
                "candor_log_kernel_drops",
                "Syslog datagrams the kernel threw away because they came faster than they were received.",
                doors -> doors.kernelDrops().orElse(0));
        counter(
                "candor_log_crowded_out",
                "Syslog datagrams of addresses there was no room for.",
                doors -> doors.crowdedOut());
        counter(
                "candor_log_refused_connections",
                "Syslog connections there was no place for.",
                doors -> doors.refusedConnections());
        counter(
                "candor_log_evicted_connections",
                "Syslog connections closed to make room for others.",
                doors -> doors.evictedConnections());
        counter(
                "candor_log_refused_senders",
                "Times a new sender was not let in because too many others send.",
                doors -> doors.refusedSenders());
        counter("candor_log_unclaimed", "Syslog messages that fit no log source.", doors -> doors.unclaimed());
        counter("candor_log_lost", "Requests counted whose windows never reached the database.", doors -> doors.lost());
    }

    private void lines(GaugeWithCallback.Callback callback) {
        Telemetry telemetry = telemetry();
        for (String service : telemetry.services()) {
            var senders = telemetry.senders(service);
            callback.call(sum(senders, sender -> sender.stream().counted()), service, "counted");
            callback.call(sum(senders, sender -> sender.stream().late()), service, "late");
            callback.call(sum(senders, sender -> sender.stream().held()), service, "held");
            callback.call(sum(senders, SenderReport::unread), service, "unread");
            callback.call(sum(senders, SenderReport::dropped), service, "dropped");
        }
    }

    private static double sum(java.util.List<SenderReport> senders, ToDoubleFunction<SenderReport> of) {
        return senders.stream().mapToDouble(of).sum();
    }

    private void counter(String name, String help, ToDoubleFunction<Telemetry.Doors> value) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback ->
                        callback.call(value.applyAsDouble(telemetry().doors())))
                .register(registry);
    }

    private Telemetry telemetry() {
        return candor.detect().telemetry();
    }
}
