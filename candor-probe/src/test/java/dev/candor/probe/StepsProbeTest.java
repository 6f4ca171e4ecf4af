package dev.candor.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.candor.probe.assertion.Extraction;
import dev.candor.probe.http.Auth;
import dev.candor.probe.http.RedirectPolicy;
import dev.candor.probe.http.Transport;
import dev.candor.probe.steps.Await;
import dev.candor.probe.steps.RequestStep;
import dev.candor.probe.steps.TextTemplate;
import dev.candor.probe.testing.Here;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A small shop with a log-in, carts and an event feed, and the monitor that goes through it as a customer does.
class StepsProbeTest {
    private static final String TOKEN = "tok-7f3a9c\"quoted";

    private final Prober prober = Here.prober();
    private final Map<String, Integer> carts = new ConcurrentHashMap<>();
    private final AtomicInteger looks = new AtomicInteger();
    private HttpServer shop;
    private String base = "";

    /// Events arrive only at the third look.
    private volatile int arriveAt = 3;

    @BeforeEach
    void open() throws IOException {
        shop = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 50);
        shop.createContext("/login", this::login);
        shop.createContext("/home", exchange -> answer(exchange, 200, "{\"token\":\"tok-7f3a9c\\\"quoted\"}"));
        shop.createContext("/carts", this::carts);
        shop.createContext("/events", this::events);
        shop.start();
        base = "http://127.0.0.1:" + shop.getAddress().getPort();
    }

    @AfterEach
    void close() {
        shop.stop(0);
        prober.close();
    }

    private void login(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().add("Set-Cookie", "visit=abc123; Path=/; HttpOnly; SameSite=Lax");
        exchange.getResponseHeaders().add("Location", "/home");
        answer(exchange, 303, "");
    }

    private void carts(HttpExchange exchange) throws IOException {
        String cookie = String.valueOf(exchange.getRequestHeaders().getFirst("Cookie"));
        String path = exchange.getRequestURI().getPath();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (!cookie.equals("visit=abc123")) {
            answer(exchange, 401, "no cookie, but " + cookie);
        } else if (exchange.getRequestMethod().equals("POST")) {
            carts.put("c 1", 1);
            boolean right = body.contains("tok-7f3a9c\\\"quoted")
                    && "application/json".equals(exchange.getRequestHeaders().getFirst("Content-Type"));
            answer(exchange, right ? 201 : 400, right ? "{\"id\":\"c 1\"}" : "got " + body);
        } else if (exchange.getRequestMethod().equals("DELETE")) {
            answer(exchange, carts.remove(path.substring("/carts/".length())) == null ? 404 : 204, "");
        } else {
            answer(exchange, 500, "broken for " + TOKEN);
        }
    }

    private void events(HttpExchange exchange) throws IOException {
        boolean there = looks.incrementAndGet() >= arriveAt;
        answer(exchange, 200, there ? "{\"events\":[{\"cart\":\"c 1\"}]}" : "{\"events\":[]}");
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private RequestStep step(
            String name, String method, String path, String body, List<String> asserts, Map<String, String> take) {
        var taken = new java.util.LinkedHashMap<String, Extraction>();
        take.forEach((key, source) -> taken.put(key, Extraction.parse(source)));
        return new RequestStep(
                name,
                TextTemplate.of(base + path),
                method,
                Map.of(),
                TextTemplate.of(body),
                asserts.stream().map(TextTemplate::of).toList(),
                taken,
                Optional.empty(),
                false,
                RedirectPolicy.follow());
    }

    private static RequestStep always(RequestStep step) {
        return new RequestStep(
                step.name(),
                step.url(),
                step.method(),
                step.headers(),
                step.body(),
                step.assertions(),
                step.take(),
                step.await(),
                true,
                step.redirects());
    }

    private static RequestStep awaiting(RequestStep step, Duration atMost) {
        return new RequestStep(
                step.name(),
                step.url(),
                step.method(),
                step.headers(),
                step.body(),
                step.assertions(),
                step.take(),
                Optional.of(new Await(atMost, Duration.ofMillis(50))),
                step.always(),
                step.redirects());
    }

    private static StepsSpec spec(RequestStep... steps) {
        return new StepsSpec(List.of(steps), Map.of(), new Auth.None(), Transport.usual(), Duration.ofSeconds(10));
    }

    private RequestStep login() {
        return step("login", "POST", "/login", "", List.of(), Map.of("token", "json(\"$.token\")"));
    }

    private RequestStep create() {
        return step(
                "create",
                "POST",
                "/carts",
                "{\"by\": \"{{token}}\", \"run\": \"{{run}}\"}",
                List.of("status == 201"),
                Map.of("cart", "json(\"$.id\")"));
    }

    private RequestStep delete() {
        return always(step("delete", "DELETE", "/carts/{{cart}}", "", List.of("status == 204"), Map.of()));
    }

    @Test
    void goes_through_the_shop_as_a_customer_does_with_cookies_and_carried_values() {
        RequestStep arrived = awaiting(
                step("arrive", "GET", "/events", "", List.of("json(\"$.events[0].cart\") == \"{{cart}}\""), Map.of()),
                Duration.ofSeconds(5));

        ProbeResult result = prober.run(spec(login(), create(), arrived, delete()));

        assertThat(result).isInstanceOf(ProbeResult.Passed.class);
        Measurements measured = ((ProbeResult.Passed) result).measured();
        assertThat(measured.notes()).hasSize(4).first().asString().startsWith("login: 200, ");
        assertThat(carts).isEmpty();
        assertThat(looks).hasValue(3);
    }

    @Test
    void an_event_that_never_arrives_is_a_failure_that_says_how_long_was_waited() {
        arriveAt = Integer.MAX_VALUE;
        RequestStep arrived = awaiting(
                step("arrive", "GET", "/events", "", List.of("json(\"$.events[0].cart\") == \"{{cart}}\""), Map.of()),
                Duration.ofMillis(300));

        ProbeResult result = prober.run(spec(login(), create(), arrived, delete()));

        assertThat(result).isInstanceOfSatisfying(ProbeResult.Failed.class, failed -> {
            assertThat(failed.reason()).isEqualTo(Reason.ASSERTION);
            assertThat(failed.detail())
                    .startsWith("step 3 of 4 (arrive): did not arrive within ")
                    .contains("json(\"$.events[0].cart\") is not in the document");
        });
        assertThat(carts).as("the step that always runs has cleaned up").isEmpty();
    }

    @Test
    void what_was_taken_is_shown_by_its_name_only() {
        RequestStep look =
                step("look", "GET", "/carts/{{cart}}", "", List.of("status == 500", "body == \"fine\""), Map.of());

        ProbeResult result = prober.run(spec(login(), create(), look));

        assertThat(result)
                .isInstanceOfSatisfying(
                        ProbeResult.Failed.class,
                        failed -> assertThat(failed.detail())
                                .startsWith("step 3 of 3 (look): ")
                                .contains("broken for {{token}}")
                                .doesNotContain("tok-7f3a9c"));
    }

    @Test
    void a_step_that_takes_nothing_fails_there_and_what_follows_is_left_out() {
        RequestStep wrong = step("home", "GET", "/home", "", List.of(), Map.of("cart", "json(\"$.nothing\")"));

        ProbeResult result = prober.run(spec(wrong, step("next", "GET", "/events", "", List.of(), Map.of())));

        assertThat(result)
                .isInstanceOfSatisfying(
                        ProbeResult.Failed.class,
                        failed -> assertThat(failed.detail())
                                .isEqualTo(
                                        "step 1 of 2 (home): {{cart}} could not be taken: json(\"$.nothing\") is not in the document"));
        assertThat(looks).hasValue(0);
    }

    @Test
    void a_name_that_nobody_takes_is_refused_with_the_nearest_one() {
        assertThatThrownBy(() -> spec(login(), step("x", "GET", "/{{tokn}}", "", List.of(), Map.of())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("step x uses {{tokn}}, which no step before it takes (did you mean {{token}}?)");
    }

    @Test
    void a_health_check_that_says_fine_while_the_call_fails_is_a_verdict_of_its_own() {
        var call = HttpSpec.get(base + "/carts/1");
        var health = new HealthSpec(call, HttpSpec.get(base + "/events"));

        assertThat(prober.run(health)).isInstanceOfSatisfying(ProbeResult.Failed.class, failed -> {
            assertThat(failed.reason()).isEqualTo(Reason.FALSE_HEALTH);
            assertThat(failed.detail())
                    .isEqualTo("the health check /events says fine (200), but the real call fails: answered 401");
        });
        var honest = new HealthSpec(call, HttpSpec.get(base + "/nowhere"));
        assertThat(prober.run(honest))
                .isInstanceOfSatisfying(
                        ProbeResult.Failed.class,
                        failed -> assertThat(failed.reason()).isEqualTo(Reason.BAD_STATUS));
    }
}
