package dev.candor.app.console;

import dev.candor.app.Candor;
import dev.candor.app.IncidentApi;
import dev.candor.catalog.Component;
import dev.candor.catalog.Item;
import dev.candor.catalog.Page;
import dev.candor.catalog.Person;
import dev.candor.catalog.Service;
import dev.candor.learn.figures.Cause;
import dev.candor.platform.auth.Action;
import dev.candor.platform.auth.Resource;
import dev.candor.platform.http.Access;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.Route;
import dev.candor.respond.incident.Incident;
import dev.candor.respond.incident.IncidentActions;
import dev.candor.respond.incident.Severity;
import dev.candor.respond.repair.Repairs;
import dev.candor.respond.runbook.Mitigation;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `/incidents`: list, one with its live timeline, declare, edit, note, acknowledge, resolve.
final class IncidentHttp {
    private static final int PAGE = 50;

    private final Console console;
    private final Candor candor;

    IncidentHttp(Console console) {
        this.console = console;
        this.candor = console.candor();
    }

    List<Route> routes() {
        Access read = Access.permitted(Resource.INCIDENTS, Action.READ);
        Access act = Access.permitted(Resource.INCIDENTS, Action.ACT);
        return List.of(
                Route.get("/incidents", read, this::list),
                Route.get("/incidents/new", act, call -> form(call, 200, "")),
                Route.post("/incidents/new", act, call -> console.once().answer(call, () -> declare(call))),
                Route.get("/incidents/{number}", read, this::one),
                Route.post("/incidents/{number}/acknowledge", act, this::acknowledge),
                Route.post("/incidents/{number}/resolve", act, this::resolve),
                Route.post("/incidents/{number}/edit", act, this::edit),
                Route.post(
                        "/incidents/{number}/note", act, call -> console.once().answer(call, () -> note(call))),
                Route.post(
                        "/incidents/{number}/repairs",
                        act,
                        call -> console.once().answer(call, () -> repair(call))),
                Route.post("/incidents/{number}/repairs/{id}/{end}", act, this::repaired));
    }

    private Answer list(Call call) {
        long before = Console.before(call);
        List<Incident> incidents = candor.platform()
                .ledger()
                .read(tx -> candor.respond().incidents().store().list(tx, before, PAGE));
        String next = incidents.size() == PAGE
                ? "/incidents?before=" + incidents.getLast().number()
                : "";
        return console.show(call, "/incidents", "Incidents", "incidents", Map.of("incidents", incidents, "next", next));
    }

    static Incident find(Candor candor, Call call) {
        long number = Console.number(call, "incident");
        return candor.respond()
                .incident(String.valueOf(number))
                .orElseThrow(() -> Console.unknown("incident " + number));
    }

    private Answer one(Call call) {
        Incident incident = find(candor, call);
        IncidentView view = view(call, incident);
        return console.show(
                call,
                "/incidents",
                "Incident " + incident.number(),
                "incident",
                Map.of(
                        "view",
                        view,
                        "vendors",
                        new VendorsBeside(candor).of(view.someAlerts(), console.now()),
                        "runs",
                        candor.platform()
                                .ledger()
                                .read(tx -> candor.runbooks().store().ofIncident(tx, incident.id())),
                        "mitigations",
                        RunbookHttp.mitigations(
                                candor,
                                candor.platform()
                                        .ledger()
                                        .read(tx ->
                                                candor.runbooks().mitigations().ofIncident(tx, incident.id()).stream()
                                                        .filter(Mitigation::on)
                                                        .toList()))));
    }

    private IncidentView view(Call call, Incident incident) {
        String facts = call.query("facts", "");
        int part = facts.matches("[1-9][0-9]{0,5}") ? Integer.parseInt(facts) : 0;
        var names = new LinkedHashMap<String, String>();
        List<Page> pages = pages(candor, incident);
        pages.forEach(page -> page.components().forEach(component -> names.put(component.code(), component.name())));
        return candor.platform()
                .ledger()
                .read(tx -> new IncidentView(
                        incident,
                        candor.respond().ongoing().unwatched(tx, incident)
                                ? NextStep.UNWATCHED
                                : NextStep.saidOver(candor, tx, incident),
                        candor.paging().alerts().store().ofIncident(tx, incident.id()),
                        part > 0
                                ? candor.respond().story(tx, incident, part)
                                : candor.respond().story(tx, incident),
                        candor.tell().updates().store().ofIncident(tx, incident.id()),
                        pages,
                        names,
                        candor.learn().postmortems().find(tx, incident.id()),
                        candor.catalogs().current().all(Person.KIND).stream()
                                .filter(person -> !person.value().disabled())
                                .map(Item::name)
                                .toList(),
                        candor.pagesUrl(),
                        console.once().key(),
                        candor.respond().suspecting().of(tx, incident),
                        candor.learn().figures().of(tx, incident),
                        candor.respond().repairs().store().ofIncident(tx, incident.id()),
                        CommitmentLine.of(candor, tx, incident),
                        candor.tell().updates().store().correctionsOfIncident(tx, incident.id()),
                        candor.learn().similar(tx, incident),
                        candor.actions().store().ofIncident(tx, incident.id()),
                        candor.actions()
                                .store()
                                .cameBack(
                                        tx,
                                        incident.id(),
                                        incident.service(),
                                        candor.learn()
                                                .figures()
                                                .store()
                                                .cause(tx, incident.id())
                                                .map(Cause::wire)
                                                .orElse(""))));
    }

    /// All pages, those first that show something of the incident.
    static List<Page> pages(Candor candor, Incident incident) {
        return candor.catalogs().current().all(Page.KIND).stream()
                .map(Item::value)
                .sorted(Comparator.comparing((Page page) ->
                        page.components().stream().map(Component::code).noneMatch(incident.components()::containsKey)))
                .toList();
    }

    private Answer acknowledge(Call call) {
        Incident incident = find(candor, call);
        String by = call.principal().actor();
        boolean any = candor.paging().alerts().acknowledgeAll(incident.id(), by)
                | candor.respond().actions().take(incident.id(), by);
        return Console.back(
                call.form("back").equals("/") ? "/" : "/incidents/" + incident.number(),
                any ? "acknowledged" : "nothing");
    }

    private Answer resolve(Call call) {
        Incident incident = find(candor, call);
        var wish =
                IncidentApi.resolveWithAlerts(candor, incident, call.principal().actor());
        if (wish instanceof IncidentActions.Wish.Nothing) {
            return Console.back("/incidents/" + incident.number(), "nothing");
        }
        IncidentApi.objection(wish).ifPresent(why -> {
            throw Console.wrong(why);
        });
        return Console.back("/incidents/" + incident.number(), "resolved");
    }

    private static Severity severity(Call call) {
        try {
            return Severity.of(call.form("severity"));
        } catch (IllegalArgumentException unknown) {
            throw Console.wrong("A severity is sev1, sev2, sev3 or sev4.");
        }
    }

    private static String title(Call call) {
        String title = call.form("title");
        if (title.isEmpty() || title.length() > 255) {
            throw Console.wrong("A title has 1 to 255 characters; this one has " + title.length() + ".");
        }
        return title;
    }

    private Answer edit(Call call) {
        Incident incident = find(candor, call);
        String commander = call.form("commander");
        if (!commander.isEmpty()
                && candor.catalogs().current().find(Person.KIND, commander).isEmpty()) {
            throw Console.wrong("There is no person " + commander + ".");
        }
        candor.respond()
                .actions()
                .edit(
                        incident.id(),
                        title(call),
                        severity(call),
                        commander,
                        call.principal().actor());
        return Console.back("/incidents/" + incident.number(), "saved");
    }

    private Answer note(Call call) {
        Incident incident = find(candor, call);
        String text = call.form("text");
        if (text.isEmpty() || text.length() > 2000) {
            throw Console.wrong("A note has 1 to 2,000 characters; this one has " + text.length() + ".");
        }
        candor.respond().actions().note(incident.id(), text, call.principal().actor());
        return Answer.seeOther("/incidents/" + incident.number());
    }

    private Answer repair(Call call) {
        Incident incident = find(candor, call);
        candor.respond()
                .repairs()
                .open(
                        incident.id(),
                        call.form("what"),
                        call.form("amount"),
                        call.form("owner"),
                        call.principal().actor())
                .ifPresent(why -> {
                    throw Console.wrong(why);
                });
        return Console.back("/incidents/" + incident.number(), "saved");
    }

    private Answer repaired(Call call) {
        Incident incident = find(candor, call);
        Repairs.End end = call.value("end").equals("done") ? Repairs.End.DONE : Repairs.End.LOST;
        if (!call.value("end").equals(end.wire())) {
            throw Console.unknown("such end");
        }
        candor.respond()
                .repairs()
                .close(
                        incident.id(),
                        Console.id(call, "repair"),
                        end,
                        call.form("evidence"),
                        call.principal().actor())
                .ifPresent(why -> {
                    throw Console.wrong(why);
                });
        return Console.back("/incidents/" + incident.number(), "saved");
    }

    private Answer form(Call call, int status, String wrong) {
        List<String> services = candor.catalogs().current().all(Service.KIND).stream()
                .map(Item::name)
                .toList();
        return console.show(
                call,
                status,
                "/incidents",
                "Declare an incident",
                "incidentnew",
                Map.of(
                        "services",
                        services,
                        "wrong",
                        wrong,
                        "typed",
                        call.method().equals("POST") ? call.form("title") : "",
                        "service",
                        call.method().equals("POST") ? call.form("service") : call.query("service", ""),
                        "once",
                        console.once().key()));
    }

    private Answer declare(Call call) {
        String service = call.form("service");
        if (candor.catalogs().current().find(Service.KIND, service).isEmpty()) {
            return form(call, 422, "Choose the service that is in trouble.");
        }
        Incident incident = candor.respond()
                .actions()
                .declare(
                        title(call),
                        service,
                        severity(call),
                        Map.of(),
                        call.principal().actor());
        return Answer.seeOther("/incidents/" + incident.number());
    }

    static Optional<Page> page(Candor candor, String slug) {
        return candor.catalogs().current().pageWithSlug(slug);
    }
}
