package dev.candor.app.console;

import dev.candor.app.Candor;
import dev.candor.catalog.Page;
import dev.candor.learn.bulletin.BulletinStore;
import dev.candor.learn.bulletin.TeamWeek;
import dev.candor.learn.bulletin.Week;
import dev.candor.platform.auth.Action;
import dev.candor.platform.auth.Resource;
import dev.candor.platform.http.Access;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.Route;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// `/bulletins`: weeks, drafted by themselves, finished and published by a person.
final class BulletinHttp {
    private static final int LISTED = 60;

    private final Console console;
    private final Candor candor;

    BulletinHttp(Console console) {
        this.console = console;
        this.candor = console.candor();
    }

    List<Route> routes() {
        Access read = Access.permitted(Resource.INCIDENTS, Action.READ);
        return List.of(
                Route.get("/bulletins", read, this::list),
                Route.get("/bulletins/{page}/{week}", read, call -> one(call, 200, "", "")),
                Route.get("/bulletins/{page}/{week}/team.md", read, this::text),
                Route.of(
                        "POST",
                        "/bulletins/{page}/{week}",
                        Access.permitted(Resource.PAGES, Action.ACT),
                        200 << 10,
                        this::save));
    }

    private Answer list(Call call) {
        List<BulletinStore.Bulletin> all =
                candor.platform().ledger().read(tx -> candor.bulletins().store().list(tx, LISTED));
        return console.show(call, LearnTabs.SECTION, "Bulletins", "bulletins", Map.of("bulletins", all));
    }

    private record Asked(Page page, BulletinStore.Bulletin bulletin) {}

    private Asked asked(Call call) {
        Page page = IncidentHttp.page(candor, call.value("page"))
                .orElseThrow(() -> Console.unknown("page " + call.value("page")));
        return Week.parse(call.value("week"))
                .flatMap(week -> candor.platform()
                        .ledger()
                        .read(tx -> candor.bulletins().store().find(tx, page.slug(), week)))
                .map(found -> new Asked(page, found))
                .orElseThrow(() -> Console.unknown("bulletin of " + call.value("week")));
    }

    private TeamWeek team(Asked asked) {
        return candor.platform()
                .ledger()
                .read(tx -> candor.bulletins()
                        .team(
                                tx,
                                asked.bulletin().week(),
                                asked.page().timeZone(),
                                new TeamWeek.Owed(
                                        candor.learn().pending(tx, console.now()),
                                        candor.actions().store().overdue(tx, ActionHttp.today(console.now())),
                                        candor.tell().commitments().store().open(tx).stream()
                                                .filter(one -> one.overdue(console.now()))
                                                .toList())));
    }

    private Answer one(Call call, int status, String typed, String wrong) {
        Asked asked = asked(call);
        return console.show(
                call,
                status,
                LearnTabs.SECTION,
                "Bulletin " + asked.bulletin().week(),
                "bulletin",
                Map.of(
                        "page",
                        asked.page(),
                        "bulletin",
                        asked.bulletin(),
                        "body",
                        typed.isEmpty() ? asked.bulletin().body() : typed,
                        "wrong",
                        wrong,
                        "team",
                        team(asked),
                        "address",
                        candor.pagesUrl() + "/" + asked.page().slug() + "/bulletin/"
                                + asked.bulletin().week()));
    }

    private Answer text(Call call) {
        return Answer.of(
                200,
                "text/markdown; charset=utf-8",
                team(asked(call)).markdown().getBytes(StandardCharsets.UTF_8));
    }

    private Answer save(Call call) {
        Asked asked = asked(call);
        boolean publish = call.form("do").equals("publish");
        String body = call.form("body").replace("\r\n", "\n");
        var wrong = candor.bulletins()
                .save(
                        asked.page().slug(),
                        asked.bulletin().week(),
                        body,
                        call.principal().actor(),
                        publish,
                        console.now());
        if (wrong.isPresent()) {
            return one(call, 422, body, wrong.get());
        }
        String path =
                "/bulletins/" + asked.page().slug() + "/" + asked.bulletin().week();
        console.audit(call, publish ? "bulletin.publish" : "bulletin.save", path);
        return Console.back(path, publish ? "published" : "saved");
    }
}
