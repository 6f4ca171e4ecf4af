package dev.candor.app.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.app.Candor;
import dev.candor.app.Settings;
import dev.candor.app.cli.tail.LogSending;
import dev.candor.base.json.Json;
import dev.candor.telemetry.window.Dimension;
import dev.candor.telemetry.window.Tally;
import dev.candor.telemetry.window.Window;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What callers of `/in/{key}/logs` and `candor tail` hear about lines that cannot be read as they asked.
final class LogDoorTest {
    private static final String KEY = "0123456789abcdef";
    private static final String CONFIGURATION = """
            services: [{name: shop, intake-keys: [%s]}]
            log-sources:
              - {name: till, service: shop, region: eu-1, customer: host, failures: {status: 400}}
              - {name: other, service: shop}
            """.formatted(KEY);
    private static final String RIGHT = "$host|$status|$request_time";
    private static final String WRONG = "$host;$status;$request_time";

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Candor candor;

    @BeforeEach
    void start() {
        var loaded = Settings.load(
                Optional.empty(),
                Map.of(
                        "data", folder.resolve("data").toString(),
                        "listen", "127.0.0.1:0",
                        "page-listen", "127.0.0.1:0"),
                Map.of());
        candor = new Candor(loaded.settings());
        assertThat(candor.applying()
                        .files(Map.of("shop.yaml", CONFIGURATION), Map.of(), false, "candor")
                        .problems())
                .isEmpty();
        candor.start();
    }

    @AfterEach
    void stop() {
        http.close();
        candor.close();
    }

    private Map<String, @Nullable Object> post(String query, String body) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = http.send(
                HttpRequest.newBuilder(URI.create(candor.consoleUrl() + "/in/" + KEY + "/logs?" + query))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(200);
        return Json.parseObject(answer.body());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Test
    void a_wrong_format_is_forgotten_as_soon_as_the_right_one_comes() throws Exception {
        String lines = "a.example|200|0.1\n".repeat(50);
        assertThat(post("format=" + encoded(WRONG), lines)).containsEntry("unread", 50L);
        assertThat(post("format=" + encoded(RIGHT), lines))
                .containsEntry("unread", 0L)
                .containsEntry("read", 50L);
        assertThat(post("source=till&format=" + encoded(WRONG), lines)).containsEntry("unread", 50L);
        assertThat(post("source=till&format=" + encoded(RIGHT), lines)).containsEntry("read", 50L);
    }

    @Test
    void a_format_beside_a_source_keeps_what_the_source_says_about_region_customer_and_failures() throws Exception {
        post("source=till&format=" + encoded(RIGHT), "a.example|404|0.1\n".repeat(20));
        assertThat(candor.detect().telemetry().senders("shop"))
                .singleElement()
                .satisfies(sender -> assertThat(sender.source()).isEqualTo("till"));
        Window all = stored();
        assertThat(all.requests()).isEqualTo(20);
        assertThat(all.failures()).isEqualTo(20);
        assertThat(all.top(Dimension.REGION).values()).extracting(Tally::value).containsExactly("eu-1");
        assertThat(all.top(Dimension.CUSTOMER).values())
                .extracting(Tally::value)
                .containsExactly("a.example");
    }

    private Window stored() {
        candor.detect().telemetry().close();
        return Window.merge(
                candor.detect()
                        .telemetry()
                        .minutes(
                                "shop", Instant.EPOCH, candor.platform().clock().instant()),
                100);
    }

    @Test
    void tail_says_once_that_lines_cannot_be_read_and_again_when_that_changes() {
        var said = new ArrayList<String>();
        byte[] good = "{\"status\":200}\n".repeat(200).getBytes(StandardCharsets.UTF_8);
        byte[] bad = "something else\u001b[31m 7\n".repeat(40).getBytes(StandardCharsets.UTF_8);
        try (var sending = new LogSending(candor.consoleUrl(), KEY, Map.of(), said::add)) {
            assertThat(sending.send("a.log", "1", good)).isTrue();
            assertThat(said).isEmpty();
            assertThat(sending.send("a.log", "2", bad)).isTrue();
            assertThat(sending.send("a.log", "3", bad)).isTrue();
            assertThat(said)
                    .singleElement()
                    .asString()
                    .startsWith("a.log: 40 of 40 lines cannot be read")
                    .contains("something else")
                    .doesNotContain("\u001b");
            assertThat(sending.send("a.log", "4", good)).isTrue();
            assertThat(sending.send("a.log", "5", bad)).isTrue();
        }
        assertThat(said).hasSize(3).element(1).asString().isEqualTo("a.log: its lines are read again");
        assertThat(List.copyOf(said).get(2)).startsWith("a.log: 40 of 40 lines cannot be read");
    }
}
