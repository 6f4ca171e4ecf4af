package dev.candor.detect.intake.json;

import dev.candor.base.json.Json;
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
import java.util.Locale;
import java.util.Optional;

/// Our own generic door: `POST /in/{key}/json` with `{"summary", "status": "firing|resolved|acknowledged",
/// "dedup_key", "severity", "source", "at", "details": {…}}`. Only `summary` is needed; without `dedup_key` the
/// summary names the condition.
public final class JsonDoor {
    private static final int BODY = 256 << 10;

    private final Intake intake;

    public JsonDoor(Intake intake) {
        this.intake = intake;
    }

    public List<Route> routes() {
        return List.of(
                Route.of("POST", "/in/{key}/json", Access.key("the intake key in the path"), BODY, this::accept));
    }

    private Answer accept(Call call) {
        Optional<Service> service = intake.service(call.value("key"));
        if (service.isEmpty()) {
            return Answer.notFound("No service has this intake key.");
        }
        var fields = new Fields(call.jsonAsSent());
        String status = fields.optional("status", 20).orElse("firing").toLowerCase(Locale.ROOT);
        Optional<Signal.Event> event = switch (status) {
            case "firing", "triggered", "problem" -> Optional.of(Signal.Event.FIRING);
            case "resolved", "ok", "recovered" -> Optional.of(Signal.Event.RECOVERED);
            case "acknowledged" -> Optional.of(Signal.Event.ACKNOWLEDGED);
            default -> Optional.empty();
        };
        if (event.isEmpty()) {
            fields.error("'status' is `" + status + "`; use firing, resolved or acknowledged");
        }
        Optional<String> dedupKey = fields.optional("dedup_key", 255);
        Optional<String> summary = fields.optional("summary", 1024);
        if (summary.isEmpty() && (dedupKey.isEmpty() || event.equals(Optional.of(Signal.Event.FIRING)))) {
            fields.error("'summary' is missing or blank");
        }
        String severity = fields.optional("severity", 20).orElse("error");
        if (Severity.of(severity).isEmpty()) {
            fields.error("'severity' is `" + severity + "`; use critical, error, warning or info");
        }
        for (String key : List.of("status", "severity", "dedup_key", "summary", "source")) {
            fields.mustBeText(key);
        }
        Optional<Instant> at = fields.instant("at");
        if (fields.has("at") && at.isEmpty()) {
            fields.error("'at' is no time; use ISO 8601 with an offset, or seconds or milliseconds since 1970");
        }
        if (!fields.errors().isEmpty()) {
            return Answer.badRequest(String.join("; ", fields.errors()));
        }
        String key = dedupKey.or(() -> fields.optional("summary", 255)).orElse("");
        try {
            var id = intake.accept(
                    event.orElseThrow(),
                    "door/json",
                    service.get().name(),
                    key,
                    Severity.of(severity).orElseThrow(),
                    summary.orElse(key),
                    Json.object(
                            "sender",
                            fields.optional("source", 255).orElse(""),
                            "details",
                            fields.object("details").orElse(null)),
                    at);
            return Answer.json(202, Json.object("status", "accepted", "id", id.toString(), "dedup_key", key));
        } catch (UncheckedIOException full) {
            return Answer.problem(503, "Not accepted", "It could not be stored: send it again.")
                    .with("Retry-After", "5");
        }
    }
}
