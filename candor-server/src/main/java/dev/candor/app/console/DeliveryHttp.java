package dev.candor.app.console;

import dev.candor.app.Candor;
import dev.candor.platform.auth.Action;
import dev.candor.platform.auth.Resource;
import dev.candor.platform.http.Access;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.Route;
import dev.candor.platform.outbox.Delivery;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// `/deliveries`: what left, what waits, what was given up; replay.
final class DeliveryHttp {
    private static final int PAGE = 50;
    private static final Set<String> STATES = Set.of("pending", "claimed", "sent", "dead", "cancelled");
    /// Links that act for somebody are nobody else's business.
    private static final Set<String> PRIVATE = Set.of("acknowledge", "link", "unsubscribe");

    private final Console console;
    private final Candor candor;

    DeliveryHttp(Console console) {
        this.console = console;
        this.candor = console.candor();
    }

    List<Route> routes() {
        Access read = Access.permitted(Resource.DELIVERIES, Action.READ);
        return List.of(
                Route.get("/deliveries", read, this::list),
                Route.get("/deliveries/{id}", read, this::one),
                Route.post("/deliveries/{id}/replay", Access.permitted(Resource.DELIVERIES, Action.ACT), this::replay));
    }

    private Answer list(Call call) {
        String state = STATES.contains(call.query("state", "")) ? call.query("state", "") : "";
        Optional<UUID> before = call.query("before")
                .filter(text -> text.matches("[0-9a-f-]{36}"))
                .map(UUID::fromString);
        List<Delivery> deliveries =
                candor
                        .platform()
                        .ledger()
                        .read(tx -> candor.platform().outbox().list(tx, state, "", before, PAGE))
                        .stream()
                        .map(Delivery::shown)
                        .toList();
        String next = deliveries.size() == PAGE
                ? "/deliveries?state=" + state + "&before="
                        + deliveries.getLast().id()
                : "";
        return console.show(
                call,
                "/deliveries",
                "Deliveries",
                "deliveries",
                Map.of("deliveries", deliveries, "state", state, "next", next));
    }

    private Answer one(Call call) {
        UUID id = Console.id(call, "delivery");
        Delivery delivery = candor.platform()
                .ledger()
                .read(tx -> candor.platform().outbox().find(tx, id))
                .map(Delivery::shown)
                .orElseThrow(() -> Console.unknown("such delivery"));
        List<Delivery.Attempt> attempts =
                candor.platform().ledger().read(tx -> candor.platform().outbox().attempts(tx, id)).stream()
                        .map(Delivery.Attempt::shown)
                        .toList();
        Map<String, String> payload = new LinkedHashMap<>();
        delivery.payload().forEach((key, value) -> {
            if (!PRIVATE.contains(key) && value != null) {
                payload.put(key, String.valueOf(value));
            }
        });
        return console.show(
                call,
                "/deliveries",
                "Delivery",
                "delivery",
                Map.of("delivery", delivery, "attempts", attempts, "payload", payload));
    }

    private Answer replay(Call call) {
        UUID id = Console.id(call, "delivery");
        var now = console.now();
        boolean replayed = candor.platform().ledger().inTransaction(tx -> {
            candor.platform()
                    .audit()
                    .note(tx, call.principal().actor(), call.address(), "delivery.replay", id.toString(), "", now);
            return candor.platform().outbox().replay(tx, id, now);
        });
        return Console.back("/deliveries/" + id, replayed ? "replayed" : "nothing");
    }
}
