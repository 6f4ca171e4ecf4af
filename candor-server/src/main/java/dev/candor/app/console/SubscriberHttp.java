package dev.candor.app.console;

import dev.candor.app.Candor;
import dev.candor.catalog.Page;
import dev.candor.platform.auth.Action;
import dev.candor.platform.auth.Resource;
import dev.candor.platform.http.Access;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.Route;
import dev.candor.tell.subscriber.SubscriberStore;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// `/pages/{slug}/subscribers`: who gets a page's updates by mail.
final class SubscriberHttp {
    private static final int PAGE = 50;
    private static final List<String> STATES = List.of("active", "unconfirmed", "ended");

    private final Console console;
    private final Candor candor;

    SubscriberHttp(Console console) {
        this.console = console;
        this.candor = console.candor();
    }

    List<Route> routes() {
        return List.of(
                Route.get("/pages/{slug}/subscribers", Access.permitted(Resource.SUBSCRIBERS, Action.READ), this::list),
                Route.post(
                        "/pages/{slug}/subscribers/{id}/remove",
                        Access.permitted(Resource.SUBSCRIBERS, Action.WRITE),
                        this::remove));
    }

    private Page page(Call call) {
        return IncidentHttp.page(candor, call.value("slug"))
                .orElseThrow(() -> Console.unknown("page " + call.value("slug")));
    }

    private Answer list(Call call) {
        Page page = page(call);
        String state = STATES.contains(call.query("state", "")) ? call.query("state", "") : "";
        String before = call.query("before")
                .filter(text -> text.matches("[0-9a-f-]{36}"))
                .orElse("");
        SubscriberStore store = candor.tell().subscribers().store();
        List<SubscriberStore.Subscriber> shown =
                candor.platform().ledger().read(tx -> store.ofPage(tx, page.slug(), state, before, PAGE));
        long active = candor.platform().ledger().read(tx -> store.countActive(tx, page.slug()));
        String next = shown.size() == PAGE
                ? "/pages/" + page.slug() + "/subscribers?state=" + state + "&before="
                        + shown.getLast().id()
                : "";
        return console.show(
                call,
                "/pages",
                "Subscribers of " + page.name(),
                "subscribers",
                Map.of(
                        "page",
                        page,
                        "shown",
                        shown,
                        "active",
                        active,
                        "states",
                        STATES,
                        "state",
                        state,
                        "next",
                        next,
                        "mailsLeave",
                        console.mailsLeave()));
    }

    private Answer remove(Call call) {
        Page page = page(call);
        UUID id = Console.id(call, "such subscriber");
        boolean removed = candor.platform()
                .ledger()
                .inTransaction(tx -> candor.tell().subscribers().store().remove(tx, page.slug(), id));
        console.audit(call, "subscriber.remove", "page/" + page.slug());
        return Console.back("/pages/" + page.slug() + "/subscribers", removed ? "removed" : "nothing");
    }
}
