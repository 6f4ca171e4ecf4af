package dev.candor.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.base.json.Json;
import dev.candor.platform.auth.Role;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Keys of writes as callers of the API see them.
class IdempotencyKeysTest {
    /// Callers choose their keys themselves: two choose the same.
    @Test
    void a_key_belongs_to_its_caller_and_everybody_gets_their_own_answer(@TempDir Path data) throws Exception {
        var settings = Settings.load(
                Optional.empty(),
                Map.of("data", data.toString(), "listen", "127.0.0.1:0", "page-listen", "127.0.0.1:0"),
                Map.of());
        try (var candor = new Candor(settings.settings());
                var http = HttpClient.newHttpClient()) {
            candor.start();
            String first = candor.gate().newToken("ana", Role.ADMIN, "the test").orElseThrow();
            String second =
                    candor.gate().newToken("ben", Role.ADMIN, "the test").orElseThrow();

            var web = post(http, candor, first, "{\"name\": \"web\"}");
            var depot = post(http, candor, second, "{\"name\": \"depot\"}");
            assertThat(web.statusCode()).isEqualTo(201);
            assertThat(depot.statusCode()).as(depot.body()).isEqualTo(201);
            assertThat(web.body()).contains("web").doesNotContain("depot");
            assertThat(depot.body()).contains("depot").doesNotContain("web");

            var again = post(http, candor, first, "{\"name\": \"web\"}");
            assertThat(again.body()).isEqualTo(web.body());
            assertThat(again.headers().firstValue("Idempotent-Replay")).contains("true");
            assertThat(post(http, candor, first, "{\"name\": \"depot\"}").statusCode())
                    .isEqualTo(422);

            var same = post(http, candor, second, "{\"name\": \"depot\"}");
            assertThat(same.headers().firstValue("Idempotent-Replay")).contains("true");
            assertThat(Json.parseObject(same.body().getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                    .isEqualTo(Json.parseObject(depot.body().getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        }
    }

    private static HttpResponse<String> post(HttpClient http, Candor candor, String token, String body)
            throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(candor.consoleUrl() + "/api/teams"))
                        .header("Authorization", "Bearer " + token)
                        .header("Idempotency-Key", "one-and-the-same")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
