package dev.candor.app;

import dev.candor.base.json.Json;
import dev.candor.catalog.Service;
import dev.candor.detect.telemetry.Telemetry;
import dev.candor.platform.auth.Action;
import dev.candor.platform.auth.Resource;
import dev.candor.platform.http.Access;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.RefusedException;
import dev.candor.platform.http.Route;
import dev.candor.telemetry.window.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// What access logs say: `/api/telemetry` about the doors, `/api/telemetry/{service}` about a service.
final class TelemetryApi {
    private static final int VALUES = 20;
    private static final int SUMMED = 300;
    private static final int EPISODES = 20;
    private static final int MOST_MINUTES = 24 * 60;

    private final Candor candor;

    TelemetryApi(Candor candor) {
        this.candor = candor;
    }

    List<Route> routes() {
        Access read = Access.permitted(Resource.MONITORS, Action.READ);
        return List.of(
                Route.get("/api/telemetry", read, this::doors), Route.get("/api/telemetry/{service}", read, this::one));
    }

    private Telemetry telemetry() {
        return candor.detect().telemetry();
    }

    private Answer doors(Call call) {
        return Answer.json(Json.object(
                "services",
                telemetry().services(),
                "doors",
                TelemetryJson.doors(telemetry().doors(), telemetry().strangers())));
    }

    private Answer one(Call call) {
        String service = call.value("service");
        if (candor.catalogs().current().find(Service.KIND, service).isEmpty()) {
            return Answer.notFound("There is no service `" + service + "`.");
        }
        Instant now = candor.platform().clock().instant();
        int minutes = minutes(call);
        Instant from = now.minus(Duration.ofMinutes(minutes));
        List<Window> windows = minutes <= 60
                ? telemetry().windows(service, from, now)
                : telemetry().minutes(service, from, now);
        Window sum = Window.merge(windows, SUMMED);
        return Answer.json(Json.object(
                "service", service,
                "sum", TelemetryJson.window(sum),
                "slices", TelemetryJson.slices(sum, VALUES),
                "windows", windows.stream().map(TelemetryJson::window).toList(),
                "senders",
                        telemetry().senders(service).stream()
                                .map(TelemetryJson::sender)
                                .toList(),
                "rises",
                        telemetry().episodes(service, EPISODES).stream()
                                .map(TelemetryJson::episode)
                                .toList()));
    }

    private static int minutes(Call call) {
        String text = call.query("minutes", "60");
        if (!text.matches("[0-9]{1,4}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MOST_MINUTES) {
            throw new RefusedException(Answer.badRequest("minutes: a number from 1 to 1440, was `" + text + "`"));
        }
        return Integer.parseInt(text);
    }
}
