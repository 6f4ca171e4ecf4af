package dev.candor.testkit;

import dev.candor.base.json.Json;
import dev.candor.page.Snapshot;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the public could read, snapshot by snapshot, in the format its clients read.
final class PublishedPages {
    private final SimulatedWorld world;
    private int count;
    private String last = "{}";

    PublishedPages(SimulatedWorld world) {
        this.world = world;
    }

    int count() {
        return count;
    }

    /// The newest summary, as JSON text.
    String last() {
        return last;
    }

    void published(Snapshot snapshot) {
        count++;
        snapshot.files().stream()
                .filter(file -> file.path().equals("api/v2/summary.json"))
                .findFirst()
                .ifPresent(file -> {
                    last = new String(file.identity(), StandardCharsets.UTF_8);
                    check(last);
                });
    }

    /// No component may be called operational while an open incident on the same page says otherwise.
    private void check(String json) {
        if (!(Json.parse(json) instanceof Map<?, ?> summary)) {
            world.violated("a summary is no JSON object");
            return;
        }
        Map<String, String> shown = statuses(summary);
        world.trace("page", shown.toString());
        for (Object one : list(summary, "incidents")) {
            if (!(one instanceof Map<?, ?> incident)) {
                continue;
            }
            said(incident).forEach((component, status) -> {
                if (!status.equals("operational") && "operational".equals(shown.get(component))) {
                    world.violated("the page calls " + component + " operational while incident " + incident.get("id")
                            + " says " + status);
                }
            });
        }
    }

    static Map<String, String> statuses(Map<?, ?> summary) {
        var statuses = new LinkedHashMap<String, String>();
        for (Object one : list(summary, "components")) {
            if (one instanceof Map<?, ?> component) {
                statuses.put(String.valueOf(component.get("id")), String.valueOf(component.get("status")));
            }
        }
        return statuses;
    }

    private static Map<String, String> said(Map<?, ?> incident) {
        var said = new LinkedHashMap<String, String>();
        for (Object one : list(incident, "incident_updates").reversed()) {
            if (one instanceof Map<?, ?> update) {
                for (Object affected : list(update, "affected_components")) {
                    if (affected instanceof Map<?, ?> component) {
                        said.put(String.valueOf(component.get("code")), String.valueOf(component.get("new_status")));
                    }
                }
            }
        }
        return said;
    }

    private static List<?> list(Map<?, ?> map, String key) {
        return map.get(key) instanceof List<?> list ? list : List.of();
    }
}
