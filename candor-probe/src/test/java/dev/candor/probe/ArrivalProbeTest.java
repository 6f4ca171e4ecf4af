package dev.candor.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.candor.base.ids.Randomness;
import dev.candor.base.time.SystemTime;
import dev.candor.probe.assertion.Extraction;
import dev.candor.probe.http.Auth;
import dev.candor.probe.http.RedirectPolicy;
import dev.candor.probe.http.Transport;
import dev.candor.probe.steps.ArrivalStep;
import dev.candor.probe.steps.Arrivals;
import dev.candor.probe.steps.Arrived;
import dev.candor.probe.steps.RequestStep;
import dev.candor.probe.steps.Step;
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
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Steps that cause something and wait until it arrives.
class ArrivalProbeTest {
    private static final Duration LONG = Duration.ofSeconds(10);

    /// A place in memory; whoever holds the queue is the sender.
    private final class Door implements Arrivals {
        final LinkedBlockingQueue<Arrived> queue = new LinkedBlockingQueue<>();
        final AtomicInteger closed = new AtomicInteger();

        @Override
        public Opened open(Optional<String> token, Duration atMost) {
            return new Opened.Open(new Place() {
                @Override
                public String address() {
                    return "https://candor.example/arrive/" + token.orElse("new");
                }

                @Override
                public Optional<Arrived> next(Duration longest) throws InterruptedException {
                    return Optional.ofNullable(queue.poll(longest.toNanos(), TimeUnit.NANOSECONDS));
                }

                @Override
                public void close() {
                    closed.incrementAndGet();
                }
            });
        }

        void send(String body) {
            queue.add(new Arrived(
                    "POST",
                    Map.of("content-type", "application/json"),
                    body.getBytes(StandardCharsets.UTF_8),
                    SystemTime.wall().instant()));
        }
    }

    private final Door door = new Door();
    private final Prober prober = new Prober(
            SystemTime.wall(),
            SystemTime.elapsed(),
            SystemTime.sleeper(),
            Randomness.secure(),
            Here.NO_NAMES,
            Here.LOOPBACK,
            door);
    private HttpServer shop;
    private volatile String told = "";
    private String base = "";

    @BeforeEach
    void open() throws IOException {
        shop = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        shop.createContext("/orders", this::order);
        shop.start();
        base = "http://127.0.0.1:" + shop.getAddress().getPort();
    }

    @AfterEach
    void close() {
        shop.stop(0);
        prober.close();
    }

    /// Tells whoever is named of two orders: another's and this one.
    private void order(HttpExchange exchange) throws IOException {
        told = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        door.send("{\"order\": \"of somebody else\"}");
        door.send("{\"order\": \"o-1\", \"receipt\": \"r-9\"}");
        byte[] answer = "{\"id\": \"o-1\"}".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(201, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private Step ordering(String body) {
        return new RequestStep(
                "order",
                TextTemplate.of(base + "/orders"),
                "POST",
                Map.of(),
                TextTemplate.of(body),
                List.of(),
                Map.of("order", Extraction.parse("json(\"$.id\")")),
                Optional.empty(),
                false,
                RedirectPolicy.follow());
    }

    private static ArrivalStep arrival(String name, Duration atMost, String... assertions) {
        return new ArrivalStep(
                name,
                atMost,
                List.of(assertions).stream().map(TextTemplate::of).toList(),
                Map.of("receipt", Extraction.parse("json(\"$.receipt\")")),
                false);
    }

    private static StepsSpec spec(Step... steps) {
        return new StepsSpec(List.of(steps), Map.of(), new Auth.None(), Transport.usual(), LONG);
    }

    @Test
    void a_run_tells_its_address_and_takes_the_arrival_it_means_among_others() {
        Step order = ordering("{\"tell\": \"{{arrival}}\"}");

        ProbeResult result = prober.run(spec(
                order,
                arrival(
                        "told",
                        LONG,
                        "json(\"$.order\") == \"{{order}}\"",
                        "header[\"Content-Type\"] contains \"json\"",
                        "size > 10")));

        assertThat(result).isInstanceOf(ProbeResult.Passed.class);
        assertThat(told).isEqualTo("{\"tell\": \"https://candor.example/arrive/new\"}");
        assertThat(((ProbeResult.Passed) result).measured().notes())
                .hasSize(2)
                .last()
                .asString()
                .startsWith("told: arrived after ");
        assertThat(door.closed).hasValue(1);
    }

    @Test
    void what_one_step_passes_over_waits_for_the_next() {
        ProbeResult result = prober.run(spec(
                ordering("{{arrival}}"),
                arrival("own", LONG, "json(\"$.order\") == \"o-1\""),
                new ArrivalStep(
                        "other", LONG, List.of(TextTemplate.of("body contains \"somebody else\"")), Map.of(), false)));

        assertThat(result).isInstanceOf(ProbeResult.Passed.class);
    }

    @Test
    void one_arrival_counts_once_and_a_failure_says_what_came_instead() {
        ProbeResult result = prober.run(spec(
                ordering("{{arrival}}"),
                arrival("once", LONG, "json(\"$.order\") == \"o-1\""),
                arrival("twice", Duration.ofMillis(100), "json(\"$.order\") == \"o-1\"")));

        assertThat(result)
                .isInstanceOfSatisfying(
                        ProbeResult.Failed.class,
                        failed -> assertThat(failed.detail())
                                .contains(
                                        "step 3 of 3 (twice): did not arrive within",
                                        "one other arrived",
                                        "of somebody else"));
        assertThat(door.closed).hasValue(1);
    }

    @Test
    void an_arrival_that_lacks_what_is_to_be_taken_is_not_the_one() {
        ProbeResult result = prober.run(
                spec(ordering("{{arrival}}"), arrival("any with a receipt", LONG, "body contains \"order\"")));

        assertThat(result).isInstanceOf(ProbeResult.Passed.class);
    }

    @Test
    void where_nothing_can_arrive_nothing_is_looked_at() {
        try (Prober agent = Here.prober()) {
            assertThat(agent.run(spec(ordering("{{arrival}}"), arrival("told", LONG))))
                    .isInstanceOfSatisfying(
                            ProbeResult.NotRun.class,
                            notRun -> assertThat(notRun.why()).contains("run where Candor runs"));
        }
        assertThat(told).isEmpty();
    }

    @Test
    void a_wait_for_what_nobody_was_told_to_send_is_refused() {
        assertThatThrownBy(() -> spec(ordering("{}"), arrival("told", LONG)))
                .hasMessageContaining("no step before it uses {{arrival}}");
        assertThatThrownBy(() -> spec(arrival("told", LONG), ordering("{{arrival}}")))
                .hasMessageContaining("no step before it uses {{arrival}}");
        assertThatThrownBy(() -> spec(ordering("{{arrival}}"))).hasMessageContaining("no step waits for an arrival");
        assertThat(new StepsSpec(
                                List.of(ordering("{}"), arrival("told", LONG)),
                                Map.of(),
                                new Auth.None(),
                                Transport.usual(),
                                LONG,
                                Optional.of("a-token-that-stays-the-same"))
                        .awaitsArrival())
                .isTrue();
    }

    @Test
    void what_an_arrival_does_not_have_cannot_be_asked_of_it() {
        var step = new ArrivalStep(
                "told",
                LONG,
                List.of(TextTemplate.of("status == 200")),
                Map.of("late", Extraction.parse("latency")),
                false);

        assertThat(step.wrong())
                .extracting(Step.Wrong::key, wrong -> wrong.what().contains("is not seen by this kind of step"))
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("assert", true),
                        org.assertj.core.groups.Tuple.tuple("take", true));
    }
}
