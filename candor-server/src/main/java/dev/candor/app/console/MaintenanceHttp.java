package dev.candor.app.console;

import dev.candor.app.Candor;
import dev.candor.catalog.Catalog;
import dev.candor.catalog.Component;
import dev.candor.catalog.Item;
import dev.candor.catalog.Maintenance;
import dev.candor.catalog.Page;
import dev.candor.catalog.Service;
import dev.candor.platform.auth.Action;
import dev.candor.platform.auth.Resource;
import dev.candor.platform.http.Access;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.Route;
import dev.candor.platform.screen.Times;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// `/maintenances`: planned work, its start and its end.
final class MaintenanceHttp {
    private final Console console;
    private final Candor candor;

    MaintenanceHttp(Console console) {
        this.console = console;
        this.candor = console.candor();
    }

    List<Route> routes() {
        return List.of(
                Route.get("/maintenances", Access.permitted(Resource.MAINTENANCES, Action.READ), this::list),
                Route.post(
                        "/maintenances",
                        Access.permitted(Resource.MAINTENANCES, Action.WRITE),
                        call -> console.once().answer(call, () -> plan(call))),
                Route.post("/maintenances/{id}/move", Access.permitted(Resource.MAINTENANCES, Action.ACT), this::move));
    }

    private Answer list(Call call) {
        Catalog catalog = candor.catalogs().current();
        List<Maintenance> all = candor.platform()
                .ledger()
                .read(tx -> candor.tell().maintenances().store().list(tx, 50));
        Instant next = console.now().truncatedTo(ChronoUnit.HOURS).plus(Duration.ofHours(24));
        return console.show(
                call,
                "/maintenances",
                "Maintenance",
                "maintenances",
                Map.of(
                        "all", all,
                        "services",
                                catalog.all(Service.KIND).stream()
                                        .map(Item::name)
                                        .toList(),
                        "pages",
                                catalog.all(Page.KIND).stream().map(Item::value).toList(),
                        "from", Times.field(next),
                        "until", Times.field(next.plus(Duration.ofHours(1))),
                        "once", console.once().key()));
    }

    private static Instant time(Call call, String field) {
        try {
            return LocalDateTime.parse(call.form(field)).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException notATime) {
            throw Console.wrong("Say when it begins and ends.");
        }
    }

    private Answer plan(Call call) {
        List<String> services = call.form().getOrDefault("service", List.of());
        if (services.isEmpty()
                || services.stream()
                        .anyMatch(name -> candor.catalogs()
                                .current()
                                .find(Service.KIND, name)
                                .isEmpty())) {
            throw Console.wrong("Choose the services that are worked on.");
        }
        String slug = call.form("page");
        // What the services feed is what readers see under maintenance.
        List<String> components = candor.catalogs().current().all(Page.KIND).stream()
                .filter(page -> page.value().slug().equals(slug))
                .flatMap(page -> page.value().components().stream())
                .filter(component -> component.services().stream().anyMatch(services::contains))
                .map(Component::code)
                .toList();
        try {
            candor.tell()
                    .maintenances()
                    .plan(
                            slug,
                            call.form("name"),
                            services,
                            components,
                            time(call, "from"),
                            time(call, "until"),
                            !call.form("automatic").isEmpty(),
                            call.principal().actor());
        } catch (IllegalArgumentException wrong) {
            throw Console.wrong(String.valueOf(wrong.getMessage()));
        }
        return Console.back("/maintenances", "planned");
    }

    private Answer move(Call call) {
        UUID id = Console.id(call, "maintenance");
        Maintenance.State to = switch (call.form("to")) {
            case "start" -> Maintenance.State.IN_PROGRESS;
            case "verify" -> Maintenance.State.VERIFYING;
            case "complete" -> Maintenance.State.COMPLETED;
            default -> throw Console.wrong("A maintenance is moved with start, verify or complete.");
        };
        return Console.back(
                "/maintenances",
                candor.tell().maintenances().move(id, to, call.principal().actor()) ? "saved" : "nothing");
    }
}
