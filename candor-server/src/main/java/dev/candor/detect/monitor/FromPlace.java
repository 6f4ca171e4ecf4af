package dev.candor.detect.monitor;

import dev.candor.catalog.Item;
import dev.candor.detect.Severity;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/// A monitor as it is seen from one place, and from all together. A place that is bad alone fails as a monitor of its
/// own, with its own name and alert.
public final class FromPlace {
    private static final String FROM = " from ";

    private FromPlace() {}

    /// One for every place; none for a monitor that looks from here only.
    public static List<Item<Monitor>> all(Item<Monitor> monitor) {
        return monitor.value().places().areSeveral()
                ? monitor.value().places().locations().stream()
                        .map(location -> one(monitor, location))
                        .toList()
                : List.of();
    }

    public static Item<Monitor> one(Item<Monitor> monitor, String location) {
        UUID id = UUID.nameUUIDFromBytes((monitor.id() + "/from/" + location).getBytes(StandardCharsets.UTF_8));
        // The service is not down, and no page may say so: an error would be shown as a partial outage.
        Severity severity = monitor.value().severity() == Severity.INFO ? Severity.INFO : Severity.WARNING;
        return confirmed(monitor, id, monitor.name() + FROM + location, severity);
    }

    /// The views were confirmed place by place: together they need no further confirmation.
    public static Item<Monitor> together(Item<Monitor> monitor) {
        return confirmed(monitor, monitor.id(), monitor.name(), monitor.value().severity());
    }

    private static Item<Monitor> confirmed(Item<Monitor> monitor, UUID id, String name, Severity severity) {
        Monitor value = monitor.value();
        return new Item<>(
                id,
                name,
                new Monitor(
                        name,
                        value.service(),
                        value.kind(),
                        value.spec(),
                        value.every(),
                        value.rule().atOnce(),
                        severity,
                        value.places()),
                monitor.source(),
                monitor.document(),
                monitor.createdAt(),
                monitor.updatedAt());
    }
}
