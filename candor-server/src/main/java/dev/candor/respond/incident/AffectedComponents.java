package dev.candor.respond.incident;

import dev.candor.catalog.Catalog;
import dev.candor.catalog.Component;
import dev.candor.catalog.Item;
import dev.candor.catalog.Page;
import dev.candor.page.ComponentStatus;
import dev.candor.paging.alert.Alert;
import java.util.LinkedHashMap;
import java.util.Map;

/// Which public components an alert touches, and how badly until somebody says otherwise. Pure.
public final class AffectedComponents {
    private AffectedComponents() {}

    /// @return by the components' codes, of all pages that show the alert's service
    public static Map<String, ComponentStatus> of(Catalog catalog, Alert alert) {
        var affected = new LinkedHashMap<String, ComponentStatus>();
        ComponentStatus status = switch (alert.severity()) {
            case CRITICAL -> ComponentStatus.MAJOR_OUTAGE;
            case ERROR -> ComponentStatus.PARTIAL_OUTAGE;
            case WARNING, INFO -> ComponentStatus.DEGRADED_PERFORMANCE;
        };
        for (Item<Page> page : catalog.all(Page.KIND)) {
            for (Component component : page.value().showing(alert.service())) {
                affected.put(component.code(), status);
            }
        }
        return affected;
    }
}
