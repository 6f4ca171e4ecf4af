package dev.candor.detect.change;

import dev.candor.base.ids.Randomness;
import dev.candor.base.json.Json;
import dev.candor.base.json.JsonException;
import dev.candor.catalog.Service;
import dev.candor.catalog.change.ChangeEvent;
import dev.candor.catalog.change.ChangeKind;
import dev.candor.catalog.change.Labels;
import dev.candor.catalog.change.Links;
import dev.candor.catalog.change.Outcome;
import dev.candor.detect.intake.Fields;
import dev.candor.platform.http.Access;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.Route;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// PagerDuty's change events (`POST /v2/change/enqueue`), so that its clients talk to us unchanged. Of
/// `custom_details`, `kind` and the labels we know are read.
final class PagerDutyChangeDoor {
    private static final int BODY = 512 << 10;
    private static final List<String> LABELS = List.of("customer", "region", "host", "route", "version");

    private final ChangeIntake intake;
    private final Randomness random;

    PagerDutyChangeDoor(ChangeIntake intake, Randomness random) {
        this.intake = intake;
        this.random = random;
    }

    List<Route> routes() {
        return List.of(
                Route.of("POST", "/v2/change/enqueue", Access.key("routing_key in the body"), BODY, this::accept));
    }

    private Answer accept(Call call) {
        Map<String, @Nullable Object> body;
        try {
            body = call.jsonAsSent();
        } catch (JsonException broken) {
            return invalid(List.of(String.valueOf(broken.getMessage())));
        }
        var event = new Fields(body);
        String routingKey = event.required("routing_key", 255);
        Optional<Service> service = intake.service(routingKey);
        if (!routingKey.isEmpty() && service.isEmpty()) {
            event.error("'routing_key' is not the intake key of any service");
        }
        if (event.object("payload").isEmpty()) {
            event.error("'payload' is missing");
        }
        var payload = new Fields(event.object("payload").orElse(Map.of()));
        String summary = payload.required("summary", 1024);
        payload.errors().forEach(error -> event.error("payload: " + error));
        if (!event.errors().isEmpty()) {
            return invalid(event.errors());
        }
        var details = payload.object("custom_details").orElse(Map.of());
        var reported = new Reported(
                new Fields(details).optional("kind", 20).flatMap(ChangeKind::of).orElse(ChangeKind.OTHER),
                summary.length() > ChangeEvent.LONGEST_SUMMARY
                        ? summary.substring(0, ChangeEvent.LONGEST_SUMMARY - 1) + "…"
                        : summary,
                service.orElseThrow().name(),
                labels(details),
                payload.optional("source", ChangeEvent.LONGEST_NAME).orElse(""),
                "pagerduty",
                link(body.get("links")),
                random.token(32),
                Outcome.DONE,
                payload.instant("timestamp"),
                Optional.empty());
        try {
            intake.accept(reported);
        } catch (UncheckedIOException full) {
            return Answer.json(
                    429,
                    Json.object("status", "throttle exceeded", "message", "It could not be stored: send it again."));
        }
        return Answer.json(202, Json.object("status", "success", "message", "Change event processed"));
    }

    private static Map<String, List<String>> labels(Map<String, @Nullable Object> details) {
        var known = new LinkedHashMap<String, @Nullable Object>();
        for (String name : LABELS) {
            if (details.get(name) != null) {
                known.put(name, details.get(name));
            }
        }
        return Labels.read(known, _ -> {}); // what is no label stays the sender's business
    }

    private static String link(@Nullable Object links) {
        return links instanceof List<?> list
                        && !list.isEmpty()
                        && list.getFirst() instanceof Map<?, ?> first
                        && first.get("href") instanceof String href
                ? Links.safe(href)
                : "";
    }

    private static Answer invalid(List<String> errors) {
        return Answer.json(
                400, Json.object("status", "invalid event", "message", "Event object is invalid", "errors", errors));
    }
}
