package dev.candor.app;

import dev.candor.base.json.Json;
import dev.candor.platform.http.Access;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Route;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `/api/openapi.json`: the API and the doors for other systems described in OpenAPI 3.1, made from the routes
/// themselves, so that none can be forgotten.
final class OpenApi {
    private static final Pattern VARIABLE = Pattern.compile("\\{([a-z]+)}");

    private final Map<String, ApiOperations.Operation> operations = new ApiOperations().all();

    /// @param server where all of it is found; asked late, because the port may be picked at the start
    Route route(List<Route> routes, Supplier<String> server) {
        return Route.get(
                "/api/openapi.json",
                Access.anybody("the API's description holds nothing of this installation but its address"),
                _ -> Answer.of(
                        200,
                        "application/json",
                        Json.write(document(routes, server.get())).getBytes(StandardCharsets.UTF_8)));
    }

    Map<String, @Nullable Object> document(List<Route> routes, String server) {
        var paths = new LinkedHashMap<String, @Nullable Object>();
        for (Route route : routes) {
            @SuppressWarnings("unchecked") // put here a line above
            var path = (Map<String, @Nullable Object>)
                    java.util.Objects.requireNonNull(paths.computeIfAbsent(route.path(), _ -> new LinkedHashMap<>()));
            path.put(route.method().toLowerCase(Locale.ROOT), operation(route));
        }
        return Json.object(
                "openapi",
                "3.1.0",
                "info",
                Json.object(
                        "title",
                        "Candor",
                        "version",
                        "0.1.0",
                        "description",
                        "Lists take `limit` and `cursor`; writes take `Idempotency-Key`; errors are problem documents (RFC 9457)."),
                "servers",
                List.of(Json.object("url", server)),
                "security",
                List.of(Json.object("token", List.of())),
                "paths",
                paths,
                "components",
                Json.object(
                        "securitySchemes",
                        Json.object("token", Json.object("type", "http", "scheme", "bearer")),
                        "schemas",
                        Json.object("Problem", problem())));
    }

    private static Map<String, @Nullable Object> problem() {
        return Json.object(
                "type",
                "object",
                "required",
                List.of("title", "status"),
                "properties",
                Json.object(
                        "type", Json.object("type", "string"),
                        "title", Json.object("type", "string"),
                        "status", Json.object("type", "integer"),
                        "detail", Json.object("type", "string"),
                        "problems",
                                Json.object(
                                        "type", "array",
                                        "description", "every mistake of a document, with its place",
                                        "items", Json.object("type", "object"))));
    }

    private Map<String, @Nullable Object> operation(Route route) {
        ApiOperations.Operation known = operations.getOrDefault(
                route.method() + " " + route.path(), new ApiOperations.Operation("", "", List.of()));
        String tag = isDoor(route) ? "doors" : route.path().split("/")[2];
        // PagerDuty's clients get PagerDuty's answers.
        var wrong = route.path().startsWith("/v2/")
                ? answer("What was wrong, and what would be right", "application/json", Json.object("type", "object"))
                : answer(
                        "What was wrong, and what would be right",
                        "application/problem+json",
                        Json.object("$ref", "#/components/schemas/Problem"));
        var operation = Json.object(
                "operationId",
                (route.method() + route.path()).replaceAll("[^A-Za-z0-9]+", "_").replaceAll("_$", ""),
                "summary",
                known.summary(),
                "description",
                needs(route.access()),
                "tags",
                List.of(tag),
                "parameters",
                parameters(route, known),
                "responses",
                Json.object(
                        "2XX",
                        answer("Done", "application/json", Json.object("type", List.of("object", "null"))),
                        "4XX",
                        wrong,
                        "5XX",
                        answer(
                                "Our side cannot do it now",
                                "application/problem+json",
                                Json.object("$ref", "#/components/schemas/Problem"))));
        if (isDoor(route)) {
            operation.put("security", List.of());
        }
        if (route.access() instanceof Access.Permitted permitted) {
            operation.put(
                    "x-least-role",
                    permitted.resource().least(permitted.action()).word());
        }
        if (!known.example().isEmpty()) {
            operation.put(
                    "requestBody",
                    Json.object(
                            "required",
                            true,
                            "content",
                            Json.object(
                                    "application/json",
                                    Json.object(
                                            "schema",
                                            Json.object("type", "object"),
                                            "example",
                                            Json.parse(known.example())))));
        }
        return operation;
    }

    private static Map<String, @Nullable Object> answer(
            String description, String type, Map<String, @Nullable Object> schema) {
        return Json.object("description", description, "content", Json.object(type, Json.object("schema", schema)));
    }

    /// Whether it is for senders of signals, who have a key of a service and no token.
    private static boolean isDoor(Route route) {
        return route.access() instanceof Access.ProvenByKey;
    }

    private static String needs(Access access) {
        return switch (access) {
            case Access.Permitted permitted ->
                "Needs the role "
                        + permitted.resource().least(permitted.action()).word() + " or more.";
            case Access.ProvenByKey key -> "Needs no token but an intake key of a service: " + key.why() + ".";
            case Access.Anybody _ -> "";
        };
    }

    private static List<Object> parameters(Route route, ApiOperations.Operation known) {
        var parameters = new ArrayList<Object>();
        VARIABLE.matcher(route.path())
                .results()
                .forEach(found -> parameters.add(Json.object(
                        "name",
                        found.group(1),
                        "in",
                        "path",
                        "required",
                        true,
                        "schema",
                        Json.object("type", "string"))));
        if (route.method().equals("GET") && !route.path().contains("{")) {
            parameters.add(query("limit", Json.object("type", "integer", "minimum", 1, "maximum", 200)));
            parameters.add(query("cursor", Json.object("type", "string")));
        }
        known.query().forEach(name -> parameters.add(query(name, Json.object("type", "string"))));
        if (!route.method().equals("GET") && !isDoor(route)) {
            parameters.add(Json.object(
                    "name",
                    "Idempotency-Key",
                    "in",
                    "header",
                    "required",
                    false,
                    "schema",
                    Json.object("type", "string", "maxLength", 255)));
        }
        return parameters;
    }

    private static Object query(String name, Map<String, @Nullable Object> schema) {
        return Json.object("name", name, "in", "query", "required", false, "schema", schema);
    }
}
