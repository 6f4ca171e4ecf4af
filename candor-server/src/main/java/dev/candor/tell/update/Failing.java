package dev.candor.tell.update;

import dev.candor.catalog.Catalog;
import dev.candor.catalog.Catalogs;
import dev.candor.catalog.Component;
import dev.candor.catalog.Item;
import dev.candor.catalog.Page;
import dev.candor.detect.monitor.Monitor;
import dev.candor.detect.monitor.MonitorState;
import dev.candor.detect.monitor.Verdict;
import dev.candor.detect.monitor.Verdicts;
import dev.candor.page.ComponentStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What monitors see failing now, in the words of a page.
final class Failing {
    private final Catalogs catalogs;
    private final Verdicts verdicts;

    Failing(Catalogs catalogs, Verdicts verdicts) {
        this.catalogs = catalogs;
        this.verdicts = verdicts;
    }

    /// The components of `page` that show `service`, while one of its monitors fails: by code, with the status the
    /// monitors behind each of them give it.
    Map<String, ComponentStatus> components(Page page, String service) {
        Catalog catalog = catalogs.current();
        var failing = new LinkedHashMap<String, ComponentStatus>();
        if (seen(catalog, List.of(service)).stream().noneMatch(Failing::fails)) {
            return failing;
        }
        for (Component component : page.showing(service)) {
            SeenRule.status(seen(catalog, component.services()))
                    .filter(status -> status != ComponentStatus.OPERATIONAL)
                    .ifPresent(status -> failing.put(component.code(), status));
        }
        return failing;
    }

    private static boolean fails(Verdict verdict) {
        return verdict == Verdict.DOWN || verdict == Verdict.DEGRADED;
    }

    private List<Verdict> seen(Catalog catalog, List<String> services) {
        return catalog.all(Monitor.KIND).stream()
                .filter(monitor -> services.contains(monitor.value().service()))
                .map(Item::id)
                .flatMap(id -> verdicts.known(id).stream()) // the loop that publishes pages asks for all it shows
                .map(MonitorState::verdict)
                .toList();
    }
}
