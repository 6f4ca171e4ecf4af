package dev.candor.app.console;

import dev.candor.app.Candor;
import dev.candor.catalog.Catalog;
import dev.candor.catalog.Item;
import dev.candor.catalog.Page;
import dev.candor.catalog.Service;
import dev.candor.detect.monitor.Monitor;
import dev.candor.detect.monitor.MonitorState;
import dev.candor.detect.monitor.Verdict;
import dev.candor.paging.alert.Alert;
import dev.candor.paging.escalation.EscalationPolicy;
import dev.candor.platform.auth.Action;
import dev.candor.platform.auth.Resource;
import dev.candor.platform.http.Access;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.Route;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// `/services`: what is run here, how it is, who is woken for it, and how other tools raise alerts for it.
public final class ServiceHttp {
    private static final int MOST_ALERTS = 20;

    /// A row of the list.
    ///
    /// @param worst of its monitors; unknown with none
    public record Line(Item<Service> item, int monitors, Verdict worst, long alerts) {}

    public record Watch(Item<Monitor> item, MonitorState state) {}

    /// @param id names the key in forms
    public record Key(String id, String key, String address) {}

    /// @param keys empty for those who may not see them
    /// @param pages component and page, for those that show it
    public record View(
            Item<Service> item,
            List<Watch> monitors,
            List<Alert> alerts,
            List<String> steps,
            int keyCount,
            List<Key> keys,
            String enqueue,
            List<String> pages,
            List<String> neededBy,
            String once) {}

    private final Console console;
    private final Candor candor;
    private final Keys keys;

    ServiceHttp(Console console) {
        this.console = console;
        this.candor = console.candor();
        this.keys = new Keys(console, Service.KIND, "intake-keys", "/services", "A service has at most %d intake keys");
    }

    List<Route> routes() {
        Access read = Access.permitted(Resource.SERVICES, Action.READ);
        Access write = Access.permitted(Resource.SERVICES, Action.WRITE);
        return List.of(
                Route.get("/services", read, this::list),
                Route.get("/services/{name}", read, this::one),
                Route.post("/services/{name}/keys", write, call -> {
                    Item<Service> item = find(call);
                    return keys.add(call, item, item.value().intakeKeys());
                }),
                Route.post("/services/{name}/keys/{id}/remove", write, call -> {
                    Item<Service> item = find(call);
                    return keys.remove(call, item, item.value().intakeKeys(), call.value("id"));
                }));
    }

    private Answer list(Call call) {
        Catalog catalog = candor.catalogs().current();
        var worst = new HashMap<String, Verdict>();
        var watched = new HashMap<String, Integer>();
        List<Verdict> order = List.of(Verdict.DOWN, Verdict.DEGRADED, Verdict.UNKNOWN, Verdict.UP);
        for (Item<Monitor> monitor : catalog.all(Monitor.KIND)) {
            Verdict verdict = candor.detect().verdicts().state(monitor.id()).verdict();
            worst.merge(monitor.value().service(), verdict, (a, b) -> order.indexOf(a) < order.indexOf(b) ? a : b);
            watched.merge(monitor.value().service(), 1, Integer::sum);
        }
        var alerts = new HashMap<String, Long>();
        candor.platform()
                .ledger()
                .read(candor.paging().alerts().store()::open)
                .forEach(alert -> alerts.merge(alert.service(), 1L, Long::sum));
        List<Line> lines = catalog.all(Service.KIND).stream()
                .map(item -> new Line(
                        item,
                        watched.getOrDefault(item.name(), 0),
                        worst.getOrDefault(item.name(), Verdict.UNKNOWN),
                        alerts.getOrDefault(item.name(), 0L)))
                .sorted(Comparator.comparing((Line line) -> line.alerts() == 0)
                        .thenComparing(line -> line.monitors() == 0 ? order.size() : order.indexOf(line.worst())))
                .toList();
        return console.show(call, "/services", "Services", "services", Map.of("lines", lines));
    }

    private Item<Service> find(Call call) {
        return candor.catalogs()
                .current()
                .item(Service.KIND, call.value("name"))
                .orElseThrow(() -> Console.unknown("service " + call.value("name")));
    }

    private Answer one(Call call) {
        Item<Service> item = find(call);
        Catalog catalog = candor.catalogs().current();
        List<Watch> monitors = catalog.all(Monitor.KIND).stream()
                .filter(monitor -> monitor.value().service().equals(item.name()))
                .map(monitor -> new Watch(monitor, candor.detect().verdicts().state(monitor.id())))
                .toList();
        List<Alert> alerts = candor
                .platform()
                .ledger()
                .read(candor.paging().alerts().store()::open)
                .stream()
                .filter(alert -> alert.service().equals(item.name()))
                .limit(MOST_ALERTS)
                .toList();
        List<String> steps = item.value()
                .escalationPolicy()
                .flatMap(name -> catalog.find(EscalationPolicy.KIND, name))
                .map(PeopleHttp::steps)
                .orElse(List.of());
        var pages = new ArrayList<String>();
        for (Item<Page> page : catalog.all(Page.KIND)) {
            page.value().showing(item.name()).forEach(component -> pages.add(component.name() + " on " + page.name()));
        }
        boolean writes = call.principal().may(Resource.SERVICES, Action.WRITE);
        var view = new View(
                item,
                monitors,
                alerts,
                steps,
                item.value().intakeKeys().size(),
                writes
                        ? item.value().intakeKeys().stream()
                                .map(key -> new Key(Keys.id(key), key, candor.consoleUrl() + "/in/" + key + "/json"))
                                .toList()
                        : List.of(),
                candor.consoleUrl() + "/v2/enqueue",
                pages,
                catalog.all(Service.KIND).stream()
                        .filter(other -> other.value().dependsOn().contains(item.name()))
                        .map(Item::name)
                        .toList(),
                console.once().key());
        return console.show(call, "/services", item.name(), "service", Map.of("view", view));
    }
}
