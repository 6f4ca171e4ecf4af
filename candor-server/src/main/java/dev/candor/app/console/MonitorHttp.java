package dev.candor.app.console;

import dev.candor.app.Candor;
import dev.candor.catalog.Item;
import dev.candor.catalog.document.Node;
import dev.candor.catalog.document.Nodes;
import dev.candor.catalog.document.Problem;
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
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// `/monitors`: list, one with chart and history, make, change, delete, pause, check now.
final class MonitorHttp {
    private static final int PAGE = 50;
    private static final String BLANK = """
            name: my-monitor
            service: %s
            kind: http
            url: https://www.example.com/
            every: 30s
            timeout: 10s
            assert:
              - status == 200
            severity: critical
            """;

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
        Access write = Access.permitted(Resource.MONITORS, Action.WRITE);
        return List.of(
                Route.get("/monitors", read, this::list),
                Route.get("/monitors/new", write, call -> editor(call, 200, "", BLANK.formatted(firstService()), "")),
                Route.post("/monitors/new", write, call -> save(call, "")),
                Route.get("/monitors/{name}", read, this::one),
                Route.get("/monitors/{name}/edit", write, this::edit),
                Route.post(
                        "/monitors/{name}/edit",
                        write,
                        call -> save(call, find(call).name())),
                Route.post("/monitors/{name}/delete", write, this::delete),
                Route.post("/monitors/{name}/check-now", act, this::checkNow),
                Route.post("/monitors/{name}/pause", act, call -> pause(call, true)),
                Route.post("/monitors/{name}/resume", act, call -> pause(call, false)));
    }

    private String firstService() {
        return candor.catalogs().current().all(dev.candor.catalog.Service.KIND).stream()
                .findFirst()
                .map(Item::name)
                .orElse("my-service");
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
                Map.of("view", views.view(item, paused, day, console.now())));
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

    private Answer edit(Call call) {
        Item<Monitor> item = find(call);
        return editor(
                call,
                200,
                item.name(),
                Documents.yaml(Objects.requireNonNull(candor.catalogs().store().masked(item.document()))),
                item.source());
    }

    private Answer editor(Call call, int status, String name, String text, String source, String... wrong) {
        return console.show(
                call,
                status,
                "/monitors",
                name.isEmpty() ? "New monitor" : "Edit " + name,
                "monitoredit",
                Map.of("name", name, "text", text, "source", source, "wrong", List.of(wrong)));
    }

    private Answer save(Call call, String name) {
        String text = call.form("document");
        var problems = new ArrayList<Problem>();
        Node read = Nodes.yaml("document", text, Map.of(), problems);
        if (problems.isEmpty()) {
            Optional<String> given = Documents.name(read);
            if (!name.isEmpty() && !given.equals(Optional.of(name))) {
                problems.add(new Problem(
                        read.place(), "name", "a monitor keeps its name; make a new one and delete the old"));
            } else if (name.isEmpty()
                    && given.flatMap(one -> candor.catalogs().current().item(Monitor.KIND, one))
                            .isPresent()) {
                problems.add(new Problem(read.place(), "name", "there is a monitor of this name already"));
            } else {
                problems.addAll(candor.applying()
                        .save(Monitor.KIND.plural(), read, call.principal().actor(), call.address()));
            }
            if (problems.isEmpty()) {
                return Console.back("/monitors/" + Console.encoded(given.orElse("")), "saved");
            }
        }
        return editor(
                call,
                422,
                name,
                text,
                "",
                problems.stream().map(Problem::toString).limit(20).toArray(String[]::new));
    }

    private Answer delete(Call call) {
        Item<Monitor> item = find(call);
        List<Problem> problems = candor.applying()
                .delete(Monitor.KIND.plural(), item.name(), call.principal().actor(), call.address());
        if (!problems.isEmpty()) {
            throw Console.wrong(problems.getFirst().toString());
        }
        return Answer.seeOther("/monitors");
    }
}
