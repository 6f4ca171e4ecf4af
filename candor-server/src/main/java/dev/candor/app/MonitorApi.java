package dev.candor.app;

import dev.candor.base.json.Json;
import dev.candor.catalog.Item;
import dev.candor.detect.monitor.Monitor;
import dev.candor.detect.monitor.MonitorState;
import dev.candor.platform.auth.Action;
import dev.candor.platform.auth.Resource;
import dev.candor.platform.http.Access;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What monitors see, and handling them: check now, pause, resume.
final class MonitorApi {
    private final Candor candor;

    MonitorApi(Candor candor) {
        this.candor = candor;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/monitors/{name}/state", Access.permitted(Resource.MONITORS, Action.READ), this::state),
                Route.get(
                        "/api/monitors/{name}/results",
                        Access.permitted(Resource.MONITORS, Action.READ),
                        this::results),
                Route.post(
                        "/api/monitors/{name}/check-now",
                        Access.permitted(Resource.MONITORS, Action.ACT),
                        this::checkNow),
                Route.post(
                        "/api/monitors/{name}/pause",
                        Access.permitted(Resource.MONITORS, Action.ACT),
                        call -> pause(call, true)),
                Route.post(
                        "/api/monitors/{name}/resume",
                        Access.permitted(Resource.MONITORS, Action.ACT),
                        call -> pause(call, false)));
    }

    private Optional<Item<Monitor>> monitor(Call call) {
        return candor.catalogs().current().item(Monitor.KIND, call.value("name"));
    }

    private static Answer unknown(Call call) {
        return Answer.notFound("There is no monitor `" + call.value("name") + "`.");
    }

    private Answer state(Call call) {
        return monitor(call)
                .map(item -> {
                    MonitorState state = candor.detect().verdicts().state(item.id());
                    boolean paused = candor.platform()
                            .ledger()
                            .read(candor.detect().monitors()::paused)
                            .contains(item.id());
                    var flips = candor.platform()
                            .ledger()
                            .read(tx -> candor.detect().monitors().flips(tx, item.id(), 50));
                    return Answer.json(Json.object(
                            "name",
                            item.name(),
                            "verdict",
                            state.verdict(),
                            "since",
                            state.since().toString(),
                            "detail",
                            state.detail(),
                            "paused",
                            paused,
                            "looked_at",
                            state.lookedAt().toString(),
                            "locations",
                            locations(item),
                            "flips",
                            flips.stream()
                                    .map(flip -> Json.object(
                                            "at",
                                            flip.at().toString(),
                                            "from",
                                            flip.from(),
                                            "to",
                                            flip.to(),
                                            "detail",
                                            flip.detail()))
                                    .toList()));
                })
                .orElseGet(() -> unknown(call));
    }

    /// The view from each place; empty for a monitor that looks from here only.
    private List<Object> locations(Item<Monitor> item) {
        return item.value().places().areSeveral()
                ? candor.detect().votes().votes(item).stream()
                        .<Object>map(vote -> Json.object(
                                "location", vote.location(),
                                "verdict", vote.state().verdict(),
                                "fresh",
                                        vote.isFresh(
                                                item.value().rule().unknownAfter(),
                                                candor.platform().clock().instant()),
                                "since", vote.state().since().toString(),
                                "looked_at", vote.state().lookedAt().toString(),
                                "detail", vote.state().detail()))
                        .toList()
                : List.of();
    }

    private Answer results(Call call) {
        Instant from = candor.platform().clock().instant().minus(Duration.ofHours(1));
        return monitor(call)
                .map(item -> Answer.json(Json.object(
                        "items",
                        candor
                                .detect()
                                .results()
                                .since(
                                        item.id(),
                                        call.query(
                                                "location",
                                                item.value()
                                                        .places()
                                                        .locations()
                                                        .getFirst()),
                                        from,
                                        1000)
                                .stream()
                                .map(point -> Json.object(
                                        "at", point.at().toString(),
                                        "outcome", point.outcome(),
                                        "dns_us", point.phases().dnsMicros(),
                                        "connect_us", point.phases().connectMicros(),
                                        "tls_us", point.phases().tlsMicros(),
                                        "first_byte_us", point.phases().firstByteMicros(),
                                        "transfer_us", point.phases().transferMicros()))
                                .toList(),
                        "next",
                        null)))
                .orElseGet(() -> unknown(call));
    }

    private Answer checkNow(Call call) {
        return monitor(call)
                .map(item -> {
                    candor.scheduler().soon(item.id(), Duration.ZERO);
                    return Answer.json(202, Json.object("status", "checking"));
                })
                .orElseGet(() -> unknown(call));
    }

    private Answer pause(Call call, boolean pause) {
        return monitor(call)
                .map(item -> {
                    String by = call.principal().actor();
                    Instant now = candor.platform().clock().instant();
                    candor.platform().ledger().inTransaction(tx -> {
                        if (pause) {
                            candor.detect().monitors().pause(tx, item.id(), by);
                        } else {
                            candor.detect().monitors().resume(tx, item.id());
                        }
                        candor.platform()
                                .audit()
                                .note(
                                        tx,
                                        by,
                                        call.address(),
                                        pause ? "monitor.pause" : "monitor.resume",
                                        item.name(),
                                        "",
                                        now);
                        return true;
                    });
                    return Answer.json(Json.object("paused", pause));
                })
                .orElseGet(() -> unknown(call));
    }
}
