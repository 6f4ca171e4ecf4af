package dev.candor.app;

import dev.candor.base.json.Json;
import dev.candor.catalog.Service;
import dev.candor.detect.Severity;
import dev.candor.detect.Signal;
import dev.candor.detect.intake.Fields;
import dev.candor.detect.monitor.StillFailing;
import dev.candor.paging.alert.Alert;
import dev.candor.paging.alert.Alerts;
import dev.candor.platform.auth.Action;
import dev.candor.platform.auth.Resource;
import dev.candor.platform.http.Access;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.Route;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Alerts: list, look, raise, acknowledge, resolve.
final class AlertApi {
    private final Candor candor;

    AlertApi(Candor candor) {
        this.candor = candor;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/alerts", Access.permitted(Resource.ALERTS, Action.READ), this::list),
                Route.get("/api/alerts/{number}", Access.permitted(Resource.ALERTS, Action.READ), this::one),
                Route.post("/api/alerts", Access.permitted(Resource.ALERTS, Action.ACT), this::raise),
                Route.post(
                        "/api/alerts/{number}/acknowledge",
                        Access.permitted(Resource.ALERTS, Action.ACT),
                        call -> change(call, true)),
                Route.post(
                        "/api/alerts/{number}/resolve",
                        Access.permitted(Resource.ALERTS, Action.ACT),
                        call -> change(call, false)));
    }

    private Answer list(Call call) {
        int limit = Paged.limit(call);
        String state = Paged.oneOf(call, "state", List.of("triggered", "acknowledged", "resolved"));
        List<Alert> alerts = candor.platform()
                .ledger()
                .read(tx -> candor.paging()
                        .alerts()
                        .store()
                        .list(tx, state, call.query("service", ""), Paged.numberCursor(call), limit));
        return Paged.answer(alerts, limit, AlertApi::json, Alert::number);
    }

    static Map<String, @Nullable Object> json(Alert alert) {
        var json = Json.object(
                "id", alert.id().toString(),
                "number", alert.number(),
                "service", alert.service(),
                "dedup_key", alert.dedupKey(),
                "source", alert.source(),
                "severity", alert.severity(),
                "summary", alert.summary(),
                "state", alert.state().word(),
                "muted", alert.muted(),
                "count", alert.count(),
                "started_at", alert.startedAt().toString(),
                "triggered_at", alert.triggeredAt().toString(),
                "incident_id", alert.incident().map(Object::toString).orElse(null),
                "detail", alert.detail());
        Optional<Alert.State.Acknowledged> acknowledged = switch (alert.state()) {
            case Alert.State.Triggered _ -> Optional.empty();
            case Alert.State.Acknowledged now -> Optional.of(now);
            case Alert.State.Resolved resolved -> resolved.acknowledged();
        };
        json.put("acknowledged_at", acknowledged.map(it -> it.at().toString()).orElse(null));
        json.put(
                "acknowledged_by",
                acknowledged.map(Alert.State.Acknowledged::by).orElse(null));
        json.put(
                "resolved_at",
                alert.state() instanceof Alert.State.Resolved resolved
                        ? resolved.at().toString()
                        : null);
        return json;
    }

    private Optional<Alert> find(Call call) {
        return Call.number(call.value("number"))
                .flatMap(number -> candor.platform()
                        .ledger()
                        .read(tx -> candor.paging().alerts().store().byNumber(tx, number)));
    }

    private Answer one(Call call) {
        return find(call)
                .map(alert -> Answer.json(json(alert)))
                .orElseGet(() -> Answer.notFound("There is no alert " + call.value("number") + "."));
    }

    /// By hand: `{"service", "summary", "severity", "dedup_key"}`. It takes the same way as every other: spool,
    /// signal, alert.
    private Answer raise(Call call) {
        var fields = new Fields(call.json());
        String service = fields.required("service", 100);
        String summary = fields.required("summary", 1024);
        String severity = fields.optional("severity", 20).orElse("critical");
        if (!service.isEmpty()
                && candor.catalogs().current().find(Service.KIND, service).isEmpty()) {
            fields.error("'service': there is no service `" + service + "`");
        }
        if (Severity.of(severity).isEmpty()) {
            fields.error("'severity' is `" + severity + "`; use critical, error, warning or info");
        }
        if (!fields.errors().isEmpty()) {
            return Answer.badRequest(String.join("; ", fields.errors()));
        }
        String key = fields.optional("dedup_key", 255).orElse("by hand: " + summary);
        candor.detect()
                .intake()
                .accept(
                        Signal.Event.FIRING,
                        "person/" + call.principal().actor(),
                        service,
                        key.length() > 255 ? key.substring(0, 255) : key,
                        Severity.of(severity).orElseThrow(),
                        summary,
                        Map.of(),
                        Optional.empty());
        return Answer.json(202, Json.object("status", "accepted", "dedup_key", key));
    }

    private Answer change(Call call, boolean acknowledge) {
        Optional<Alert> alert = find(call);
        if (alert.isEmpty()) {
            return Answer.notFound("There is no alert " + call.value("number") + ".");
        }
        String by = call.principal().actor();
        if (acknowledge) {
            return changed(
                    call, candor.paging().alerts().acknowledge(alert.get().id(), by));
        }
        return switch (candor.paging().alerts().resolve(alert.get().id(), by)) {
            case Alerts.Wish.Done _ -> changed(call, true);
            case Alerts.Wish.Nothing _ -> changed(call, false);
            case Alerts.Wish.StillFailing(String monitor) ->
                Answer.problem(409, "Not resolved", StillFailing.objection(List.of(monitor)));
        };
    }

    private Answer changed(Call call, boolean changed) {
        return find(call)
                .map(now -> Answer.json(changed ? 200 : 409, json(now)))
                .orElseThrow();
    }
}
