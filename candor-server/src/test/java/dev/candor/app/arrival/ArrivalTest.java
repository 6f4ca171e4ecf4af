package dev.candor.app.arrival;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.candor.app.Candor;
import dev.candor.app.Settings;
import dev.candor.catalog.document.Nodes;
import dev.candor.catalog.document.Problem;
import dev.candor.catalog.document.Reading;
import dev.candor.detect.monitor.Monitor;
import dev.candor.probe.ProbeResult;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// A shop that sends webhooks, and monitors that order there and wait until the webhook is here: all over HTTP.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ArrivalTest {
    private static final String STEPS = """
            name: webhook
            service: shop
            kind: steps
            timeout: 10s
            steps:
              - name: order
                url: SHOP/orders
                method: POST
                body: '{"tell": "{{arrival}}", "reference": "{{run}}"}'
                assert: ["status == 202"]
              - name: told
                await-arrival: 8s
                assert: ['json("$.reference") == "{{run}}"', 'header["x-shop"] == "yes"']
                take: {receipt: 'json("$.receipt")'}
              - name: fetch the receipt
                url: SHOP/receipts/{{receipt}}
            """;

    @TempDir
    private static Path data;

    private final HttpClient http = HttpClient.newHttpClient();
    private final BlockingQueue<Integer> answers = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> addresses = new LinkedBlockingQueue<>();
    private HttpServer shop;
    private Candor candor;

    /// What the shop makes of the webhook it is to send.
    private volatile UnaryOperator<String> sending = body -> body;

    @BeforeAll
    void open() throws Exception {
        shop = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        shop.createContext("/orders", exchange -> {
            var order = dev.candor.base.json.Json.parseObject(
                    exchange.getRequestBody().readAllBytes());
            exchange.sendResponseHeaders(202, -1);
            exchange.close();
            String address = String.valueOf(order.get("tell"));
            addresses.add(address);
            String body = sending.apply("{\"reference\": \"" + order.get("reference") + "\", \"receipt\": \"r-7\"}");
            if (!body.isEmpty()) {
                http.sendAsync(
                                HttpRequest.newBuilder(URI.create(address))
                                        .header("X-Shop", "yes")
                                        .POST(HttpRequest.BodyPublishers.ofString(body))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .thenAccept(answer -> answers.add(answer.statusCode()));
            }
        });
        shop.createContext("/receipts/r-7", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        shop.start();
        var loaded = Settings.load(
                Optional.empty(),
                Map.of("data", data.toString(), "listen", "127.0.0.1:0", "page-listen", "127.0.0.1:0"),
                Map.of("CANDOR_NETWORK_ALLOW", "127.0.0.1:" + shop.getAddress().getPort()));
        candor = new Candor(loaded.settings());
        candor.start();
    }

    @AfterAll
    void close() {
        candor.close();
        shop.stop(0);
        http.close();
    }

    private ProbeResult look(String document) {
        answers.clear();
        addresses.clear();
        var problems = new ArrayList<Problem>();
        String text =
                document.replace("SHOP", "http://127.0.0.1:" + shop.getAddress().getPort());
        var reading =
                Reading.of(Nodes.yaml("shop.yaml", text, Map.of(), problems), "monitor", problems, new ArrayList<>());
        Monitor monitor = Monitor.KIND.reader().apply(reading);
        reading.finish();
        assertThat(problems).isEmpty();
        return candor.detect().look(monitor.spec());
    }

    private int send(String address, String method, byte[] body) throws Exception {
        return http.send(
                        HttpRequest.newBuilder(URI.create(address))
                                .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void an_order_causes_a_webhook_and_the_run_goes_on_with_what_it_said() throws Exception {
        sending = body -> body;

        assertThat(look(STEPS)).isInstanceOf(ProbeResult.Passed.class);

        assertThat(answers.poll(20, TimeUnit.SECONDS)).isEqualTo(200);
        assertThat(addresses.poll(20, TimeUnit.SECONDS)).startsWith(candor.consoleUrl() + "/arrive/");
    }

    @Test
    void a_webhook_that_is_wrong_fails_the_run_and_its_address_is_not_told() throws Exception {
        sending = body -> body.replaceAll("\"reference\": \"[^\"]*\"", "\"reference\": \"of somebody else\"");

        ProbeResult result = look(STEPS.replace("await-arrival: 8s", "await-arrival: 500ms"));

        String address = addresses.poll(20, TimeUnit.SECONDS);
        assertThat(result)
                .isInstanceOfSatisfying(
                        ProbeResult.Failed.class,
                        failed -> assertThat(failed.detail())
                                .contains("(told): did not arrive within", "of somebody else")
                                .doesNotContain(String.valueOf(address)));
    }

    @Test
    void who_sends_after_the_run_is_not_asked_to_come_again_and_a_stranger_finds_nobody() throws Exception {
        sending = _ -> "";

        ProbeResult result = look(STEPS.replace("await-arrival: 8s", "await-arrival: 100ms"));

        assertThat(result)
                .isInstanceOfSatisfying(
                        ProbeResult.Failed.class,
                        failed -> assertThat(failed.detail()).contains("nothing arrived within"));
        String address = String.valueOf(addresses.poll(20, TimeUnit.SECONDS));
        assertThat(send(address, "POST", bytes("late"))).isEqualTo(200);
        assertThat(send(candor.consoleUrl() + "/arrive/nobody-knows-this-one", "POST", bytes("x")))
                .isEqualTo(404);
    }

    @Test
    void an_address_can_stay_the_same_and_one_run_waits_there_at_a_time() throws Exception {
        var second = new LinkedBlockingQueue<ProbeResult>();
        String fixed = STEPS.replace("timeout: 10s", "timeout: 10s\narrival-token: an-address-that-stays");
        sending = body -> {
            // The first run waits by now: another cannot.
            if (second.isEmpty()) {
                second.add(look(fixed));
            }
            return body;
        };

        assertThat(look(fixed)).isInstanceOf(ProbeResult.Passed.class);

        assertThat(second.poll())
                .isInstanceOfSatisfying(
                        ProbeResult.NotRun.class,
                        notRun -> assertThat(notRun.why()).contains("another run waits"));
        sending = body -> body;
        assertThat(look(fixed)).isInstanceOf(ProbeResult.Passed.class);
        assertThat(addresses.poll(20, TimeUnit.SECONDS))
                .isEqualTo(candor.consoleUrl() + "/arrive/an-address-that-stays");
    }

    @Test
    void one_run_takes_only_so_much() throws Exception {
        var counted = new ArrayList<Integer>();
        sending = body -> {
            String address = String.valueOf(addresses.peek());
            try {
                counted.add(send(address, "POST", new byte[300 << 10]));
                for (int i = 0; i < 25; i++) {
                    counted.add(send(address, List.of("GET", "POST", "PUT").get(i % 3), new byte[0]));
                }
            } catch (Exception broken) {
                throw new IllegalStateException(broken);
            }
            return body;
        };

        ProbeResult result = look(STEPS.replace("await-arrival: 8s", "await-arrival: 2s"));

        assertThat(counted.getFirst()).isEqualTo(413);
        assertThat(counted.subList(1, 21)).containsOnly(200);
        assertThat(counted.subList(21, 26)).containsOnly(429);
        assertThat(result).isInstanceOf(ProbeResult.Failed.class);
        assertThat(answers.poll(20, TimeUnit.SECONDS)).isEqualTo(429);
    }
}
