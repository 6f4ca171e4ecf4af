package dev.candor.lab.d01;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.candor.base.ids.Randomness;
import dev.candor.lab.parts.HAProxy;
import dev.candor.lab.parts.LabClock;
import dev.candor.lab.run.Mode;
import dev.candor.lab.run.Observer;
import dev.candor.lab.run.Pace;
import dev.candor.lab.run.Sightings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// The miniature of 2 April 2025 at Flatfile, run for real: nginx killed behind HAProxy.
@Isolated("counts what this program has started")
class ShopDrillTest {
    private static final LabClock CLOCK = LabClock.real();
    private static final Duration THREE = Duration.ofSeconds(3);

    @BeforeEach
    void needs_the_real_parts() {
        var missing = ShopMiniature.missingPrograms();
        if (!missing.isEmpty()) {
            System.out.println("left out: not installed: " + missing);
        }
        assumeTrue(missing.isEmpty(), "not installed: " + missing);
    }

    private static FaultPlan twoBursts(List<Integer> proxies) {
        var first = new FaultPlan.Burst(Duration.ofMillis(500), THREE, proxies);
        var second = new FaultPlan.Burst(Duration.ofMillis(5_500), THREE, proxies);
        return new FaultPlan(List.of(first, second), Duration.ofMillis(9_500));
    }

    private static List<ProcessHandle> left() {
        return ProcessHandle.current()
                .descendants()
                .filter(p -> p.info()
                        .command()
                        .filter(c -> c.contains("nginx") || c.contains("haproxy"))
                        .isPresent())
                .toList();
    }

    @Test
    void both_proxies_gone_is_a_burst_of_errors_that_customers_feel_and_one_incident() throws Exception {
        var observer = new WatchingObserver();
        var result = ShopRun.run(Mode.FAULT, 1, twoBursts(List.of(0, 1)), observer, CLOCK);
        System.out.println(result.text());
        assertThat(result.shortfalls()).isEmpty();
        assertThat(result.userErrors()).isPositive();
        assertThat(result.facts()).containsEntry("bursts_injected", 2);
        assertThat(result.facts()).containsEntry("bursts_seen", 2);
        assertThat(observer.closed).isTrue();
        assertThat(left()).isEmpty();
    }

    @Test
    void with_retries_and_the_second_proxy_up_customers_feel_nothing() throws Exception {
        var result = ShopRun.run(Mode.GUARDED, 1, twoBursts(List.of(1)), new WatchingObserver(), CLOCK);
        System.out.println(result.text());
        assertThat(result.shortfalls()).isEmpty();
        assertThat(result.facts()).containsEntry("bursts_injected", 2);
        assertThat(left()).isEmpty();
    }

    @Test
    void without_a_fault_there_is_silence() throws Exception {
        var plan = new FaultPlan(List.of(), Duration.ofSeconds(2));
        var result = ShopRun.run(Mode.CONTROL, 1, plan, new WatchingObserver(), CLOCK);
        assertThat(result.shortfalls()).isEmpty();
        assertThat(result.userErrors()).isZero();
    }

    @Test
    void the_shop_serves_everything_its_page_names() throws Exception {
        try (var shop = ShopMiniature.start(HAProxy.Care.NONE, Randomness.secure(), CLOCK);
                var client = HttpClient.newHttpClient()) {
            assertThat(shop.assetUrls()).hasSizeGreaterThanOrEqualTo(12);
            for (URI uri : shop.assetUrls()) {
                var answer = client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray());
                assertThat(answer.statusCode()).as(uri.toString()).isEqualTo(200);
                assertThat(answer.body()).isNotEmpty();
                assertThat(answer.headers().firstValue("content-type").orElse(""))
                        .as(uri.toString())
                        .doesNotContain("octet-stream");
            }
            var page = client.send(HttpRequest.newBuilder(shop.siteUrl()).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
            assertThat(page).contains("srcset=").contains("/css/shop.css");
        }
        assertThat(left()).isEmpty();
    }

    @Test
    void an_observer_that_cannot_start_leaves_nothing_behind() {
        var broken = new Observer() {
            @Override
            public URI console() {
                return URI.create("http://127.0.0.1:1");
            }

            @Override
            public void start(Map<String, String> values) {
                throw new IllegalStateException("no kettle");
            }

            @Override
            public Sightings sightings() {
                return Sightings.NONE;
            }

            @Override
            public void close() {}
        };
        assertThatThrownBy(() -> ShopRun.run(Mode.FAULT, 1, Pace.SHORT, broken, CLOCK))
                .hasMessage("no kettle");
        assertThat(left()).isEmpty();
    }

    @Test
    @Tag("long")
    void the_three_runs_at_short_pace_pass_with_an_observer_that_looks() throws Exception {
        for (Mode mode : Mode.values()) {
            var result = ShopRun.run(mode, 1, Pace.SHORT, new WatchingObserver(), CLOCK);
            System.out.println(result.text());
            assertThat(result.shortfalls()).isEmpty();
        }
    }
}
