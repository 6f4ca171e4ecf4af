package dev.candor.app.console;

import dev.candor.app.Candor;
import dev.candor.app.RunApi;
import dev.candor.catalog.Catalog;
import dev.candor.catalog.Item;
import dev.candor.platform.auth.Action;
import dev.candor.platform.auth.Resource;
import dev.candor.platform.http.Access;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.Route;
import dev.candor.respond.incident.Incident;
import dev.candor.respond.runbook.Mitigation;
import dev.candor.respond.runbook.Run;
import dev.candor.respond.runbook.RunActions.Wish;
import dev.candor.respond.runbook.Runbook;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/// `/runbooks`: what there is, what runs, and the form that starts one.
final class RunbookHttp {
    private static final int RUNS = 20;
    private static final String PARAMETER = "param-";

    private final Console console;
    private final Candor candor;

    RunbookHttp(Console console) {
        this.console = console;
        this.candor = console.candor();
    }

    List<Route> routes() {
        Access read = Access.permitted(Resource.RUNBOOKS, Action.READ);
        Access act = Access.permitted(Resource.RUNBOOKS, Action.ACT);
        return List.of(
                Route.get("/runbooks", read, this::list),
                Route.get("/runbooks/{name}", read, call -> one(call, 200, List.of())),
                Route.post("/runbooks/{name}/start", act, call -> console.once().answer(call, () -> start(call))),
                Route.post("/runbooks-stopped", act, this::stopAll));
    }

    private Answer list(Call call) {
        List<Item<Runbook>> all = candor.catalogs().current().all(Runbook.KIND);
        List<Run> runs =
                candor.platform().ledger().read(tx -> candor.runbooks().store().list(tx, Long.MAX_VALUE, RUNS));
        List<Mitigation> on = candor.platform().ledger().read(candor.runbooks().mitigations()::on);
        return console.show(
                call,
                "/runbooks",
                "Runbooks",
                "runbooks",
                Map.of(
                        "all",
                        all,
                        "runs",
                        runs,
                        "mitigations",
                        mitigations(candor, on),
                        "stoppedBy",
                        candor.platform().ledger().read(candor.runbooks().store()::stoppedAll)));
    }

    static List<RunbookView.Line> mitigations(Candor candor, List<Mitigation> mitigations) {
        return mitigations.stream()
                .map(one -> new RunbookView.Line(
                        one,
                        candor.platform()
                                .ledger()
                                .read(tx -> candor.runbooks()
                                        .store()
                                        .find(tx, one.run())
                                        .map(Run::number)
                                        .orElse(0L))))
                .toList();
    }

    private Item<Runbook> find(Call call) {
        return candor.catalogs()
                .current()
                .item(Runbook.KIND, call.value("name"))
                .orElseThrow(() -> Console.unknown("runbook " + call.value("name")));
    }

    private Answer one(Call call, int status, List<String> wrong) {
        Item<Runbook> item = find(call);
        Catalog catalog = candor.catalogs().current();
        boolean posted = call.method().equals("POST");
        List<RunbookView.Field> fields = item.value().parameters().stream()
                .map(parameter -> new RunbookView.Field(
                        parameter.name(),
                        parameter.description(),
                        parameter.choices(catalog),
                        parameter.words(catalog),
                        posted
                                ? call.form(PARAMETER + parameter.name())
                                : call.query(parameter.name(), parameter.usual().orElse(""))))
                .toList();
        List<Incident> incidents =
                candor.platform().ledger().read(candor.respond().incidents().store()::open);
        List<Run> runs =
                candor.platform().ledger().read(tx -> candor.runbooks().store().list(tx, Long.MAX_VALUE, 200)).stream()
                        .filter(run -> run.runbook().equals(item.name()))
                        .limit(RUNS)
                        .toList();
        return console.show(
                call,
                status,
                "/runbooks",
                item.name(),
                "runbook",
                Map.of(
                        "item",
                        item,
                        "fields",
                        fields,
                        "incidents",
                        incidents,
                        "incident",
                        posted ? call.form("incident") : call.query("incident", ""),
                        "runs",
                        runs,
                        "wrong",
                        wrong,
                        "document",
                        Documents.yaml(
                                Objects.requireNonNull(candor.catalogs().store().masked(item.document()))),
                        "once",
                        console.once().key()));
    }

    private Answer start(Call call) {
        Item<Runbook> item = find(call);
        var values = new LinkedHashMap<String, String>();
        item.value()
                .parameters()
                .forEach(parameter -> values.put(parameter.name(), call.form(PARAMETER + parameter.name())));
        String number = call.form("incident");
        Optional<UUID> incident = candor.respond().incident(number).map(Incident::id);
        if (incident.isEmpty() && !number.isEmpty()) {
            return one(call, 422, List.of("There is no incident " + number + "."));
        }
        Wish wish = candor.runbooks().actions().start(item.name(), values, incident, RunApi.by(call.principal()));
        return switch (wish) {
            case Wish.Done(Run run) -> Answer.seeOther("/runs/" + run.number());
            case Wish.Same(Run run) -> Answer.seeOther("/runs/" + run.number());
            case Wish.Refused(List<String> why) -> one(call, 422, why);
        };
    }

    private Answer stopAll(Call call) {
        boolean stop = call.form("do").equals("stop");
        candor.runbooks().actions().stopAll(stop ? call.principal().actor() : "");
        console.audit(call, stop ? "runs.stop-all" : "runs.let-go-on", "runbooks");
        return Console.back("/runbooks", stop ? "stopping" : "saved");
    }
}
