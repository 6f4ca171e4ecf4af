package dev.candor.app.console;

import dev.candor.paging.alert.Alert;
import dev.candor.platform.journal.Fact;
import dev.candor.platform.outbox.Delivery;
import dev.candor.respond.incident.Incident;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One alert with everything about it.
public record AlertView(
        Alert alert, Optional<Incident> incident, NextStep next, List<Fact> timeline, List<Delivery> deliveries) {
    /// What the sender said, flat.
    public List<Map.Entry<String, String>> detail() {
        return alert.detail().entrySet().stream()
                .map(entry -> Map.entry(entry.getKey(), String.valueOf(entry.getValue())))
                .limit(50)
                .toList();
    }

    /// The monitor's name, if one raised it.
    public Optional<String> monitor() {
        return alert.source().startsWith("monitor/")
                ? Optional.of(alert.source().substring("monitor/".length()))
                : Optional.empty();
    }
}
