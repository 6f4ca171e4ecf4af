package dev.candor.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.base.json.Json;
import dev.candor.testing.Eventually;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs as programs ask for them.
class RunApiTest {
    private static final String TOKEN = "cdr_a-token-for-the-test-of-runs";

    @TempDir
    private Path data;

    private record Api(Candor candor, HttpClient http) implements AutoCloseable {
        HttpResponse<byte[]> ask(String method, String path, String body, String key) throws Exception {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(candor.consoleUrl() + path))
                    .header("Authorization", "Bearer " + TOKEN)
                    .method(method, HttpRequest.BodyPublishers.ofString(body));
            if (!key.isEmpty()) {
                request.header("Idempotency-Key", key);
            }
            return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        }

        Map<String, @Nullable Object> run(long number) throws Exception {
            return Json.parseObject(ask("GET", "/api/runs/" + number, "", "").body());
        }

        String state() {
            try {
                return String.valueOf(run(1).get("state"));
            } catch (Exception broken) {
                throw new IllegalStateException(broken);
            }
        }

        @Override
        public void close() {
            http.close();
            candor.close();
        }
    }

    private Api open() {
        var settings = Settings.load(
                        Optional.empty(),
                        Map.of("data", data.toString(), "listen", "127.0.0.1:0", "page-listen", "127.0.0.1:0"),
                        Map.of("CANDOR_BOOTSTRAP_TOKEN", TOKEN))
                .settings();
        var candor = new Candor(settings);
        assertThat(candor.applying()
                        .files(Map.of("shop.yaml", """
                                        runbooks:
                                          - name: agree
                                            parameters: [{name: customer, pattern: "[a-z]{1,20}"}]
                                            steps: [{name: ask, kind: approval, text: "May {{customer}}?"}]
                                        """), Map.of(), false, "candor")
                        .problems())
                .isEmpty();
        return new Api(candor.start(), HttpClient.newHttpClient());
    }

    private static String start(String customer) {
        return Json.write(Json.object("runbook", "agree", "params", Json.object("customer", customer)));
    }

    @Test
    void a_run_is_started_once_agreed_to_and_over() throws Exception {
        try (var api = open()) {
            var first = api.ask("POST", "/api/runs", start("acme"), "one");
            assertThat(first.statusCode()).isEqualTo(201);
            assertThat(api.ask("POST", "/api/runs", start("acme"), "one").statusCode())
                    .as("the same request")
                    .isEqualTo(201);
            assertThat(api.ask("POST", "/api/runs", start("acme"), "two").statusCode())
                    .as("the same run")
                    .isEqualTo(200);
            var hostile = api.ask("POST", "/api/runs", start("acme; reboot"), "");
            assertThat(hostile.statusCode()).isEqualTo(409);
            assertThat(new String(hostile.body(), StandardCharsets.UTF_8)).contains("is not allowed", "[a-z]{1,20}");
            awaitState(api, "ask");
            var unnamed = api.ask("POST", "/api/runs/1/approve", "", "");
            assertThat(unnamed.statusCode()).isEqualTo(409);
            assertThat(new String(unnamed.body(), StandardCharsets.UTF_8)).contains("question 1", "May acme?");
            var older = api.ask("POST", "/api/runs/1/approve", "{\"question\": 0}", "");
            assertThat(older.statusCode()).isEqualTo(409);
            assertThat(new String(older.body(), StandardCharsets.UTF_8))
                    .contains("That question is over. It asks now (question 1): May acme?");
            assertThat(api.ask("POST", "/api/runs/1/approve", "{\"question\": 1}", "")
                            .statusCode())
                    .isEqualTo(200);
            awaitState(api, "done");
            assertThat(String.valueOf(api.run(1).get("events"))).contains("token:bootstrap approved `ask`");
            assertThat(api.ask("POST", "/api/runs/1/stop", "", "").statusCode()).isEqualTo(409);
            assertThat(api.ask("POST", "/api/runs/7/stop", "", "").statusCode()).isEqualTo(404);
            assertThat(api.ask("POST", "/api/runs/1/dance", "", "").statusCode())
                    .isEqualTo(404);
        }
    }

    private static void awaitState(Api api, String state) {
        Eventually.until("run 1 is " + state, () -> state.equals(api.state()));
    }
}
