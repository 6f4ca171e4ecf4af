package dev.candor.app;

import dev.candor.base.json.Json;
import dev.candor.catalog.CatalogStore;
import dev.candor.catalog.apply.Applying;
import dev.candor.catalog.document.Kind;
import dev.candor.catalog.document.Nodes;
import dev.candor.catalog.document.Problem;
import dev.candor.paging.oncall.Schedule;
import dev.candor.paging.oncall.Shift;
import dev.candor.platform.auth.Action;
import dev.candor.platform.auth.Resource;
import dev.candor.platform.http.Access;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `/api/{kind}` for every kind of catalog document, and configuration as code: plan, apply, export.
final class CatalogApi {
    private static final int CONFIGURATION_BYTES = 5 << 20;

    private static final Map<String, Resource> RESOURCES = Map.ofEntries(
            Map.entry("teams", Resource.PEOPLE),
            Map.entry("people", Resource.PEOPLE),
            Map.entry("channels", Resource.CHANNELS),
            Map.entry("schedules", Resource.SCHEDULES),
            Map.entry("escalation-policies", Resource.SCHEDULES),
            Map.entry("services", Resource.SERVICES),
            Map.entry("locations", Resource.SERVICES),
            Map.entry("monitors", Resource.MONITORS),
            Map.entry("log-sources", Resource.MONITORS),
            Map.entry("pages", Resource.PAGES),
            Map.entry("vendors", Resource.MONITORS),
            Map.entry("runbooks", Resource.RUNBOOKS));

    private final Candor candor;

    CatalogApi(Candor candor) {
        this.candor = candor;
    }

    List<Route> routes() {
        var routes = new ArrayList<Route>();
        for (Kind<?> kind : Candor.KINDS) {
            Resource resource = java.util.Objects.requireNonNull(RESOURCES.get(kind.plural()));
            String path = "/api/" + kind.plural();
            routes.add(Route.get(path, Access.permitted(resource, Action.READ), _ -> list(kind)));
            routes.add(Route.get(path + "/{name}", Access.permitted(resource, Action.READ), call -> one(kind, call)));
            routes.add(Route.post(path, Access.permitted(resource, Action.WRITE), call -> save(kind, call)));
            routes.add(Route.of(
                    "PUT",
                    path + "/{name}",
                    Access.permitted(resource, Action.WRITE),
                    Route.FORM_BYTES,
                    call -> save(kind, call)));
            routes.add(Route.of(
                    "DELETE",
                    path + "/{name}",
                    Access.permitted(resource, Action.WRITE),
                    0,
                    call -> delete(kind, call)));
        }
        routes.add(Route.get(
                "/api/schedules/{name}/on-call", Access.permitted(Resource.SCHEDULES, Action.READ), this::onCall));
        routes.add(Route.of(
                "POST",
                "/api/configuration/plan",
                Access.permitted(Resource.CONFIGURATION, Action.WRITE),
                CONFIGURATION_BYTES,
                call -> files(call, true)));
        routes.add(Route.of(
                "POST",
                "/api/configuration/apply",
                Access.permitted(Resource.CONFIGURATION, Action.WRITE),
                CONFIGURATION_BYTES,
                call -> files(call, false)));
        routes.add(
                Route.get("/api/configuration", Access.permitted(Resource.CONFIGURATION, Action.READ), _ -> export()));
        return routes;
    }

    private List<CatalogStore.Stored> rows(Kind<?> kind) {
        return candor.platform().ledger().read(candor.catalogs().store()::rows).stream()
                .filter(row -> row.kind().equals(kind.plural()))
                .toList();
    }

    private Map<String, @Nullable Object> json(CatalogStore.Stored row) {
        var json = Json.object(
                "id",
                row.id().toString(),
                "name",
                row.name(),
                "source",
                row.source(),
                "updated_at",
                row.updatedAt().toString());
        json.put("document", candor.catalogs().store().masked(row.document()));
        return json;
    }

    private Answer list(Kind<?> kind) {
        return Answer.json(
                Json.object("items", rows(kind).stream().map(this::json).toList(), "next", null));
    }

    private Answer one(Kind<?> kind, Call call) {
        return rows(kind).stream()
                .filter(row -> row.name().equals(call.value("name")))
                .findFirst()
                .map(row -> Answer.json(json(row)))
                .orElseGet(() -> Answer.notFound("There is no " + kind.singular() + " `" + call.value("name") + "`."));
    }

    private Answer save(Kind<?> kind, Call call) {
        var body = new LinkedHashMap<>(call.json());
        if (call.pathValues().containsKey("name")) {
            if (body.containsKey("name") && !call.value("name").equals(body.get("name"))) {
                return Answer.badRequest(
                        "name: a " + kind.singular() + " keeps its name; make a new one and delete the old");
            }
            body.put("name", call.value("name"));
        }
        List<Problem> problems = candor.applying()
                .save(kind.plural(), Nodes.json("body", body), call.principal().actor(), call.address());
        if (!problems.isEmpty()) {
            return problems(problems);
        }
        return rows(kind).stream()
                .filter(row -> row.name().equals(body.get("name")))
                .findFirst()
                .map(row -> Answer.json(call.method().equals("POST") ? 201 : 200, json(row)))
                .orElseGet(() -> Answer.notFound("It was deleted meanwhile."));
    }

    private Answer delete(Kind<?> kind, Call call) {
        List<Problem> problems = candor.applying()
                .delete(kind.plural(), call.value("name"), call.principal().actor(), call.address());
        if (problems.isEmpty()) {
            return Answer.empty(204);
        }
        boolean unknown = problems.getFirst().message().startsWith("is not among");
        return unknown
                ? Answer.notFound("There is no " + kind.singular() + " `" + call.value("name") + "`.")
                : problems(problems);
    }

    static Answer problems(List<Problem> problems) {
        var body = Json.object(
                "type",
                "about:blank",
                "title",
                "Mistakes in the document",
                "status",
                422,
                "detail",
                problems.getFirst().toString(),
                "problems",
                problems.stream()
                        .map(problem -> Json.object(
                                "file",
                                problem.place().file(),
                                "line",
                                problem.place().line(),
                                "path",
                                problem.path(),
                                "message",
                                problem.message()))
                        .toList());
        return Answer.of(
                422, "application/problem+json", Json.write(body).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private Answer onCall(Call call) {
        Instant now = candor.platform().clock().instant();
        return candor.catalogs()
                .current()
                .find(Schedule.KIND, call.value("name"))
                .map(schedule -> Answer.json(Json.object(
                        "now", schedule.at(now).stream().map(CatalogApi::shift).toList(),
                        "next",
                                schedule.between(now, now.plus(Duration.ofDays(28))).stream()
                                        .map(CatalogApi::shift)
                                        .toList())))
                .orElseGet(() -> Answer.notFound("There is no schedule `" + call.value("name") + "`."));
    }

    private static Object shift(Shift shift) {
        return Json.object(
                "person",
                shift.person(),
                "because",
                shift.because(),
                "from",
                shift.from().toString(),
                "until",
                shift.until().toString());
    }

    /// Body: `{"files": {"candor.yaml": "…text…"}, "environment": {…}}`; variables are resolved by the client that
    /// has them.
    private Answer files(Call call, boolean onlyPlan) {
        if (!(call.json().get("files") instanceof Map<?, ?> files)) {
            return Answer.badRequest("files: expected an object of file names to YAML texts");
        }
        var texts = new LinkedHashMap<String, String>();
        files.forEach((name, text) -> texts.put(String.valueOf(name), String.valueOf(text)));
        var environment = new LinkedHashMap<String, String>();
        if (call.json().get("environment") instanceof Map<?, ?> variables) {
            variables.forEach((name, value) -> environment.put(String.valueOf(name), String.valueOf(value)));
        }
        Applying.Outcome outcome = candor.applying()
                .files(texts, environment, onlyPlan, call.principal().actor());
        return outcome.problems().isEmpty()
                ? Answer.json(Json.object(
                        "changes",
                        outcome.plan().changes().size(),
                        "text",
                        outcome.plan().text(),
                        "applied",
                        !onlyPlan))
                : problems(outcome.problems());
    }

    private Answer export() {
        var byKind = new LinkedHashMap<String, List<@Nullable Object>>();
        candor.platform()
                .ledger()
                .read(candor.catalogs().store()::rows)
                .forEach(row -> byKind.computeIfAbsent(row.kind(), _ -> new ArrayList<>())
                        .add(candor.catalogs().store().masked(row.document())));
        return Answer.json(byKind);
    }
}
