package dev.candor.app;

import dev.candor.app.console.Console;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Route;
import java.util.ArrayList;
import java.util.List;

/// All routes of the console origin, one table.
final class Web {
    private Web() {}

    static List<Route> routes(Candor candor) {
        var routes = new ArrayList<Route>();
        routes.addAll(new HealthHttp(candor).routes());
        routes.addAll(candor.detect().routes());
        routes.addAll(candor.arrivals().routes());
        routes.addAll(candor.changes().routes(candor.platform().random()));
        new Api(candor).routes().forEach(route -> routes.add(once(candor, route)));
        new Console(candor).routes().forEach(route -> routes.add(once(candor, route)));
        return List.copyOf(routes);
    }

    /// The same route, for as soon as everything works: a form that could not be sent off is of no use.
    private static Route once(Candor candor, Route route) {
        return route.with(call -> candor.works() || route.path().startsWith("/assets/")
                ? route.endpoint().answer(call)
                : Answer.problem(
                                503,
                                "Database away",
                                "Candor waits for its database since its start. Public pages and intake work; all else goes on by itself.")
                        .with("Retry-After", "5"));
    }
}
