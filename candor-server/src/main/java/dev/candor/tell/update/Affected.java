package dev.candor.tell.update;

import dev.candor.catalog.Catalogs;
import dev.candor.catalog.Component;
import dev.candor.catalog.Page;
import dev.candor.detect.monitor.Verdicts;
import dev.candor.page.ComponentStatus;
import dev.candor.paging.alert.Alert;
import dev.candor.paging.alert.AlertStore;
import dev.candor.platform.db.Tx;
import dev.candor.respond.incident.AffectedComponents;
import dev.candor.respond.incident.Incident;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Which components of a page an incident is about, and how badly.
final class Affected {
    private static final int ALERTS = 100;

    private final Catalogs catalogs;
    private final Failing failing;
    private final AlertStore alerts = new AlertStore();

    Affected(Catalogs catalogs, Verdicts verdicts) {
        this.catalogs = catalogs;
        this.failing = new Failing(catalogs, verdicts);
    }

    /// What the incident says of the page's components. One that a person declared says nothing before its first
    /// update, and one that was believed to be over says that all is well: then it is what monitors of its service
    /// see now. Where those see nothing and alerts are open nevertheless, it is what these are worth.
    ///
    /// @return by code, to be changed by whoever asks
    LinkedHashMap<String, ComponentStatus> now(Tx tx, Page page, Incident incident) {
        var components = said(page, incident);
        if (allWell(components)) {
            components.putAll(failing.components(page, incident.service()));
        }
        if (allWell(components)) {
            for (Alert alert : alerts.openOf(tx, incident.id(), ALERTS)) {
                var touched = AffectedComponents.of(catalogs.current(), alert);
                page.components().stream()
                        .map(Component::code)
                        .filter(touched::containsKey)
                        .forEach(code -> components.merge(
                                code, Objects.requireNonNull(touched.get(code)), ComponentStatus::worst));
            }
        }
        return components;
    }

    private static boolean allWell(Map<String, ComponentStatus> components) {
        return components.values().stream().allMatch(ComponentStatus.OPERATIONAL::equals);
    }

    /// The components of the page the incident says something of, all of them well again.
    LinkedHashMap<String, ComponentStatus> over(Page page, Incident incident) {
        var components = said(page, incident);
        components.replaceAll((_, _) -> ComponentStatus.OPERATIONAL);
        return components;
    }

    private static LinkedHashMap<String, ComponentStatus> said(Page page, Incident incident) {
        var components = new LinkedHashMap<String, ComponentStatus>();
        for (Component component : page.components()) {
            ComponentStatus status = incident.components().get(component.code());
            if (status != null) {
                components.put(component.code(), status);
            }
        }
        return components;
    }

    static List<String> names(Page page, Map<String, ComponentStatus> components) {
        return page.components().stream()
                .filter(component -> components.containsKey(component.code()))
                .map(Component::name)
                .toList();
    }
}
