package dev.candor.app.console;

import dev.candor.app.Candor;
import dev.candor.catalog.Item;
import dev.candor.detect.vendor.Vendor;
import dev.candor.detect.vendor.VendorViews;
import dev.candor.platform.auth.Action;
import dev.candor.platform.auth.Resource;
import dev.candor.platform.http.Access;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.Route;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// `/vendors`: list, one with what it says beside what we measured, check now.
final class VendorHttp {
    private static final int MOST = 500;

    private final Console console;
    private final Candor candor;

    VendorHttp(Console console) {
        this.console = console;
        this.candor = console.candor();
    }

    List<Route> routes() {
        return List.of(
                Route.get("/vendors", Access.permitted(Resource.MONITORS, Action.READ), this::list),
                Route.get("/vendors/{name}", Access.permitted(Resource.MONITORS, Action.READ), this::one),
                Route.post(
                        "/vendors/{name}/check-now", Access.permitted(Resource.MONITORS, Action.ACT), this::checkNow));
    }

    private Item<Vendor> find(Call call) {
        return candor.catalogs()
                .current()
                .item(Vendor.KIND, call.value("name"))
                .orElseThrow(() -> Console.unknown("vendor " + call.value("name")));
    }

    private Answer list(Call call) {
        Instant now = console.now();
        VendorViews views = candor.vendorViews();
        List<Item<Vendor>> all = candor.catalogs().current().all(Vendor.KIND);
        List<VendorViews.Line> lines = candor.platform()
                .ledger()
                .read(tx -> all.stream()
                        .limit(MOST)
                        .map(item -> views.line(tx, item, now))
                        .sorted(Comparator.comparing(line -> line.standing().isTrouble() ? 0 : line.readable() ? 2 : 1))
                        .toList());
        return console.show(call, "/vendors", "Vendors", "vendors", Map.of("lines", lines));
    }

    private Answer one(Call call) {
        Item<Vendor> item = find(call);
        Instant now = console.now();
        VendorViews views = candor.vendorViews();
        return console.show(
                call,
                "/vendors",
                item.name(),
                "vendor",
                Map.of(
                        "view",
                        candor.platform().ledger().read(tx -> views.view(tx, item, now)),
                        "document",
                        Documents.yaml(
                                Objects.requireNonNull(candor.catalogs().store().masked(item.document())))));
    }

    private Answer checkNow(Call call) {
        Item<Vendor> item = find(call);
        Instant now = console.now();
        candor.platform().ledger().inTransaction(tx -> {
            candor.vendors().store().soon(tx, item.id(), now);
            return true;
        });
        return Console.back("/vendors/" + Console.encoded(item.name()), "checking");
    }
}
