package dev.candor.app.console;

import dev.candor.app.Candor;
import dev.candor.learn.figures.Summary;
import dev.candor.platform.auth.Action;
import dev.candor.platform.auth.Resource;
import dev.candor.platform.http.Access;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// `/figures`: how long it took, how often it woke somebody, how often it was worth it.
final class FigureHttp {
    private static final List<Integer> RANGES = List.of(30, 90, 365);
    private static final int MOST_ROWS = 100;

    private final Console console;
    private final Candor candor;

    FigureHttp(Console console) {
        this.console = console;
        this.candor = console.candor();
    }

    List<Route> routes() {
        return List.of(Route.get("/figures", Access.permitted(Resource.INCIDENTS, Action.READ), this::show));
    }

    private Answer show(Call call) {
        int days = Call.number(call.query("days", "90"))
                .map(Long::intValue)
                .filter(RANGES::contains)
                .orElse(90);
        Instant until = console.now();
        Summary summary = candor.platform()
                .ledger()
                .read(tx -> candor.learn().figures().over(tx, until.minus(Duration.ofDays(days)), until));
        return console.show(
                call,
                LearnTabs.SECTION,
                "Figures",
                "figures",
                Map.of("view", new FigureView(summary, days, RANGES, MOST_ROWS)));
    }
}
