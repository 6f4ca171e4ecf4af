package dev.candor.app.demo;

import dev.candor.base.json.Json;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The switches of the demo's edge: `POST /edge/{what}/{customer}/on` and `/off`, and how they stand.
final class DemoSwitches {
    private static final int MOST = 100;

    private final Map<String, Boolean> switches = new ConcurrentHashMap<>();

    /// @param path as it was asked; what is no switch is left alone
    void take(String path) {
        int end = path.lastIndexOf('/');
        String name = path.substring(0, end);
        if (switches.size() < MOST || switches.containsKey(name)) {
            switches.put(name, path.endsWith("/on"));
        }
    }

    String state(String path) {
        return Json.write(Json.object("on", switches.getOrDefault(path, false)));
    }
}
