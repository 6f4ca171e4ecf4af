package dev.candor.respond.suspect;

import dev.candor.catalog.Catalog;
import dev.candor.catalog.Service;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Which services stand around one.
///
/// @param needs services it depends on, however far, with the number of steps
/// @param neededBy services that depend on it directly
public record Neighbours(Map<String, Integer> needs, Set<String> neededBy) {
    public static final Neighbours NONE = new Neighbours(Map.of(), Set.of());

    public static Neighbours of(Catalog catalog, String service) {
        var needs = new TreeMap<String, Integer>();
        var next = new ArrayDeque<String>();
        next.add(service);
        needs.put(service, 0);
        while (!next.isEmpty()) {
            String one = next.remove();
            int steps = needs.getOrDefault(one, 0) + 1;
            catalog.find(Service.KIND, one).map(Service::dependsOn).orElse(java.util.List.of()).stream()
                    .filter(needed -> needs.putIfAbsent(needed, steps) == null)
                    .forEach(next::add);
        }
        needs.remove(service);
        Set<String> neededBy = catalog.all(Service.KIND).stream()
                .filter(item -> item.value().dependsOn().contains(service))
                .map(item -> item.name())
                .collect(Collectors.toSet());
        return new Neighbours(needs, neededBy);
    }
}
