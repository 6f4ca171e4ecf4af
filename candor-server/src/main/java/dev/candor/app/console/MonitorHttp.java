package dev.candor.app.console;

import dev.candor.app.Candor;
import dev.candor.catalog.Item;
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
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// `/monitors`: list, one with chart and history, pause, check now.
final class MonitorHttp {
    private static final int PAGE = 50;

    private final Console console;
    private final Candor candor;
    private final MonitorViews views;

    MonitorHttp(Console console) {
        this.console = console;
        this.candor = console.candor();
        this.views = new MonitorViews(candor);
    }

    List<Route> routes() {
        Access read = Access.permitted(Resource.MONITORS, Action.READ);
        Access act = Access.permitted(Resource.MONITORS, Action.ACT);
        return List.of(
                Route.get("/monitors", read, this::list),
                Route.get("/monitors/{name}", read, this::one),
                Route.post("/monitors/{name}/check-now", act, this::checkNow),
                Route.post("/monitors/{name}/pause", act, call -> pause(call, true)),
                Route.post("/monitors/{name}/resume", act, call -> pause(call, false)));
    }

    private Item<Monitor> find(Call call) {
        return candor.catalogs()
                .current()
                .item(Monitor.KIND, call.value("name"))
                .orElseThrow(() -> Console.unknown("monitor " + call.value("name")));
    }

    private Answer list(Call call) {
        String words = call.query("q", "").strip().toLowerCase(Locale.ROOT);
        String verdict = call.query("verdict", "");
        String pageText = call.query("page", "1");
        int page = pageText.matches("[1-9][0-9]{0,5}") ? Integer.parseInt(pageText) : 1;
        List<Verdict> order = List.of(Verdict.DOWN, Verdict.DEGRADED, Verdict.UNKNOWN, Verdict.UP);
        List<Item<Monitor>> found = candor.catalogs().current().all(Monitor.KIND).stream()
                .filter(item -> words.isEmpty()
                        || item.name().toLowerCase(Locale.ROOT).contains(words)
                        || item.value().service().toLowerCase(Locale.ROOT).contains(words))
                .filter(item -> verdict.isEmpty()
                        || candor.detect()
                                .verdicts()
                                .state(item.id())
                                .verdict()
                                .word()
                                .equals(verdict))
                .sorted(Comparator.comparingInt(item -> order.indexOf(
                        candor.detect().verdicts().state(item.id()).verdict())))
                .toList();
        Set<UUID> paused =
                new HashSet<>(candor.platform().ledger().read(candor.detect().monitors()::paused));
        Instant now = console.now();
        List<MonitorViews.Line> lines = found.stream()
                .skip((long) (page - 1) * PAGE)
                .limit(PAGE)
                .map(item -> views.line(item, paused.contains(item.id()), now))
                .toList();
        String more = found.size() > page * PAGE
                ? "/monitors?q=" + Console.encoded(words) + "&verdict=" + Console.encoded(verdict) + "&page="
                        + (page + 1)
                : "";
        return console.show(
                call,
                "/monitors",
                "Monitors",
                "monitors",
                Map.of("lines", lines, "total", found.size(), "words", words, "verdict", verdict, "more", more));
    }

    private Answer one(Call call) {
        Item<Monitor> item = find(call);
        boolean day = call.query("range", "hour").equals("day");
        boolean paused = candor.platform()
                .ledger()
                .read(candor.detect().monitors()::paused)
                .contains(item.id());
        return console.show(
                call,
                "/monitors",
                item.name(),
                "monitor",
                Map.of(
                        "view",
                        views.view(item, paused, day, console.now()),
                        "vendors",
                        new VendorsBeside(candor).of(item, console.now())));
    }

    private Answer checkNow(Call call) {
        Item<Monitor> item = find(call);
        candor.scheduler().soon(item.id(), Duration.ZERO);
        return Console.back("/monitors/" + Console.encoded(item.name()), "checking");
    }

    private Answer pause(Call call, boolean pause) {
        Item<Monitor> item = find(call);
        String by = call.principal().actor();
        Instant now = console.now();
        candor.platform().ledger().inTransaction(tx -> {
            if (pause) {
                candor.detect().monitors().pause(tx, item.id(), by);
            } else {
                candor.detect().monitors().resume(tx, item.id());
            }
            candor.platform()
                    .audit()
                    .note(tx, by, call.address(), pause ? "monitor.pause" : "monitor.resume", item.name(), "", now);
            return true;
        });
        return Console.back("/monitors/" + Console.encoded(item.name()), "saved");
    }
}
