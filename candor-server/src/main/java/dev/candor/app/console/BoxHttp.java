package dev.candor.app.console;

import dev.candor.app.Candor;
import dev.candor.catalog.Page;
import dev.candor.catalog.Person;
import dev.candor.learn.boxes.Boxes;
import dev.candor.learn.boxes.Episode;
import dev.candor.platform.auth.Action;
import dev.candor.platform.auth.Resource;
import dev.candor.platform.http.Access;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.Route;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Map;

/// `/boxes`: two weeks at a look.
final class BoxHttp {
    private final Console console;
    private final Candor candor;

    BoxHttp(Console console) {
        this.console = console;
        this.candor = console.candor();
    }

    List<Route> routes() {
        return List.of(Route.get("/boxes", Access.permitted(Resource.INCIDENTS, Action.READ), this::show));
    }

    private Answer show(Call call) {
        ZoneId zone = candor.catalogs()
                .current()
                .find(Person.KIND, call.principal().actor())
                .map(Person::timeZone)
                .orElse(ZoneOffset.UTC);
        LocalDate today = console.now().atZone(zone).toLocalDate();
        LocalDate first = monday(call.query("from", ""), today.minusWeeks(1));
        List<String> pages = candor.catalogs().current().all(Page.KIND).stream()
                .map(page -> page.value().slug())
                .toList();
        List<Episode> episodes = candor.platform()
                .ledger()
                .read(tx -> candor.learn().boxes().of(tx, first, zone, pages, candor.pagesUrl(), console.now()));
        return console.show(
                call,
                LearnTabs.SECTION,
                "Two weeks",
                "boxes",
                Map.of(
                        "view",
                        new BoxView(
                                first,
                                today,
                                zone,
                                Boxes.of(episodes, first, Boxes.Form.WIDE),
                                Boxes.of(episodes, first, Boxes.Form.NARROW),
                                episodes.stream()
                                        .sorted(java.util.Comparator.comparing(Episode::start))
                                        .toList())));
    }

    /// The Monday of the week of a day.
    private static LocalDate monday(String day, LocalDate otherwise) {
        LocalDate date = otherwise;
        try {
            LocalDate asked = day.isEmpty() ? otherwise : LocalDate.parse(day);
            date = asked.getYear() < 2000 || asked.getYear() > 2200 ? otherwise : asked;
        } catch (DateTimeException notADay) {
            date = otherwise;
        }
        return date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    }
}
