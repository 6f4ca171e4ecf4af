package dev.candor.detect.intake.pagerduty;

import dev.candor.base.ids.Randomness;
import dev.candor.base.json.Json;
import dev.candor.base.json.JsonException;
import dev.candor.catalog.Service;
import dev.candor.detect.Severity;
import dev.candor.detect.Signal;
import dev.candor.detect.intake.Fields;
import dev.candor.detect.intake.Intake;
import dev.candor.platform.http.Access;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.Route;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// PagerDuty's Events API v2 (`POST /v2/enqueue`), so that its clients talk to us unchanged: 202 with `dedup_key`,
/// 400 with `errors`, 429 when we cannot store (its clients retry that; they give up on other answers). Nulls,
/// nanosecond times and offsets without a colon are taken, as real senders write them.
public final class PagerDutyDoor {
    private static final int BODY = 512 << 10;

    private final Intake intake;
    private final Randomness random;

    public PagerDutyDoor(Intake intake, Randomness random) {
        this.intake = intake;
        this.random = random;
    }

    public List<Route> routes() {
        return List.of(Route.of("POST", "/v2/enqueue", Access.key("routing_key in the body"), BODY, this::accept));
    }

    private Answer accept(Call call) {
        Map<String, @Nullable Object> body;
        try {
            body = call.jsonAsSent();
        } catch (JsonException broken) {
            return invalid(List.of(String.valueOf(broken.getMessage())));
        }
        var event = new Fields(body);
        String action = event.required("event_action", 20);
        String routingKey = event.required("routing_key", 255);
        Optional<String> dedupKey = event.optional("dedup_key", 255);
        Optional<Service> service = intake.service(routingKey);
        if (!routingKey.isEmpty() && service.isEmpty()) {
            event.error("'routing_key' is not the intake key of any service");
        }
        return switch (action) {
            case "trigger" -> trigger(event, service, dedupKey);
            case "acknowledge" -> change(event, service, dedupKey, Signal.Event.ACKNOWLEDGED);
            case "resolve" -> change(event, service, dedupKey, Signal.Event.RECOVERED);
            default -> {
                event.error("'event_action' is `" + action + "`; use trigger, acknowledge or resolve");
                yield invalid(event.errors());
            }
        };
    }

    private Answer trigger(Fields event, Optional<Service> service, Optional<String> dedupKey) {
        var payload = new Fields(event.object("payload").orElse(Map.of()));
        if (event.object("payload").isEmpty()) {
            event.error("'payload' is missing");
        }
        String summary = payload.required("summary", 1024);
        String source = payload.required("source", 255);
        String severity = payload.required("severity", 20);
        if (!severity.isEmpty() && Severity.of(severity).isEmpty()) {
            payload.error("'payload.severity' is `" + severity + "`; use critical, error, warning or info");
        }
        payload.errors().forEach(event::error);
        if (!event.errors().isEmpty()) {
            return invalid(event.errors());
        }
        String key = dedupKey.orElseGet(() -> random.token(32));
        var detail = Json.object(
                "sender", source,
                "client", event.optional("client", 255).orElse(""),
                "client_url", event.optional("client_url", 2000).orElse(""),
                "component", payload.optional("component", 255).orElse(""),
                "group", payload.optional("group", 255).orElse(""),
                "class", payload.optional("class", 255).orElse(""),
                "details", payload.object("custom_details").orElse(null));
        return store(
                Signal.Event.FIRING,
                service.orElseThrow(),
                key,
                Severity.of(severity).orElseThrow(),
                summary,
                detail,
                payload.instant("timestamp"));
    }

    private Answer change(Fields event, Optional<Service> service, Optional<String> dedupKey, Signal.Event what) {
        if (dedupKey.isEmpty()) {
            event.error("'dedup_key' is missing or blank");
        }
        if (!event.errors().isEmpty()) {
            return invalid(event.errors());
        }
        return store(
                what,
                service.orElseThrow(),
                dedupKey.orElseThrow(),
                Severity.ERROR,
                dedupKey.orElseThrow(),
                Map.of(),
                Optional.empty());
    }

    private Answer store(
            Signal.Event what,
            Service service,
            String key,
            Severity severity,
            String summary,
            Map<String, @Nullable Object> detail,
            Optional<Instant> at) {
        try {
            intake.accept(what, "door/pagerduty", service.name(), key, severity, summary, detail, at);
        } catch (UncheckedIOException full) {
            return Answer.json(
                    429,
                    Json.object("status", "throttle exceeded", "message", "It could not be stored: send it again."));
        }
        return Answer.json(202, Json.object("status", "success", "message", "Event processed", "dedup_key", key));
    }

    private static Answer invalid(List<String> errors) {
        return Answer.json(
                400, Json.object("status", "invalid event", "message", "Event object is invalid", "errors", errors));
    }
}
