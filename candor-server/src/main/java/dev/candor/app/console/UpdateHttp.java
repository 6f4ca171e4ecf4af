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
import dev.candor.tell.commitment.Promise;
import dev.candor.tell.update.Draft;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
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

    /// The page that is named, or with no name the first that shows something of the incident.
    private Page page(Incident incident, String slug) {
        List<Page> pages = IncidentHttp.pages(candor, incident);
        if (pages.isEmpty()) {
            throw Console.wrong("There is no public page yet to publish on.");
        }
        return slug.isEmpty()
                ? pages.getFirst()
                : pages.stream()
                        .filter(page -> page.slug().equals(slug))
                        .findFirst()
                        .orElseThrow(() -> Console.unknown("page " + slug));
    }

    private Answer screen(
            Call call,
            int status,
            Incident incident,
            Page page,
            Draft draft,
            PromiseForm promises,
            String look,
            String wrong) {
        long readers = candor.platform()
                .ledger()
                .read(tx -> candor.tell().subscribers().reached(tx, page));
        var view = new UpdateView(
                incident,
                page,
                IncidentHttp.pages(candor, incident),
                draft,
                promises,
                look,
                readers,
                wrong,
                console.once().key());
        return console.show(
                call, status, "/incidents", "Update for incident " + incident.number(), "update", Map.of("view", view));
    }

    private Answer draft(Call call) {
        Incident incident = IncidentHttp.find(candor, call);
        Page page = page(incident, call.query("page", ""));
        return screen(
                call,
                200,
                incident,
                page,
                candor.tell().updates().draft(incident, page),
                PromiseForm.blank(candor.tell().commitments(), page.slug(), console.now()),
                "",
                "");
    }

    private Answer take(Call call) {
        Incident incident = IncidentHttp.find(candor, call);
        Page page = page(incident, call.form("page"));
        Draft draft = read(call, page);
        PromiseForm promises = PromiseForm.read(
                call,
                candor.tell().commitments(),
                page.slug(),
                draft.body(),
                draft.phase().open(),
                console.now());
        Optional<String> wrong =
                promises.objection().or(() -> candor.tell().updates().wrong(draft, promises.promises()));
        if (wrong.isPresent()) {
            return screen(call, 422, incident, page, draft, promises, "", wrong.get());
        }
        if (!call.form("do").equals("publish")) {
            return screen(
                    call, 200, incident, page, draft, promises, look(call, incident, draft, promises.promises()), "");
        }
        return console.once().answer(call, () -> publish(call, incident, page, draft, promises));
    }

    private Answer publish(Call call, Incident incident, Page page, Draft draft, PromiseForm promises) {
        Optional<String> refused = candor.tell()
                .updates()
                .publish(
                        incident.id(),
                        draft,
                        promises.promises(),
                        call.principal().actor());
        if (refused.isPresent()) {
            return screen(call, 422, incident, page, draft, promises, "", refused.get());
        }
        console.audit(call, "update.publish", "incident/" + incident.number());
        return Console.back("/incidents/" + incident.number(), "published");
    }

    /// The page's own first page as it would be, to be shown in a frame: its style comes from here, and its links
    /// lead nowhere.
    private String look(Call call, Incident incident, Draft draft, List<Promise> promises) {
        Instant now = console.now();
        return candor
                .tell()
                .pages()
                .preview(
                        draft.page(),
                        tx -> candor.tell()
                                .updates()
                                .pretend(
                                        tx,
                                        incident.id(),
                                        draft,
                                        promises,
                                        call.principal().actor(),
                                        now),
                        now)
                .stream()
                .flatMap(snapshot -> snapshot.files().stream())
                .filter(file -> file.path().equals("index.html"))
                .findFirst()
                .map(file -> new String(file.identity(), StandardCharsets.UTF_8))
                .map(UpdateHttp::framed)
                .orElse("");
    }

    static String framed(String html) {
        return html.replace("href=\"assets/", "href=\"/assets/")
                .replaceAll("(?s)<script\\b.*?</script>", "")
                .replaceAll("<link rel=\"(?:alternate|canonical)\"[^>]*>", "")
                .replaceAll("(<a\\b[^>]*?) href=\"[^\"]*\"", "$1")
                .replaceAll("(?s)<form\\b.*?</form>", "");
    }

    private static Draft read(Call call, Page page) {
        IncidentPhase phase = IncidentApi.phase(call.form("phase"))
                .filter(one -> one != IncidentPhase.POSTMORTEM)
                .orElse(IncidentPhase.INVESTIGATING);
        var components = new LinkedHashMap<String, ComponentStatus>();
        for (Component component : page.components()) {
            IncidentApi.status(call.form("c-" + component.code()))
                    .ifPresent(status -> components.put(component.code(), status));
        }
        return new Draft(page.slug(), call.form("title"), phase, call.form("body"), components);
    }
}
