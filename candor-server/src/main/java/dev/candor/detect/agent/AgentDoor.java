package dev.candor.detect.agent;

import dev.candor.base.json.Json;
import dev.candor.catalog.CatalogStore;
import dev.candor.catalog.Catalogs;
import dev.candor.catalog.Item;
import dev.candor.catalog.Location;
import dev.candor.detect.monitor.Monitor;
import dev.candor.platform.http.Access;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.Route;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The door for probe agents. They call; nobody calls them. `GET /agent/work` gives the monitors of their location with
/// their secrets, `POST /agent/results` takes what they saw. Both want `Authorization: Bearer {key of the location}`.
public final class AgentDoor {
    /// What both sides must speak. It changes only when an old agent would misunderstand.
    public static final long PROTOCOL = 1;

    private static final int BODY = 4 << 20;

    private final Catalogs catalogs;
    private final Sightings sightings;
    private final Supplier<Set<UUID>> paused;

    /// @param paused monitors that nobody is to look at
    public AgentDoor(Catalogs catalogs, Sightings sightings, Supplier<Set<UUID>> paused) {
        this.catalogs = catalogs;
        this.sightings = sightings;
        this.paused = paused;
    }

    public List<Route> routes() {
        Access access = Access.key("the location's key in the header Authorization");
        return List.of(
                Route.get("/agent/work", access, this::work),
                Route.of("POST", "/agent/results", access, BODY, this::results));
    }

    private Optional<Location> location(Call call) {
        String header = call.header("authorization").orElse("");
        byte[] shown =
                (header.startsWith("Bearer ") ? header.substring(7).strip() : "").getBytes(StandardCharsets.UTF_8);
        return catalogs.current().all(Location.KIND).stream()
                .map(Item::value)
                .filter(location -> location.keys().stream()
                        .anyMatch(key -> MessageDigest.isEqual(key.getBytes(StandardCharsets.UTF_8), shown)))
                .findFirst();
    }

    private static Answer stranger() {
        return Answer.problem(
                401,
                "Unknown key",
                "No location has this key. It may have been withdrawn: make a new one for the location.");
    }

    /// The location whose key was shown is the one reported for, whatever else is said.
    private static Optional<Answer> otherPlace(Location location, String named) {
        return named.isEmpty() || named.equals(location.name())
                ? Optional.empty()
                : Optional.of(Answer.problem(
                        403,
                        "Wrong location",
                        "This key belongs to the location " + location.name() + ", not to " + named + "."));
    }

    private Answer work(Call call) {
        Optional<Location> location = location(call);
        if (location.isEmpty()) {
            return stranger();
        }
        Optional<Answer> refused = otherPlace(location.get(), call.query("location", ""));
        if (refused.isPresent()) {
            return refused.get();
        }
        Set<UUID> left = paused.get();
        var monitors = new ArrayList<Map<String, @Nullable Object>>();
        CatalogStore store = catalogs.store();
        for (Item<Monitor> item : catalogs.current().all(Monitor.KIND)) {
            if (item.value().places().locations().contains(location.get().name()) && !left.contains(item.id())) {
                monitors.add(Json.object("id", item.id().toString(), "document", store.opened(item.document())));
            }
        }
        return Answer.json(
                Json.object("protocol", PROTOCOL, "location", location.get().name(), "monitors", monitors));
    }

    private Answer results(Call call) {
        Optional<Location> location = location(call);
        if (location.isEmpty()) {
            return stranger();
        }
        Map<String, @Nullable Object> body = call.jsonAsSent();
        if (!(body.get("protocol") instanceof Number protocol) || protocol.longValue() != PROTOCOL) {
            return Answer.badRequest("This server speaks protocol " + PROTOCOL + ", the agent said "
                    + body.get("protocol") + ": bring both to the same version.");
        }
        Optional<Answer> refused = otherPlace(location.get(), String.valueOf(body.getOrDefault("location", "")));
        if (refused.isPresent()) {
            return refused.get();
        }
        if (!(body.get("sent_at") instanceof Number sentAt)
                || !(body.get("results") instanceof List<?> results)
                || !(body.get("run") instanceof String run)
                || !run.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
                || Sighting.moment(sentAt).isEmpty()) {
            return Answer.badRequest(
                    "`run` (a UUID), `sent_at` (milliseconds since 1970, up to the year 2100) and `results` (a list) are needed.");
        }
        var report = new Sightings.Report(
                location.get().name(),
                UUID.fromString(run),
                Sighting.moment(sentAt).orElseThrow(),
                text(body.get("version")),
                call.address(),
                body.get("waiting") instanceof Number waiting ? waiting.longValue() : 0,
                results.stream().map(Sighting::of).flatMap(Optional::stream).toList());
        sightings.take(report);
        return Answer.json(Json.object("taken", (long) report.results().size(), "protocol", PROTOCOL));
    }

    private static String text(@Nullable Object value) {
        String text = value == null ? "" : String.valueOf(value);
        return text.length() > 60 ? text.substring(0, 60) : text;
    }
}
