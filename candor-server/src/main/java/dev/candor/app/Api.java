package dev.candor.app;

import dev.candor.platform.http.Route;
import java.util.ArrayList;
import java.util.List;

/// The JSON API: every route in one list, a class per noun.
final class Api {
    private final Candor candor;

    Api(Candor candor) {
        this.candor = candor;
    }

    List<Route> routes() {
        var idempotency = new Idempotency(candor.platform());
        var routes = new ArrayList<Route>();
        routes.addAll(new CatalogApi(candor).routes());
        routes.addAll(new MonitorApi(candor).routes());
        routes.addAll(new VendorApi(candor).routes());
        routes.addAll(new TelemetryApi(candor).routes());
        routes.addAll(new AlertApi(candor).routes());
        routes.addAll(new IncidentApi(candor).routes());
        routes.addAll(new CommitmentApi(candor).routes());
        routes.addAll(new HandWordApi(candor).routes());
        routes.addAll(new LearnApi(candor).routes());
        routes.addAll(new ActionApi(candor).routes());
        routes.addAll(new ChangeApi(candor).routes());
        routes.addAll(new MaintenanceApi(candor).routes());
        routes.addAll(new RunApi(candor).routes());
        routes.addAll(new ProofApi(candor).routes());
        routes.addAll(new DeliveryApi(candor).routes());
        routes.addAll(new AccessApi(candor).routes());
        routes.addAll(new HistoryApi(candor).routes());
        var described = new ArrayList<>(routes);
        described.addAll(candor.detect().routes());
        described.addAll(candor.arrivals().routes());
        described.addAll(candor.changes().routes(candor.platform().random()));
        routes.add(new OpenApi().route(List.copyOf(described), candor::consoleUrl));
        return routes.stream().map(idempotency::around).toList();
    }
}
