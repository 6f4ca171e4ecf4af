package dev.candor.app.console;

import dev.candor.app.Candor;
import dev.candor.base.time.Durations;
import dev.candor.catalog.Catalog;
import dev.candor.catalog.Item;
import dev.candor.catalog.Location;
import dev.candor.detect.agent.AgentStore.Agent;
import dev.candor.detect.monitor.Monitor;
import dev.candor.detect.monitor.Verdict;
import dev.candor.platform.auth.Action;
import dev.candor.platform.auth.Resource;
import dev.candor.platform.http.Access;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `/locations`: from where monitors look, how the agents there are, and what only they see.
public final class LocationHttp {
    /// An agent reports every half second; one that was not heard of for this long is silent.
    static final Duration SILENT = Duration.ofSeconds(30);

    /// What one location sees worse than all together.
    public record Bad(String monitor, Verdict verdict, String detail) {}

    /// A row of the list, and the head of the location's own screen.
    ///
    /// @param item empty for the place where Candor itself runs
    /// @param look one of {@link Looks}
    public record Line(
            String name,
            Optional<Item<Location>> item,
            Optional<Agent> agent,
            String look,
            String words,
            int monitors,
            List<Bad> bad) {
        /// How wrong the agent's clock is, in words; empty when it is right.
        public String clock() {
            return agent.map(Agent::skew)
                    .filter(skew -> !skew.isZero())
                    .map(skew -> Durations.words(skew.abs()) + (skew.isNegative() ? " behind" : " ahead"))
                    .orElse("");
        }
    }

    /// @param id names the key in forms
    public record Key(String id, String key, String command) {}

    /// @param keys empty for those who may not see them
    public record View(Line line, int keyCount, List<Key> keys, String once) {}

    private final Console console;
    private final Candor candor;
    private final Keys keys;

    LocationHttp(Console console) {
        this.console = console;
        this.candor = console.candor();
        this.keys = new Keys(console, Location.KIND, "keys", "/locations", "A location has at most %d keys");
    }

    List<Route> routes() {
        Access read = Access.permitted(Resource.MONITORS, Action.READ);
        Access write = Access.permitted(Resource.SERVICES, Action.WRITE);
        return List.of(
                Route.get("/locations", read, this::list),
                Route.get("/locations/{name}", read, this::one),
                Route.post("/locations/{name}/keys", write, call -> {
                    Item<Location> item = find(call);
                    return keys.add(call, item, item.value().keys());
                }),
                Route.post("/locations/{name}/keys/{id}/remove", write, call -> {
                    Item<Location> item = find(call);
                    return keys.remove(call, item, item.value().keys(), call.value("id"));
                }));
    }

    private Item<Location> find(Call call) {
        return candor.catalogs()
                .current()
                .item(Location.KIND, call.value("name"))
                .orElseThrow(() -> Console.unknown("location " + call.value("name")));
    }

    private Answer list(Call call) {
        Map<String, Agent> agents = candor.detect().sightings().latest();
        Instant now = console.now();
        var lines = new ArrayList<Line>();
        lines.add(line(Location.MAIN, Optional.empty(), Optional.empty(), now));
        candor.catalogs()
                .current()
                .all(Location.KIND)
                .forEach(item -> lines.add(
                        line(item.name(), Optional.of(item), Optional.ofNullable(agents.get(item.name())), now)));
        return console.show(call, "/monitors", "Locations", "locations", Map.of("lines", lines));
    }

    private Answer one(Call call) {
        Item<Location> item = find(call);
        Optional<Agent> agent =
                Optional.ofNullable(candor.detect().sightings().latest().get(item.name()));
        boolean writes = call.principal().may(Resource.SERVICES, Action.WRITE);
        List<Key> shown = item.value().keys().stream()
                .map(key -> new Key(
                        Keys.id(key),
                        key,
                        "candor probe --server " + candor.consoleUrl() + " --location '" + item.name() + "' --token "
                                + key))
                .toList();
        var view = new View(
                line(item.name(), Optional.of(item), agent, console.now()),
                item.value().keys().size(),
                writes ? shown : List.of(),
                console.once().key());
        return console.show(call, "/monitors", item.name(), "location", Map.of("view", view));
    }

    private Line line(String name, Optional<Item<Location>> item, Optional<Agent> agent, Instant now) {
        Catalog catalog = candor.catalogs().current();
        List<Item<Monitor>> looking = catalog.all(Monitor.KIND).stream()
                .filter(monitor -> monitor.value().places().locations().contains(name))
                .toList();
        var bad = new ArrayList<Bad>();
        for (Item<Monitor> monitor : looking) {
            if (monitor.value().places().areSeveral()) {
                var seen = candor.detect().votes().state(monitor.id(), name);
                Verdict together =
                        candor.detect().verdicts().state(monitor.id()).verdict();
                if (seen.verdict() == Verdict.DOWN && together != Verdict.DOWN) {
                    bad.add(new Bad(monitor.name(), seen.verdict(), seen.detail()));
                }
            }
        }
        boolean here = item.isEmpty();
        boolean heard =
                agent.filter(it -> it.seenAt().plus(SILENT).isAfter(now)).isPresent();
        String look = !bad.isEmpty() ? "major" : here || heard ? "good" : agent.isPresent() ? "critical" : "unknown";
        String words = !bad.isEmpty()
                ? "sees trouble alone"
                : here || heard ? "looking" : agent.isPresent() ? "silent" : "no agent yet";
        return new Line(name, item, agent, look, words, looking.size(), bad);
    }
}
