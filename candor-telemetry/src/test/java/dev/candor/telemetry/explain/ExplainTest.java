package dev.candor.telemetry.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.telemetry.LogStream;
import dev.candor.telemetry.format.FieldMap;
import dev.candor.telemetry.route.RouteSettings;
import dev.candor.telemetry.route.Routes;
import dev.candor.telemetry.window.Dimension;
import dev.candor.telemetry.window.Window;
import dev.candor.telemetry.window.WindowSettings;
import dev.candor.telemetry.window.Windows;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/// Planted causes in real log lines, found again.
class ExplainTest {
    private static final long START = 1_795_311_000_000L;

    /// How likely a request fails.
    private interface Fault {
        double share(String upstream, String customer, String route, String client);
    }

    private static Window traffic(long seed, int requests, boolean noisyClient, Fault fault) {
        var random = new SplittableRandom(seed);
        var windows = new Windows(WindowSettings.USUAL, new Routes(RouteSettings.USUAL));
        var stream = new LogStream(LogStream.Framing.LINES, FieldMap.USUAL, List.of(), windows);
        var text = new StringBuilder();
        for (int i = 0; i < requests; i++) {
            boolean noisy = noisyClient && random.nextInt(10) < 6;
            String upstream = "n" + random.nextInt(50);
            String customer = "c" + (int) (40 * random.nextDouble() * random.nextDouble());
            String route =
                    List.of("/pay", "/cart", "/search", "/login", "/list").get(random.nextInt(5));
            String client = noisy ? "10.0.0.9" : "10.0.1." + random.nextInt(200);
            upstream = noisy ? "n40" : upstream;
            boolean failed = random.nextDouble() < Math.max(0.0005, fault.share(upstream, customer, route, client));
            text.append("{\"time\":")
                    .append(START + i * 5L)
                    .append(",\"status\":")
                    .append(failed ? 503 : 200)
                    .append(",\"uri\":\"")
                    .append(route)
                    .append("\",\"upstream\":\"")
                    .append(upstream)
                    .append("\",\"customer\":\"")
                    .append(customer)
                    .append("\",\"client\":\"")
                    .append(client)
                    .append("\",\"method\":\"GET\"}\n");
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        stream.take(bytes, 0, bytes.length, Windows.EVENT_TIME);
        assertThat(stream.report().counted()).isEqualTo(requests);
        return Window.merge(windows.closeAll(), 1000);
    }

    private static Map<Dimension, List<String>> best(Explanation explanation) {
        assertThat(explanation.causes()).as(explanation.sentence()).isNotEmpty();
        var sorted = new TreeMap<Dimension, List<String>>();
        explanation
                .causes()
                .getFirst()
                .values()
                .forEach((dimension, values) ->
                        sorted.put(dimension, values.stream().sorted().toList()));
        return sorted;
    }

    @Test
    void one_value_three_values_and_a_route_of_one_customer_are_found_exactly() {
        for (int seed = 0; seed < 12; seed++) {
            var before = traffic(seed + 1000, 12_000, false, (_, _, _, _) -> 0);
            var one = Explain.rise(
                    before, traffic(seed, 6000, false, (_, customer, _, _) -> customer.equals("c9") ? 0.95 : 0));
            assertThat(best(one)).as("seed " + seed).isEqualTo(Map.of(Dimension.CUSTOMER, List.of("c9")));
            var bad = List.of("n12", "n31", "n7");
            var three = Explain.rise(
                    before, traffic(seed, 6000, true, (upstream, _, _, _) -> bad.contains(upstream) ? 0.9 : 0));
            assertThat(best(three)).as("seed " + seed + three.sentence()).isEqualTo(Map.of(Dimension.UPSTREAM, bad));
            assertThat(three.notGuilty()).as(three.sentence()).anySatisfy(value -> {
                assertThat(value.value()).isEqualTo("10.0.0.9");
                assertThat(value.traffic()).isBetween(0.55, 0.65);
                assertThat(value.ofRise()).isLessThan(0.1);
            });
            assertThat(three.causes()).noneMatch(cause -> cause.values().containsKey(Dimension.CLIENT));
            var both = Explain.rise(
                    before,
                    traffic(
                            seed,
                            12_000,
                            false,
                            (_, customer, route, _) -> customer.equals("c3") && route.equals("/pay") ? 0.9 : 0));
            assertThat(best(both))
                    .as("seed " + seed + both.sentence())
                    .isEqualTo(Map.of(Dimension.CUSTOMER, List.of("c3"), Dimension.ROUTE, List.of("/pay")));
            if (seed == 0) {
                System.out.println(one.sentence() + "\n" + three.sentence() + "\n" + both.sentence());
            }
        }
    }

    @Test
    void what_stands_for_many_is_no_cause_and_neither_are_values_with_one_failed_request_each() {
        for (int seed = 0; seed < 12; seed++) {
            var random = new SplittableRandom(seed);
            var during = lines(4000, i -> {
                boolean rest = random.nextInt(10) == 0;
                boolean failed = rest ? random.nextInt(2) == 0 : i % 800 == 7;
                String client = failed && !rest ? "192.0.2." + i / 800 : "10.0.1." + random.nextInt(20);
                return "\"status\":" + (failed ? 503 : 200) + ",\"route\":\"" + (rest ? "/*/*" : "/cart")
                        + "\",\"customer\":\"" + (rest ? "(other)" : "c" + random.nextInt(9)) + "\",\"client\":\""
                        + (rest ? "10.9." + i / 250 + "." + i % 250 : client) + "\"";
            });
            assertThat(Explain.rise(traffic(seed + 1000, 2000, false, (_, _, _, _) -> 0), during)
                            .causes())
                    .as("seed " + seed)
                    .isEmpty();
        }
    }

    private static Window lines(int requests, java.util.function.IntFunction<String> fields) {
        var windows = new Windows(WindowSettings.USUAL, new Routes(RouteSettings.USUAL));
        var stream = new LogStream(LogStream.Framing.LINES, FieldMap.USUAL, List.of(), windows);
        for (int i = 0; i < requests; i++) {
            byte[] bytes =
                    ("{\"time\":" + (START + i * 5L) + "," + fields.apply(i) + "}\n").getBytes(StandardCharsets.UTF_8);
            stream.take(bytes, 0, bytes.length, Windows.EVENT_TIME);
        }
        assertThat(stream.report().counted()).isEqualTo(requests);
        return Window.merge(windows.closeAll(), 1000);
    }

    @Test
    void failures_of_everything_have_no_cause_among_the_values() {
        for (int seed = 0; seed < 12; seed++) {
            var before = traffic(seed + 1000, 12_000, false, (_, _, _, _) -> 0);
            var explanation = Explain.rise(before, traffic(seed, 6000, false, (_, _, _, _) -> 0.2));
            assertThat(explanation.causes()).as("seed " + seed).isEmpty();
            assertThat(explanation.sentence()).contains("spread");
        }
    }

    /// Line after line, each made from its number.
    private static Explanation explained(int requests, IntFunction<String> line) {
        var windows = new Windows(WindowSettings.USUAL, new Routes(RouteSettings.USUAL));
        var stream = new LogStream(LogStream.Framing.LINES, FieldMap.USUAL, List.of(), windows);
        var text = new StringBuilder();
        for (int i = 0; i < requests; i++) {
            text.append("{\"time\":").append(START + i * 5L).append(",\"uri\":\"/a\",");
            text.append(line.apply(i)).append("}\n");
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        stream.take(bytes, 0, bytes.length, Windows.EVENT_TIME);
        assertThat(stream.report().counted()).isEqualTo(requests);
        var nothing = Window.empty(java.time.Instant.EPOCH, java.time.Duration.ZERO);
        return Explain.rise(nothing, Window.merge(windows.closeAll(), 1000));
    }

    @Test
    void who_is_hit_by_a_bad_store_is_named_beside_it() {
        var why = explained(4000, i -> {
            boolean stored = i % 40 < 7 && i / 40 % 3 > 0;
            return "\"status\":%d,\"upstream\":\"%s\",\"customer\":\"c%02d\""
                    .formatted(stored ? 503 : 200, stored ? "store" : "", i % 40);
        });
        assertThat(why.sentence())
                .startsWith("Upstream store explains 100 % of the failures")
                .contains("The same failures: customer c00, c01, c02, c03, c04, c05 and c06.");
    }

    @Test
    void everybody_but_a_noisy_client_who_is_not_hit_is_no_cause() {
        var random = new SplittableRandom(1);
        var why = explained(12_000, i -> {
            boolean noisy = i % 3 == 0;
            int host = noisy ? 0 : random.nextInt(50);
            return "\"status\":%d,\"upstream\":\"h%02d\",\"client\":\"10.0.1.%d\""
                    .formatted(host > 46 ? 504 : 200, host, noisy ? 99 : random.nextInt(10));
        });
        assertThat(best(why)).isEqualTo(Map.of(Dimension.UPSTREAM, List.of("h47", "h48", "h49")));
        assertThat(why.causes()).hasSize(1);
        assertThat(why.sentence()).contains("Client 10.0.1.99 has 33 % of the traffic and none of the rise.");
    }

    @Test
    void one_failure_of_five_at_a_server_with_a_quarter_of_the_traffic_acquits_nobody() {
        var why =
                explained(6000, i -> "\"status\":%d,\"upstream\":\"n%d\"".formatted(i % 1201 == 1 ? 502 : 200, i % 4));
        assertThat(why.sentence())
                .isEqualTo("The failures are spread: no route, host, upstream, customer, client or region stands out.");
    }

    @Test
    void empty_windows_and_no_past_are_no_problem() {
        var nothing = Window.empty(java.time.Instant.EPOCH, java.time.Duration.ZERO);
        assertThat(Explain.rise(nothing, nothing).sentence()).isEqualTo("Nothing failed.");
        var during = traffic(5, 4000, false, (upstream, _, _, _) -> upstream.equals("n7") ? 1 : 0);
        assertThat(best(Explain.rise(nothing, during))).isEqualTo(Map.of(Dimension.UPSTREAM, List.of("n7")));
    }
}
