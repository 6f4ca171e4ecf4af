package dev.candor.app;

import dev.candor.app.console.Console;
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
        routes.addAll(new Api(candor).routes());
        routes.addAll(new Console(candor).routes());
        return List.copyOf(routes);
    }
}
