package dev.candor.detect.change;

import dev.candor.base.json.Json;
import dev.candor.base.json.JsonException;
import dev.candor.catalog.Service;
import dev.candor.catalog.change.ChangeEvent;
import dev.candor.catalog.change.Links;
import dev.candor.detect.intake.Fields;
import dev.candor.platform.http.Access;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.Route;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What GitHub's and GitLab's webhooks have in common: who may send, what an event without meaning for us is answered.
final class WebhookDoor {
    /// GitHub sends up to 25 MB, but not for the events read here; what is larger is answered 413.
    private static final int BODY = 5 << 20;

    private static final int SHORT_SHA = 12;

    private final ChangeIntake intake;

    WebhookDoor(ChangeIntake intake) {
        this.intake = intake;
    }

    /// Whether the sender proved itself with the service's secret.
    interface Proof {
        boolean holds(Call call, String secret);
    }

    /// What an event tells; empty when it tells of no change.
    interface Reader {
        Optional<Reported> read(Call call, Service service, Map<String, @Nullable Object> body);
    }

    /// The route of a sender: `POST /in/{key}/name`.
    ///
    /// @param secret how it proves itself where the service has a secret, in words
    List<Route> routes(String name, String secret, Proof proof, Reader reader) {
        return List.of(Route.of(
                "POST",
                "/in/{key}/" + name,
                Access.key("the intake key in the path, and " + secret + " where the service has a secret"),
                BODY,
                call -> accept(call, proof, reader)));
    }

    private Answer accept(Call call, Proof proof, Reader reader) {
        Optional<Service> service = intake.service(call.value("key"));
        if (service.isEmpty()) {
            return Answer.notFound("No service has this intake key.");
        }
        String secret = service.get().webhookSecret();
        if (!secret.isEmpty() && !proof.holds(call, secret)) {
            return Answer.problem(
                    401, "Not proven", "The service has a webhook-secret, and this request is not signed with it.");
        }
        Optional<Reported> reported;
        try {
            reported = reader.read(call, service.get(), call.jsonAsSent());
        } catch (JsonException broken) {
            return Answer.badRequest("Set the content type to application/json. " + broken.getMessage());
        }
        if (reported.isEmpty()) {
            return Answer.json(Json.object("status", "ignored", "why", "this event tells of no change"));
        }
        try {
            UUID id = intake.accept(reported.get());
            return Answer.json(202, Json.object("status", "accepted", "id", id.toString()));
        } catch (UncheckedIOException full) {
            return Answer.problem(503, "Not accepted", "It could not be stored: send it again.")
                    .with("Retry-After", "5");
        }
    }

    /// Compares without telling by its time where the first difference is.
    static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    /// The object at the end of a path of keys; empty when one of them is missing.
    static Fields at(Map<String, @Nullable Object> body, String... path) {
        Optional<Map<String, @Nullable Object>> found = Optional.of(body);
        for (String key : path) {
            found = found.flatMap(map -> new Fields(map).object(key));
        }
        return new Fields(found.orElse(Map.of()));
    }

    static String text(Fields fields, String key) {
        return fields.optional(key, ChangeEvent.LONGEST_KEY).orElse("");
    }

    static String link(Fields fields, String key) {
        return fields.optional(key, ChangeEvent.LONGEST_LINK + 1)
                .map(Links::safe)
                .orElse("");
    }

    /// As GitHub (`2026-03-02T03:00:00Z`) and GitLab (`2026-03-02 03:00:00 +0100`, `… UTC`) write times.
    static Optional<Instant> time(Fields fields, String key) {
        return fields.optional(key, 40).flatMap(text -> {
            String iso = text.strip()
                    .replace(" UTC", "Z")
                    .replaceFirst("^(\\S+) (\\d\\d:)", "$1T$2")
                    .replaceFirst(" ?([+-]\\d\\d):?(\\d\\d)$", "$1:$2");
            try {
                return Optional.of(OffsetDateTime.parse(iso).toInstant());
            } catch (DateTimeException notATime) {
                return Optional.empty();
            }
        });
    }

    /// The label of a commit; none when there is none.
    static Map<String, List<String>> version(String sha) {
        return sha.isEmpty()
                ? Map.of()
                : Map.of("version", List.of(sha.substring(0, Math.min(SHORT_SHA, sha.length()))));
    }

    /// The first line of a text, not longer than a summary may be.
    static String line(String text) {
        String first = text.strip().lines().findFirst().orElse("").strip();
        return first.length() > ChangeEvent.LONGEST_SUMMARY
                ? first.substring(0, ChangeEvent.LONGEST_SUMMARY - 1) + "…"
                : first;
    }

    /// How many items a list has.
    static int size(@Nullable Object list) {
        return list instanceof List<?> items ? items.size() : 0;
    }
}
