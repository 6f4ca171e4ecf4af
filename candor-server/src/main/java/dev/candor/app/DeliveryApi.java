package dev.candor.app;

import dev.candor.base.json.Json;
import dev.candor.catalog.CatalogStore;
import dev.candor.platform.auth.Action;
import dev.candor.platform.auth.Resource;
import dev.candor.platform.http.Access;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.Route;
import dev.candor.platform.outbox.Delivery;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What left or is to leave: list, tries, replay of dead letters.
final class DeliveryApi {
    private final Candor candor;

    DeliveryApi(Candor candor) {
        this.candor = candor;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/deliveries", Access.permitted(Resource.DELIVERIES, Action.READ), this::list),
                Route.get("/api/deliveries/{id}", Access.permitted(Resource.DELIVERIES, Action.READ), this::one),
                Route.post(
                        "/api/deliveries/{id}/replay",
                        Access.permitted(Resource.DELIVERIES, Action.ACT),
                        this::replay));
    }

    private Answer list(Call call) {
        int limit = Paged.limit(call);
        var cursor = Paged.idCursor(call);
        String state = Paged.oneOf(call, "state", List.of("pending", "claimed", "sent", "dead", "cancelled"));
        List<Delivery> deliveries = candor.platform()
                .ledger()
                .read(tx -> candor.platform().outbox().list(tx, state, call.query("subject", ""), cursor, limit));
        return Paged.answer(deliveries, limit, delivery -> json(delivery.shown()), Delivery::id);
    }

    private static Map<String, @Nullable Object> json(Delivery delivery) {
        return Json.object(
                "id", delivery.id().toString(),
                "key", delivery.key(),
                "lane", delivery.lane().word(),
                "kind", delivery.kind(),
                "receiver", delivery.receiver(),
                "subject", delivery.subject(),
                "state", delivery.state(),
                "attempts", delivery.attempts(),
                "created_at", delivery.createdAt().toString(),
                "due_at", delivery.dueAt().toString(),
                "settled_at", delivery.settledAt().map(Object::toString).orElse(null),
                "last_error", delivery.lastError(),
                "title", CatalogStore.hidden(delivery.payload().get("title")));
    }

    private Answer one(Call call) {
        UUID id = Paged.id(call.value("id"), "delivery");
        return candor.platform()
                .ledger()
                .read(tx -> candor.platform().outbox().find(tx, id).map(delivery -> {
                    var json = json(delivery.shown());
                    json.put(
                            "tries",
                            candor.platform().outbox().attempts(tx, id).stream()
                                    .map(Delivery.Attempt::shown)
                                    .map(attempt -> Json.object(
                                            "number",
                                            attempt.number(),
                                            "at",
                                            attempt.at().toString(),
                                            "outcome",
                                            attempt.outcome(),
                                            "detail",
                                            attempt.detail()))
                                    .toList());
                    return Answer.json(json);
                }))
                .orElseGet(() -> Answer.notFound("There is no such delivery."));
    }

    private Answer replay(Call call) {
        UUID id = Paged.id(call.value("id"), "delivery");
        boolean replayed = candor.platform().ledger().inTransaction(tx -> {
            candor.platform()
                    .audit()
                    .note(
                            tx,
                            call.principal().actor(),
                            call.address(),
                            "delivery.replay",
                            id.toString(),
                            "",
                            candor.platform().clock().instant());
            return candor.platform()
                    .outbox()
                    .replay(tx, id, candor.platform().clock().instant());
        });
        return replayed
                ? Answer.json(Json.object("status", "replayed"))
                : Answer.problem(409, "Not dead", "Only dead letters can be replayed.");
    }
}
