package dev.candor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// PostgreSQL goes away under a running server: readers still see the page, senders are still heard, and nothing of
/// it needs a person afterwards.
class DatabaseAwayTest {
    private static final Duration PATIENCE = Duration.ofSeconds(45);

    @TempDir
    Path data;

    private static DebianPostgres postgres() throws Exception {
        Optional<DebianPostgres> started = DebianPostgres.start();
        if (started.isEmpty()) {
            System.out.println("LEFT OUT: PostgreSQL is not installed");
        }
        Assumptions.assumeTrue(started.isPresent(), "PostgreSQL is not installed");
        return started.orElseThrow();
    }

    private CandorProcess candor(DebianPostgres postgres, Receiver receiver) throws Exception {
        Path config = Files.writeString(data.resolve("candor.yaml"), configuration(receiver));
        var environment = Map.of("CANDOR_NETWORK_ALLOW", "127.0.0.0/8:1-65535", "CANDOR_DATABASE_URL", postgres.url());
        return new CandorProcess(data, environment, "--config", config.toString()).awaitStart();
    }

    private static void awaitReady(CandorProcess candor) throws Exception {
        Poll.until("ready", PATIENCE, () -> ready(candor).statusCode() == 200);
    }

    @Test
    void a_start_without_postgresql_shows_the_last_page_and_takes_signals_and_all_goes_on_when_it_comes()
            throws Exception {
        try (DebianPostgres postgres = postgres();
                var receiver = new Receiver();
                var candor = candor(postgres, receiver)) {
            awaitReady(candor);
            Poll.until("the page shows", PATIENCE, () -> page(candor).statusCode() == 200);
            Poll.until("the page is kept", PATIENCE, () -> Files.exists(data.resolve("pages/shop/shown")));
            assertThat(candor.terminate()).isIn(0, 143);
            postgres.stop();

            candor.restart();
            HttpResponse<String> page = page(candor);
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body()).contains("Shop window").containsPattern("As of <time datetime=\"[0-9T:.-]+Z\"");
            assertThat(report(candor, "trouble in the dark")).isEqualTo(202);
            assertThat(candor.send("GET", "/live", "").statusCode()).isEqualTo(200);
            assertThat(ready(candor).statusCode()).isEqualTo(503);
            assertThat(ready(candor).body()).contains("database");
            for (String path : List.of("/", "/login", "/api/alerts")) {
                HttpResponse<String> answer = candor.send("GET", path, "");
                assertThat(answer.statusCode()).as(path).isEqualTo(503);
                assertThat(answer.headers().firstValue("Retry-After")).as(path).isPresent();
            }

            postgres.startAgain();
            awaitReady(candor);
            Poll.until("the alert", PATIENCE, () -> summaries(candor).equals(List.of("trouble in the dark")));
            Poll.until(
                    "its page",
                    PATIENCE,
                    () -> receiver.received().stream()
                            .anyMatch(message -> message.id().startsWith("page/")));
            assertThat(page(candor).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void when_postgresql_dies_the_page_goes_out_from_the_spool_and_nothing_is_lost() throws Exception {
        try (DebianPostgres postgres = postgres();
                var receiver = new Receiver();
                var candor = candor(postgres, receiver)) {
            awaitReady(candor);
            postgres.stop();
            assertThat(report(candor, "till is dark")).isEqualTo(202);

            Poll.until(
                    "the emergency page",
                    Duration.ofMinutes(1),
                    () -> !emergency(receiver).isEmpty());
            assertThat(emergency(receiver).getFirst().text())
                    .contains("till is dark", "The database of Candor is away", "this page comes from the spool");
            assertThat(ready(candor).statusCode()).isEqualTo(503);

            postgres.startAgain();
            awaitReady(candor);
            Poll.until("the alert", PATIENCE, () -> summaries(candor).equals(List.of("till is dark")));
            Poll.until(
                    "the normal page",
                    PATIENCE,
                    () -> receiver.received().stream()
                            .anyMatch(message -> message.id().startsWith("page/")));
            assertThat(emergency(receiver)).hasSize(1);
        }
    }

    private static List<Receiver.Received> emergency(Receiver receiver) {
        return receiver.received().stream()
                .filter(message -> message.id().startsWith("emergency/"))
                .toList();
    }

    @Test
    void a_database_that_does_not_exist_ends_the_start_and_says_so() throws Exception {
        try (DebianPostgres postgres = postgres()) {
            var ended = CommandLine.run(
                    Map.of("CANDOR_DATABASE_URL", postgres.url().replace("/candor?", "/nowhere?")),
                    "serve",
                    "--data",
                    data.toString(),
                    "--listen",
                    "127.0.0.1:0",
                    "--page-listen",
                    "127.0.0.1:0");
            assertThat(ended.exit()).isEqualTo(2);
            assertThat(ended.said()).contains("the database cannot be used", "nowhere", "does not exist");
        }
    }

    @Test
    void what_arrives_while_postgresql_is_away_is_told_exactly_once_when_it_is_back() throws Exception {
        try (DebianPostgres postgres = postgres();
                var receiver = new Receiver()) {
            try (var candor = candor(postgres, receiver)) {
                Poll.until("ready at first", PATIENCE, () -> ready(candor).statusCode() == 200);
                Poll.until("the page shows", PATIENCE, () -> page(candor).statusCode() == 200);

                postgres.stop();
                Poll.until("not ready", PATIENCE, () -> ready(candor).statusCode() == 503);
                assertThat(ready(candor).body()).contains("database");
                assertThat(candor.send("GET", "/live", "").statusCode()).isEqualTo(200);
                assertThat(page(candor).statusCode()).isEqualTo(200);
                assertThat(page(candor).body()).contains("Shop window");
                for (int i = 1; i <= 5; i++) {
                    assertThat(report(candor, "trouble " + i)).isEqualTo(202);
                }
                assertThat(report(candor, "trouble 5")).isEqualTo(202); // a sender that repeats itself

                postgres.startAgain();
                Poll.until("ready by itself", PATIENCE, () -> ready(candor).statusCode() == 200);
                Poll.until("five webhooks", PATIENCE, () -> triggered(receiver).size() == 5);
                assertThat(receiver.received().stream()
                                .filter(message -> message.event().equals("triggered")
                                        && message.id().startsWith("page/"))
                                .map(Receiver.Received::id)
                                .distinct())
                        .hasSize(5);
                assertThat(summaries(candor))
                        .containsExactlyInAnyOrder("trouble 1", "trouble 2", "trouble 3", "trouble 4", "trouble 5");
                assertThat(page(candor).statusCode()).isEqualTo(200);
            }
        }
    }

    private static int report(CandorProcess candor, String summary) throws Exception {
        return candor.send(
                        "POST",
                        "/in/shop-intake-key/json",
                        "{\"summary\":\"" + summary + "\",\"dedup_key\":\"" + summary + "\"}")
                .statusCode();
    }

    private static HttpResponse<String> ready(CandorProcess candor) throws Exception {
        return candor.send("GET", "/ready", "");
    }

    private static HttpResponse<String> page(CandorProcess candor) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(candor.pages() + "/shop/"))
                            .timeout(Duration.ofSeconds(10))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    private static TreeSet<String> triggered(Receiver receiver) {
        var texts = new TreeSet<String>();
        receiver.received().stream()
                .filter(message ->
                        message.event().equals("triggered") && message.id().startsWith("page/"))
                .forEach(message -> texts.add(message.text()));
        return texts;
    }

    private static List<String> summaries(CandorProcess candor) throws Exception {
        return candor.get("/api/alerts?limit=50").get("items") instanceof List<?> items
                ? items.stream()
                        .map(item -> item instanceof Map<?, ?> alert ? String.valueOf(alert.get("summary")) : "")
                        .toList()
                : List.of();
    }

    private static String configuration(Receiver receiver) {
        return receiver.configuration() + """
                pages:
                  - {name: Shop, slug: shop, components: [{name: Shop window, services: [shop]}]}
                """;
    }
}
