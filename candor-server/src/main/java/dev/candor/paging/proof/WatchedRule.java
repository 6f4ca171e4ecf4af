package dev.candor.paging.proof;

import dev.candor.base.json.Json;
import dev.candor.catalog.Catalog;
import dev.candor.catalog.Item;
import dev.candor.catalog.Objective;
import dev.candor.catalog.Service;
import dev.candor.detect.Severity;
import dev.candor.detect.monitor.Monitor;
import dev.candor.detect.telemetry.LogSource;
import dev.candor.platform.auth.Hashes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Something that can raise an alert by itself, and has to be proven.
///
/// @param name for good: `monitor/home`, `objective/shop`, `sudden/shop`
/// @param subject the monitor's or service's name
/// @param fingerprint of what is configured: another one means that it is another rule
/// @param severity of its alerts
public record WatchedRule(
        String name, Kind kind, String subject, String service, String fingerprint, Severity severity) {
    public enum Kind {
        MONITOR("monitor"),
        HEARTBEAT("heartbeat"),
        OBJECTIVE("error budget"),
        SUDDEN("sudden failures");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }

        /// Whether it judges access logs.
        public boolean overLogs() {
            return this == OBJECTIVE || this == SUDDEN;
        }
    }

    /// Every rule of `catalog`.
    ///
    /// @param logging services whose access logs came in lately, besides those with a log source
    public static List<WatchedRule> all(Catalog catalog, Set<String> logging) {
        var rules = new ArrayList<WatchedRule>();
        for (Item<Monitor> monitor : catalog.all(Monitor.KIND)) {
            rules.add(of(monitor));
        }
        var logged = new HashSet<>(logging);
        catalog.all(LogSource.KIND).forEach(source -> logged.add(source.value().service()));
        for (Item<Service> service : catalog.all(Service.KIND)) {
            if (logged.contains(service.name())) {
                rules.addAll(of(service.value()));
            }
        }
        return List.copyOf(rules);
    }

    static WatchedRule of(Item<Monitor> monitor) {
        Monitor value = monitor.value();
        return new WatchedRule(
                "monitor/" + monitor.name(),
                value.kind().equals("heartbeat") ? Kind.HEARTBEAT : Kind.MONITOR,
                monitor.name(),
                value.service(),
                Hashes.sha256(Json.write((@Nullable Object) monitor.document())),
                value.severity());
    }

    static List<WatchedRule> of(Service service) {
        var rules = new ArrayList<WatchedRule>();
        service.objective()
                .map(Objective::toString)
                .ifPresent(words -> rules.add(new WatchedRule(
                        "objective/" + service.name(),
                        Kind.OBJECTIVE,
                        service.name(),
                        service.name(),
                        Hashes.sha256(words),
                        Severity.ERROR)));
        if (service.sudden()) {
            rules.add(new WatchedRule(
                    "sudden/" + service.name(),
                    Kind.SUDDEN,
                    service.name(),
                    service.name(),
                    Hashes.sha256("sudden: on"),
                    Severity.ERROR));
        }
        return rules;
    }
}
