package dev.candor.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.base.json.Json;
import dev.candor.platform.auth.Role;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The description of the API against the API itself.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenApiTest {
    @SuppressWarnings("NullAway.Init")
    private Served served;

    @BeforeAll
    void serve(@TempDir Path data) {
        served = new Served(data, Role.ADMIN);
    }

    @AfterAll
    void stop() {
        served.close();
    }

    private HttpResponse<byte[]> send(String method, String path, String body) throws Exception {
        return served.send(method, path, body);
    }

    @SuppressWarnings("unchecked")
    private Map<String, Map<String, Object>> paths() throws Exception {
        var document = Json.parseObject(send("GET", "/api/openapi.json", "").body());
        assertThat(document).containsEntry("openapi", "3.1.0");
        return (Map<String, Map<String, Object>>)
                (Map<String, ?>) java.util.Objects.requireNonNull(document.get("paths"));
    }

    @Test
    void every_route_is_described_and_nothing_else_is() throws Exception {
        Set<String> described = new LinkedHashSet<>();
        paths().forEach((path, methods) -> methods.forEach((method, operation) -> {
            described.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path);
            assertThat(((Map<?, ?>) operation).get("summary"))
                    .as(method + " " + path)
                    .isNotEqualTo("");
        }));
        assertThat(described)
                .containsExactlyInAnyOrderElementsOf(new ApiOperations().all().keySet());
    }

    @Test
    void doors_say_that_they_take_a_key_and_no_token_and_the_server_is_where_it_was_asked() throws Exception {
        var document = Json.parseObject(send("GET", "/api/openapi.json", "").body());
        assertThat(document.get("servers"))
                .isEqualTo(List.of(Map.of("url", served.candor().consoleUrl())));
        for (String door : List.of("/in/{key}/json", "/v2/enqueue")) {
            assertThat(post(door))
                    .contains("security=[]", "tags=[doors]", "intake key")
                    .doesNotContain("Idempotency-Key");
        }
        assertThat(post("/api/teams")).contains("Idempotency-Key").doesNotContain("security");
    }

    private String post(String path) throws Exception {
        return String.valueOf(
                java.util.Objects.requireNonNull(paths().get(path), path).get("post"));
    }

    @Test
    void nobody_needs_a_token_to_read_it() throws Exception {
        var answer = served.anybody("/api/openapi.json");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    }

    /// The examples in their order make a small installation that works.
    @Test
    void every_example_of_something_new_is_taken_as_it_stands() throws Exception {
        for (String path : List.of(
                "/api/teams",
                "/api/people",
                "/api/channels",
                "/api/schedules",
                "/api/escalation-policies",
                "/api/services",
                "/api/monitors",
                "/api/pages",
                "/api/alerts",
                "/api/incidents",
                "/api/changes",
                "/api/maintenances",
                "/api/tokens",
                "/api/configuration/plan")) {
            HttpResponse<byte[]> answer = send("POST", path, example(path, "post"));
            assertThat(answer.statusCode())
                    .as(path + ": " + Served.text(answer))
                    .isBetween(200, 299);
        }
        for (String door : List.of("/in/{key}/json", "/v2/enqueue", "/v2/change/enqueue")) {
            HttpResponse<byte[]> answer =
                    send("POST", door.replace("{key}", "a-key-of-your-own"), example(door, "post"));
            assertThat(answer.statusCode()).as(door).isEqualTo(202);
        }
        for (String what : List.of("updates", "notes")) {
            HttpResponse<byte[]> answer =
                    send("POST", "/api/incidents/1/" + what, example("/api/incidents/{number}/" + what, "post"));
            assertThat(answer.statusCode()).as(what).isBetween(200, 299);
        }
        assertThat(send("PUT", "/api/incidents/1/postmortem", example("/api/incidents/{number}/postmortem", "put"))
                        .statusCode())
                .isBetween(200, 299);
        assertThat(send("PUT", "/api/people/ana/password", example("/api/people/{name}/password", "put"))
                        .statusCode())
                .isBetween(200, 299);
    }

    private String example(String path, String method) throws Exception {
        Object operation =
                java.util.Objects.requireNonNull(paths().get(path), path).get(method);
        for (String key : List.of("requestBody", "content", "application/json", "example")) {
            operation = ((Map<?, ?>) java.util.Objects.requireNonNull(operation, path)).get(key);
        }
        return Json.write(operation);
    }
}
