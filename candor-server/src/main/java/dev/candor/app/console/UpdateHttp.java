package dev.candor.app.console;

import dev.candor.app.Candor;
import dev.candor.app.IncidentApi;
import dev.candor.catalog.Component;
import dev.candor.catalog.Page;
import dev.candor.page.ComponentStatus;
import dev.candor.page.IncidentPhase;
import dev.candor.platform.auth.Action;
import dev.candor.platform.auth.Resource;
import dev.candor.platform.http.Access;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.Route;
import dev.candor.respond.incident.Incident;
import dev.candor.tell.update.Updates;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Words for the public about an incident: drafted, looked at as readers will see them, then published.
final class UpdateHttp {
    private static final int BODY = 200 << 10;

    private final Console console;
    private final Candor candor;

    UpdateHttp(Console console) {
        this.console = console;
        this.candor = console.candor();
    }

    List<Route> routes() {
        Access act = Access.permitted(Resource.PAGES, Action.ACT);
        return List.of(
                Route.get("/incidents/{number}/update", act, this::draft),
                Route.of("POST", "/incidents/{number}/update", act, BODY, this::take));
    }

    private Page page(Incident incident, String slug) {
        List<Page> pages = IncidentHttp.pages(candor, incident);
        if (pages.isEmpty()) {
            throw Console.wrong("There is no public page yet to publish on.");
        }
        return pages.stream()
                .filter(page -> page.slug().equals(slug))
                .findFirst()
                .orElse(pages.getFirst());
    }

    private Answer screen(
            Call call, int status, Incident incident, Page page, Updates.Draft draft, boolean preview, String wrong) {
        var view = new UpdateView(incident, page, IncidentHttp.pages(candor, incident), draft, preview, wrong);
        return console.show(
                call, status, "/incidents", "Update for incident " + incident.number(), "update", Map.of("view", view));
    }

    private Answer draft(Call call) {
        Incident incident = IncidentHttp.find(candor, call);
        Page page = page(incident, call.query("page", ""));
        return screen(call, 200, incident, page, candor.tell().updates().draft(incident, page), false, "");
    }

    private Answer take(Call call) {
        Incident incident = IncidentHttp.find(candor, call);
        Page page = page(incident, call.form("page"));
        Updates.Draft draft = read(call, page);
        if (!call.form("do").equals("publish")) {
            return screen(call, 200, incident, page, draft, true, "");
        }
        Optional<String> refused = candor.tell()
                .updates()
                .publish(incident.id(), draft, call.principal().actor());
        if (refused.isPresent()) {
            return screen(call, 422, incident, page, draft, false, refused.get());
        }
        console.audit(call, "update.publish", "incident/" + incident.number());
        return Console.back("/incidents/" + incident.number(), "published");
    }

    private static Updates.Draft read(Call call, Page page) {
        IncidentPhase phase = IncidentApi.phase(call.form("phase"))
                .filter(one -> one != IncidentPhase.POSTMORTEM)
                .orElse(IncidentPhase.INVESTIGATING);
        var components = new LinkedHashMap<String, ComponentStatus>();
        for (Component component : page.components()) {
            IncidentApi.status(call.form("c-" + component.code()))
                    .ifPresent(status -> components.put(component.code(), status));
        }
        return new Updates.Draft(page.slug(), call.form("title"), phase, call.form("body"), components);
    }
}
