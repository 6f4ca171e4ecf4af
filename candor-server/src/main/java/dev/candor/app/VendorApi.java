package dev.candor.app;

import dev.candor.base.json.Json;
import dev.candor.catalog.Item;
import dev.candor.detect.vendor.Vendor;
import dev.candor.detect.vendor.VendorState;
import dev.candor.detect.vendor.VendorStore;
import dev.candor.detect.vendor.VendorViews;
import dev.candor.platform.auth.Action;
import dev.candor.platform.auth.Resource;
import dev.candor.platform.http.Access;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.Route;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What vendors' pages say.
final class VendorApi {
    private final Candor candor;

    VendorApi(Candor candor) {
        this.candor = candor;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/vendors/{name}/state", Access.permitted(Resource.MONITORS, Action.READ), this::state),
                Route.post(
                        "/api/vendors/{name}/check-now",
                        Access.permitted(Resource.MONITORS, Action.ACT),
                        this::checkNow));
    }

    private Optional<Item<Vendor>> vendor(Call call) {
        return candor.catalogs().current().item(Vendor.KIND, call.value("name"));
    }

    private static Answer unknown(Call call) {
        return Answer.notFound("There is no vendor `" + call.value("name") + "`.");
    }

    private Answer checkNow(Call call) {
        return vendor(call)
                .map(item -> {
                    Instant now = candor.platform().clock().instant();
                    candor.platform().ledger().inTransaction(tx -> {
                        candor.vendors().store().soon(tx, item.id(), now);
                        return true;
                    });
                    return Answer.json(202, Json.object("status", "checking"));
                })
                .orElseGet(() -> unknown(call));
    }

    private Answer state(Call call) {
        Instant now = candor.platform().clock().instant();
        return vendor(call)
                .map(item -> candor.platform()
                        .ledger()
                        .read(tx -> candor.vendorViews().view(tx, item, now)))
                .map(VendorApi::json)
                .orElseGet(() -> unknown(call));
    }

    private static Answer json(VendorViews.View view) {
        Optional<VendorState> state = view.line().known().map(VendorStore.Known::state);
        return Answer.json(Json.object(
                "name", view.line().item().name(),
                "standing", view.line().standing(),
                "readable", view.line().readable(),
                "why", view.line().why(),
                "since", state.map(it -> it.since().toString()).orElse(null),
                "looked_at", state.map(it -> it.lookedAt().toString()).orElse(null),
                "read_at",
                        state.flatMap(VendorState::readAt)
                                .map(Instant::toString)
                                .orElse(null),
                "changed_at",
                        view.line()
                                .known()
                                .flatMap(VendorStore.Known::changedAt)
                                .map(Instant::toString)
                                .orElse(null),
                "format", view.line().known().map(VendorStore.Known::format).orElse(""),
                "components",
                        view.line().known().map(VendorStore.Known::parts).orElse(List.of()).stream()
                                .map(part -> Json.object(
                                        "name",
                                        part.name(),
                                        "group",
                                        part.group(),
                                        "standing",
                                        part.standing(),
                                        "followed",
                                        view.line().item().value().watches(part.name())))
                                .toList(),
                "incidents",
                        view.honesty().told().stream()
                                .map(told -> Json.object(
                                        "id", told.seen().event().id(),
                                        "title", told.seen().event().title(),
                                        "planned", told.seen().event().planned(),
                                        "phase", told.seen().event().phase(),
                                        "impact", told.seen().event().impact(),
                                        "started_at",
                                                told.seen().event().startedAt().toString(),
                                        "said_at", told.seen().event().saidAt().toString(),
                                        "first_seen_at",
                                                told.seen().firstSeenAt().toString(),
                                        "ended_at",
                                                told.seen()
                                                        .event()
                                                        .endedAt()
                                                        .map(Instant::toString)
                                                        .orElse(null),
                                        "compared", told.comparison().words()))
                                .toList(),
                "measured",
                        Json.object(
                                "both", view.honesty().measured(),
                                "only_theirs", view.honesty().onlyTheirs(),
                                "only_ours", view.honesty().unsaid().size(),
                                "median_lag_s",
                                        view.honesty()
                                                .lag()
                                                .map(lag -> lag.toSeconds())
                                                .orElse(null))));
    }
}
