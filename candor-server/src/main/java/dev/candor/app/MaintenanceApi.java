package dev.candor.app;

import dev.candor.base.json.Json;
import dev.candor.catalog.Maintenance;
import dev.candor.detect.intake.Fields;
import dev.candor.platform.auth.Action;
import dev.candor.platform.auth.Resource;
import dev.candor.platform.http.Access;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.Route;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Planned work: plan, start, verify, complete.
final class MaintenanceApi {
    private final Candor candor;

    MaintenanceApi(Candor candor) {
        this.candor = candor;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/maintenances", Access.permitted(Resource.MAINTENANCES, Action.READ), this::list),
                Route.post("/api/maintenances", Access.permitted(Resource.MAINTENANCES, Action.WRITE), this::plan),
                Route.post(
                        "/api/maintenances/{id}/{state}",
                        Access.permitted(Resource.MAINTENANCES, Action.ACT),
                        this::move));
    }

    private Answer list(Call call) {
        int limit = Paged.limit(call);
        Paged.noCursor(call);
        List<Maintenance> all = candor.platform()
                .ledger()
                .read(tx -> candor.tell().maintenances().store().list(tx, limit));
        return Answer.json(
                Json.object("items", all.stream().map(MaintenanceApi::json).toList(), "next", null));
    }

    private static Map<String, @Nullable Object> json(Maintenance maintenance) {
        return Json.object(
                "id", maintenance.id().toString(),
                "code", maintenance.code(),
                "page", maintenance.page(),
                "name", maintenance.name(),
                "services", maintenance.services(),
                "components", maintenance.components(),
                "state", maintenance.state().word(),
                "automatic", maintenance.automatic(),
                "scheduled_for", maintenance.scheduledFor().toString(),
                "scheduled_until", maintenance.scheduledUntil().toString(),
                "started_at", maintenance.startedAt().map(Object::toString).orElse(null),
                "completed_at", maintenance.completedAt().map(Object::toString).orElse(null));
    }

    private Answer plan(Call call) {
        var body = call.json();
        var fields = new Fields(body);
        String name = fields.required("name", 255);
        Optional<Instant> from = fields.instant("scheduled_for");
        Optional<Instant> until = fields.instant("scheduled_until");
        if (from.isEmpty() || until.isEmpty()) {
            fields.error(
                    "'scheduled_for' and 'scheduled_until' are times with an offset, such as 2026-03-02T03:00:00Z");
        }
        if (!fields.errors().isEmpty()) {
            return Answer.badRequest(String.join("; ", fields.errors()));
        }
        try {
            Maintenance maintenance = candor.tell()
                    .maintenances()
                    .plan(
                            fields.optional("page", 63).orElse(""),
                            name,
                            texts(body.get("services")),
                            texts(body.get("components")),
                            from.orElseThrow(),
                            until.orElseThrow(),
                            !Boolean.FALSE.equals(body.get("automatic")),
                            call.principal().actor());
            return Answer.json(201, json(maintenance));
        } catch (IllegalArgumentException wrong) {
            return Answer.badRequest(String.valueOf(wrong.getMessage()));
        }
    }

    private static List<String> texts(@Nullable Object value) {
        return value instanceof List<?> list
                ? list.stream().map(String::valueOf).limit(500).toList()
                : List.of();
    }

    private Answer move(Call call) {
        UUID id = Paged.id(call.value("id"), "maintenance");
        Optional<Maintenance.State> to = switch (call.value("state")) {
            case "start" -> Optional.of(Maintenance.State.IN_PROGRESS);
            case "verify" -> Optional.of(Maintenance.State.VERIFYING);
            case "complete" -> Optional.of(Maintenance.State.COMPLETED);
            default -> Optional.empty();
        };
        if (to.isEmpty()) {
            return Answer.notFound("A maintenance is moved with start, verify or complete.");
        }
        boolean moved =
                candor.tell().maintenances().move(id, to.get(), call.principal().actor());
        Optional<Maintenance> now = candor.platform()
                .ledger()
                .read(tx -> candor.tell().maintenances().store().find(tx, id));
        return now.map(found -> Answer.json(moved ? 200 : 409, json(found)))
                .orElseGet(() -> Answer.notFound("There is no such maintenance."));
    }
}
