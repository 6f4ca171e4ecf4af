package dev.candor.app.console;

import dev.candor.app.Candor;
import dev.candor.catalog.Item;
import dev.candor.catalog.Service;
import dev.candor.detect.Severity;
import dev.candor.detect.Signal;
import dev.candor.detect.monitor.StillFailing;
import dev.candor.paging.alert.Alert;
import dev.candor.paging.alert.Alerts;
import dev.candor.platform.auth.Action;
import dev.candor.platform.auth.Resource;
import dev.candor.platform.http.Access;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.Route;
import dev.candor.platform.outbox.Delivery;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `/alerts`: open and all, one with its timeline, raise by hand, acknowledge, resolve.
final class AlertHttp {
    private static final int PAGE = 50;

    /// Of the open ones, worst first; more than that nobody reads.
    private static final int SHOWN = 200;

    private final Console console;
    private final Candor candor;

    AlertHttp(Console console) {
        this.console = console;
        this.candor = console.candor();
    }

    List<Route> routes() {
        Access read = Access.permitted(Resource.ALERTS, Action.READ);
        Access act = Access.permitted(Resource.ALERTS, Action.ACT);
        return List.of(
                Route.get("/alerts", read, this::list),
                Route.get("/alerts/new", act, call -> form(call, 200, "")),
                Route.post("/alerts/new", act, call -> console.once().answer(call, () -> raise(call))),
                Route.get("/alerts/{number}", read, this::one),
                Route.post("/alerts/{number}/acknowledge", act, call -> change(call, true)),
                Route.post("/alerts/{number}/resolve", act, call -> change(call, false)));
    }

    private Answer list(Call call) {
        boolean all = call.query("show", "").equals("all");
        long before = Console.before(call);
        List<Alert> alerts = candor.platform()
                .ledger()
                .read(tx -> all
                        ? candor.paging().alerts().store().list(tx, "", "", before, PAGE)
                        : candor.paging().alerts().store().open(tx).stream()
                                .limit(SHOWN)
                                .toList());
        String next = all && alerts.size() == PAGE
                ? "/alerts?show=all&before=" + alerts.getLast().number()
                : "";
        long hidden = all
                ? 0
                : candor.platform().ledger().read(candor.paging().alerts().store()::countOpen) - alerts.size();
        return console.show(
                call,
                "/alerts",
                "Alerts",
                "alerts",
                Map.of("alerts", alerts, "all", all, "next", next, "hidden", hidden));
    }

    private Alert find(Call call) {
        long number = Console.number(call, "alert");
        return candor.platform()
                .ledger()
                .read(tx -> candor.paging().alerts().store().byNumber(tx, number))
                .orElseThrow(() -> Console.unknown("alert " + number));
    }

    private Answer one(Call call) {
        Alert alert = find(call);
        AlertView view = candor.platform()
                .ledger()
                .read(tx -> new AlertView(
                        alert,
                        alert.incident()
                                .flatMap(id ->
                                        candor.respond().incidents().store().find(tx, id)),
                        NextStep.of(candor, tx, alert),
                        candor.platform().journal().about(tx, List.of(alert.subject()), 500),
                        call.principal().may(Resource.DELIVERIES, Action.READ)
                                ? candor
                                        .platform()
                                        .outbox()
                                        .list(tx, "", alert.subject(), Optional.empty(), 100)
                                        .stream()
                                        .map(Delivery::shown)
                                        .toList()
                                : List.of()));
        return console.show(
                call,
                "/alerts",
                "Alert " + alert.number(),
                "alert",
                Map.of("view", view, "vendors", new VendorsBeside(candor).of(List.of(alert), console.now())));
    }

    private Answer change(Call call, boolean acknowledge) {
        Alert alert = find(call);
        String by = call.principal().actor();
        boolean changed = acknowledge
                ? candor.paging().alerts().acknowledge(alert.id(), by)
                : switch (candor.paging().alerts().resolve(alert.id(), by)) {
                    case Alerts.Wish.Done _ -> true;
                    case Alerts.Wish.Nothing _ -> false;
                    case Alerts.Wish.StillFailing(String monitor) ->
                        throw Console.wrong(StillFailing.objection(List.of(monitor)));
                };
        String back = call.form("back").equals("/") ? "/" : "/alerts/" + alert.number();
        return Console.back(back, !changed ? "nothing" : acknowledge ? "acknowledged" : "resolved");
    }

    private Answer form(Call call, int status, String wrong) {
        List<String> services = candor.catalogs().current().all(Service.KIND).stream()
                .map(Item::name)
                .toList();
        return console.show(
                call,
                status,
                "/alerts",
                "Raise an alert",
                "alertnew",
                Map.of(
                        "services",
                        services,
                        "wrong",
                        wrong,
                        "summary",
                        call.method().equals("POST") ? call.form("summary") : "",
                        "service",
                        call.method().equals("POST") ? call.form("service") : call.query("service", ""),
                        "once",
                        console.once().key()));
    }

    /// Takes the same way as every other signal: spool, signal, alert.
    private Answer raise(Call call) {
        String service = call.form("service");
        String summary = call.form("summary");
        Optional<Severity> severity = Severity.of(call.form("severity"));
        if (candor.catalogs().current().find(Service.KIND, service).isEmpty() || severity.isEmpty()) {
            return form(call, 422, "Choose a service and how bad it is.");
        }
        if (summary.isEmpty() || summary.length() > 1024) {
            return form(call, 422, "Say in 1 to 1,024 characters what is wrong.");
        }
        String key = "by hand: " + summary;
        candor.detect()
                .intake()
                .accept(
                        Signal.Event.FIRING,
                        "person/" + call.principal().actor(),
                        service,
                        key.length() > 255 ? key.substring(0, 255) : key,
                        severity.get(),
                        summary,
                        Map.of(),
                        Optional.empty());
        return Console.back("/alerts", "raised");
    }
}
