package dev.candor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The page outlives the server: an edge node goes on when its origin is killed, also over a restart of its own.
class EdgeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern ADDRESS = Pattern.compile("pages URL +(\\S+)");
    private static final String CONFIGURATION = """
            services:
              - {name: shop, intake-keys: [shop-intake-key]}
            pages:
              - {name: Lamp Works, slug: lamps, components: [{name: Shop window, services: [shop]}]}
            """;

    @TempDir
    Path folder;

    @Test
    void the_page_stays_up_when_the_origin_is_killed_and_when_the_edge_starts_again_alone() throws Exception {
        String origin = originKilledUnderItsEdge();
        try (var alone = new Edge(origin, "alone.log")) {
            Poll.until(
                    "the copy is served", PATIENCE, () -> alone.get("/lamps/").statusCode() == 200);
            assertThat(alone.get("/lamps/").body()).contains("Shop window");
            assertThat(alone.get("/lamps/api/v2/summary.json").body()).contains("Shop window");
            var subscribe = alone.get("/lamps/subscribe");
            assertThat(subscribe.statusCode()).isEqualTo(503);
        }
        int tampered = 0;
        try (var files = Files.walk(folder.resolve("copy"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
                if (text.contains("Shop window")) {
                    Files.writeString(
                            file,
                            text.replace("Shop window", "Ship window"),
                            java.nio.charset.StandardCharsets.ISO_8859_1);
                    tampered++;
                }
            }
        }
        assertThat(tampered).isPositive();
        try (var lied = new Edge(origin, "lied.log")) {
            Poll.until("it said why", PATIENCE, () -> lied.said().contains("is not served"));
            var answer = lied.get("/lamps/");
            assertThat(answer.statusCode()).isNotEqualTo(200);
            assertThat(answer.body()).doesNotContain("Ship window");
        }
    }

    /// Gives the address of the origin that is no more; the copy is left behind.
    private String originKilledUnderItsEdge() throws Exception {
        Path data = Files.createDirectories(folder.resolve("data"));
        Path config = Files.writeString(data.resolve("candor.yaml"), CONFIGURATION);
        try (var candor = new CandorProcess(data, Map.of(), "--config", config.toString()).awaitStart()) {
            String origin = candor.pages();
            try (var edge = new Edge(origin, "edge.log")) {
                Poll.until(
                        "the edge shows the page",
                        PATIENCE,
                        () -> edge.get("/lamps/").statusCode() == 200);
                assertThat(edge.get("/lamps/").body()).contains("Shop window");
                candor.kill();
                Poll.until("the edge knows", PATIENCE, () -> edge.said().contains("cannot be reached"));
                for (int i = 0; i < 20; i++) {
                    assertThat(edge.get("/lamps/").statusCode()).isEqualTo(200);
                    assertThat(edge.get("/lamps/api/v2/status.json").statusCode())
                            .isEqualTo(200);
                    assertThat(edge.get("/lamps/history.atom").statusCode()).isEqualTo(200);
                }
            }
            return origin;
        }
    }

    /// `candor page` as a process, with the test's one copy.
    private final class Edge implements AutoCloseable {
        private final Path said;
        private final Process process;
        private final HttpClient client = HttpClient.newHttpClient();

        Edge(String origin, String log) throws IOException {
            said = folder.resolve(log);
            process = CommandLine.start(
                    Map.of(),
                    said,
                    "page",
                    "--origin",
                    origin,
                    "--listen",
                    "127.0.0.1:0",
                    "--copy",
                    folder.resolve("copy").toString());
        }

        String said() throws IOException {
            return Files.readString(said);
        }

        HttpResponse<String> get(String path) throws Exception {
            Poll.until("the edge listens", PATIENCE, () -> {
                if (!process.isAlive()) {
                    throw new IllegalStateException("the edge ended: " + said());
                }
                return ADDRESS.matcher(said()).find();
            });
            var address = ADDRESS.matcher(said());
            assertThat(address.find()).isTrue();
            return client.send(
                    HttpRequest.newBuilder(URI.create(address.group(1).replaceAll("/$", "") + path))
                            .timeout(Duration.ofSeconds(10))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }

        @Override
        public void close() throws InterruptedException {
            client.shutdownNow();
            process.destroyForcibly().waitFor();
        }
    }
}
