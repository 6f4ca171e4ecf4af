package dev.candor.app.console;

import dev.candor.app.Candor;
import dev.candor.catalog.Service;
import dev.candor.detect.telemetry.LogSource;
import dev.candor.detect.telemetry.SenderReport;
import dev.candor.detect.telemetry.Telemetry;
import dev.candor.platform.auth.Action;
import dev.candor.platform.auth.Resource;
import dev.candor.platform.http.Access;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.Route;
import dev.candor.telemetry.window.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// `/services/{name}/telemetry`: what a service's access logs say.
final class TelemetryHttp {
    private static final int SUMMED = 300;
    private static final int RISES = 5;

    private final Console console;
    private final Candor candor;

    TelemetryHttp(Console console) {
        this.console = console;
        this.candor = console.candor();
    }

    List<Route> routes() {
        return List.of(
                Route.get("/services/{name}/telemetry", Access.permitted(Resource.MONITORS, Action.READ), this::show));
    }

    private Answer show(Call call) {
        String name = call.value("name");
        if (candor.catalogs().current().find(Service.KIND, name).isEmpty()) {
            throw Console.unknown("service " + name);
        }
        Telemetry telemetry = candor.detect().telemetry();
        boolean day = call.query("range", "hour").equals("day");
        Instant now = console.now();
        Instant from = now.minus(day ? Duration.ofDays(1) : Duration.ofHours(1));
        List<Window> windows = day ? telemetry.minutes(name, from, now) : telemetry.windows(name, from, now);
        Window sum = Window.merge(windows, SUMMED);
        List<Window> slices = TelemetryChart.slices(windows, TelemetryChart.begin(windows, from, now), now);
        List<SenderReport> senders = telemetry.senders(name);
        boolean configured = candor.catalogs().current().all(LogSource.KIND).stream()
                .anyMatch(source -> source.value().service().equals(name));
        Telemetry.Doors doors = telemetry.doors();
        var view = new TelemetryView(
                name,
                day ? "day" : "hour",
                sum,
                requests(slices, sum),
                failing(slices, sum),
                latency(slices, sum),
                TelemetryView.slices(sum),
                senders.stream().map(TelemetryView::sender).toList(),
                telemetry.episodes(name, RISES).stream()
                        .map(TelemetryView::rise)
                        .toList(),
                candor.consoleUrl() + "/in/KEY/logs",
                telemetry
                        .syslog()
                        .map(address -> address.getHostString() + ":" + address.getPort())
                        .orElse(""),
                DoorLosses.of(doors, configured, senders),
                doors.unclaimed());
        return console.show(call, "/services", name + " access logs", "telemetry", Map.of("view", view));
    }

    private static TelemetryChart requests(List<Window> slices, Window sum) {
        return TelemetryChart.of(
                slices,
                0.01,
                TelemetryChart::rate,
                String.format(Locale.ROOT, "%,d requests, %,d of them failed.", sum.requests(), sum.failures()),
                List.of(
                        new TelemetryChart.Asked("Requests", "p1", true, slice -> perSecond(slice, slice.requests())),
                        new TelemetryChart.Asked("Failed", "bad", true, slice -> perSecond(slice, slice.failures()))));
    }

    private static OptionalDouble perSecond(Window slice, long count) {
        return slice.requests() == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(count * 1000.0 / Math.max(1, slice.length().toMillis()));
    }

    private static TelemetryChart failing(List<Window> slices, Window sum) {
        return TelemetryChart.of(
                slices,
                0.001,
                TelemetryChart::share,
                sum.requests() == 0 ? "No requests." : TelemetryChart.share(sum.share()) + " of all requests failed.",
                List.of(new TelemetryChart.Asked(
                        "Failing share",
                        "bad",
                        true,
                        slice -> slice.requests() == 0 ? OptionalDouble.empty() : OptionalDouble.of(slice.share()))));
    }

    private static TelemetryChart latency(List<Window> slices, Window sum) {
        OptionalLong median = sum.latency().quantile(0.5);
        OptionalLong slow = sum.latency().quantile(0.99);
        return TelemetryChart.of(
                slices,
                1000,
                TelemetryChart::millis,
                median.isEmpty() || slow.isEmpty()
                        ? "The log does not say how long requests took."
                        : "Median " + TelemetryChart.millis(median.getAsLong()) + ", 99 of 100 within "
                                + TelemetryChart.millis(slow.getAsLong()) + ".",
                List.of(quantile("Median", "q50", 0.5), quantile("90 %", "q90", 0.9), quantile("99 %", "q99", 0.99)));
    }

    private static TelemetryChart.Asked quantile(String name, String look, double share) {
        return new TelemetryChart.Asked(name, look, false, slice -> {
            OptionalLong micros = slice.latency().quantile(share);
            return micros.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(micros.getAsLong());
        });
    }
}
