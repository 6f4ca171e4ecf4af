package dev.candor.detect.heartbeat;

import dev.candor.base.ids.Ids;
import dev.candor.catalog.Catalogs;
import dev.candor.catalog.Item;
import dev.candor.detect.monitor.Monitor;
import dev.candor.platform.http.Access;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.Route;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Pings as Healthchecks takes them, so that jobs move here by changing a host: `/ping/{uuid}` and
/// `/ping/{key}/{slug}`, each with nothing (it ran), `/start`, `/fail`, `/log` or an exit code from 0 to 255 behind;
/// `rid` pairs a start with its end.
public final class PingDoor {
    /// So many bytes hold all characters that are kept.
    private static final int BODY = 4 * Ping.BODY;

    /// A job that pipes all it says into its ping has run, whatever it said.
    private static final int BEYOND = 16 << 20;

    private final Heartbeats heartbeats;
    private final Catalogs catalogs;
    private final Ids ids;
    private final InstantSource clock;

    public PingDoor(Heartbeats heartbeats, Catalogs catalogs, Ids ids, InstantSource clock) {
        this.heartbeats = heartbeats;
        this.catalogs = catalogs;
        this.ids = ids;
        this.clock = clock;
    }

    public List<Route> routes() {
        var routes = new ArrayList<Route>();
        for (String method : List.of("GET", "POST")) {
            for (String path : List.of("/ping/{a}", "/ping/{a}/{b}", "/ping/{a}/{b}/{c}")) {
                routes.add(Route.of(method, path, Access.key("the id or key in the path"), BODY, this::ping)
                        .beginningOf(BEYOND));
            }
        }
        return routes;
    }

    /// Whom an address means, and what it says.
    private record Meant(Optional<Item<Monitor>> job, String action) {}

    private Answer ping(Call call) {
        Meant meant = meant(call);
        if (meant.job().isEmpty()) {
            return Answer.text(404, "not found");
        }
        Optional<Said> said = said(meant.action());
        if (said.isEmpty()) {
            return Answer.text(
                    400, "`" + meant.action() + "` says nothing: use start, fail, log or an exit code from 0 to 255");
        }
        var ping = new Ping(
                ids.next(),
                meant.job().get().id(),
                said.get().kind(),
                said.get().exit(),
                run(call),
                clock.instant(),
                from(call),
                body(call));
        try {
            heartbeats.accept(ping);
        } catch (UncheckedIOException full) {
            return Answer.text(503, "not stored: send it again").with("Retry-After", "5");
        }
        return Answer.text(200, "OK").with("Ping-Body-Limit", String.valueOf(Ping.BODY));
    }

    private Meant meant(Call call) {
        String first = call.value("a");
        Optional<String> second = Optional.ofNullable(call.pathValues().get("b"));
        Optional<String> third = Optional.ofNullable(call.pathValues().get("c"));
        Optional<UUID> id = uuid(first);
        Optional<Item<Monitor>> byId = third.isEmpty() ? id.flatMap(heartbeats::job) : Optional.empty();
        if (byId.isPresent()) {
            return new Meant(byId, second.orElse(""));
        }
        Optional<Item<Monitor>> bySlug = second.flatMap(slug ->
                catalogs.current().serviceOfKey(first).flatMap(service -> heartbeats.job(service.name(), slug)));
        return new Meant(bySlug, third.orElse(""));
    }

    private static Optional<UUID> uuid(String text) {
        return text.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
                ? Optional.of(UUID.fromString(text))
                : Optional.empty();
    }

    /// @param exit -1 when none was said
    private record Said(Ping.Kind kind, int exit) {}

    private static Optional<Said> said(String action) {
        return switch (action) {
            case "" -> Optional.of(new Said(Ping.Kind.SUCCESS, -1));
            case "start" -> Optional.of(new Said(Ping.Kind.START, -1));
            case "fail" -> Optional.of(new Said(Ping.Kind.FAIL, -1));
            case "log" -> Optional.of(new Said(Ping.Kind.LOG, -1));
            default -> {
                int exit = action.matches("[0-9]{1,3}") ? Integer.parseInt(action) : 256;
                yield exit > 255
                        ? Optional.empty()
                        : Optional.of(new Said(exit == 0 ? Ping.Kind.SUCCESS : Ping.Kind.FAIL, exit));
            }
        };
    }

    private static String run(Call call) {
        return call.query("rid").filter(rid -> rid.length() <= 64).orElse("");
    }

    private static String from(Call call) {
        String agent = call.header("user-agent").orElse("");
        return call.address() + (agent.isEmpty() ? "" : " " + (agent.length() > 80 ? agent.substring(0, 80) : agent));
    }

    private static String body(Call call) {
        String text = new String(call.body(), StandardCharsets.UTF_8).replace("\0", "");
        return text.length() > Ping.BODY ? text.substring(0, Ping.BODY) : text;
    }
}
