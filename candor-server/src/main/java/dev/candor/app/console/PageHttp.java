package dev.candor.app.console;

import dev.candor.app.Candor;
import dev.candor.catalog.Item;
import dev.candor.catalog.Maintenance;
import dev.candor.catalog.Page;
import dev.candor.page.PageModel;
import dev.candor.platform.auth.Action;
import dev.candor.platform.auth.Resource;
import dev.candor.platform.http.Access;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.Route;
import java.util.List;
import java.util.Map;

/// `/pages`: what the public sees, from inside.
final class PageHttp {
    private final Console console;
    private final Candor candor;

    PageHttp(Console console) {
        this.console = console;
        this.candor = console.candor();
    }

    List<Route> routes() {
        Access read = Access.permitted(Resource.PAGES, Action.READ);
        return List.of(
                Route.get(
                        "/pages",
                        read,
                        call -> console.show(
                                call,
                                "/pages",
                                "Pages",
                                "pages",
                                Map.of("pages", OverviewHttp.pages(candor, console.now())))),
                Route.get("/pages/{slug}", read, this::one));
    }

    private Answer one(Call call) {
        String slug = call.value("slug");
        Item<Page> item = candor.catalogs().current().all(Page.KIND).stream()
                .filter(page -> page.value().slug().equals(slug))
                .findFirst()
                .orElseThrow(() -> Console.unknown("page " + slug));
        PageModel model =
                candor.tell().pages().model(slug, console.now()).orElseThrow(() -> Console.unknown("page " + slug));
        List<Maintenance> maintenances = candor.platform()
                .ledger()
                .read(tx -> candor.tell().maintenances().store().ofPage(tx, slug, 10));
        long subscribers = candor.platform()
                .ledger()
                .read(tx -> candor.tell().subscribers().store().countActive(tx, slug));
        Map<String, Long> numbers = candor.platform()
                .ledger()
                .read(tx -> candor.respond().incidents().store().list(tx, Long.MAX_VALUE, 500).stream()
                        .collect(java.util.stream.Collectors.toMap(
                                incident -> incident.code(), incident -> incident.number())));
        return console.show(
                call,
                "/pages",
                item.name(),
                "page",
                Map.of(
                        "page",
                        item,
                        "model",
                        model,
                        "maintenances",
                        maintenances,
                        "subscribers",
                        subscribers,
                        "numbers",
                        numbers));
    }
}
