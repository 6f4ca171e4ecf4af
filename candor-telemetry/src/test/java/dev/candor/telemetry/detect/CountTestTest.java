package dev.candor.telemetry.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.telemetry.window.Dimension;
import dev.candor.telemetry.window.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class CountTestTest {
    private static final int HOUR = 360;
    private static final int DAY = 24 * HOUR;

    private CountState state = CountState.START;

    /// Runs windows `[from, to)` and gives the windows in which a rise was noticed.
    private List<Integer> run(int from, int to, IntFunction<Window> windows) {
        var noticed = new ArrayList<Integer>();
        for (int i = from; i < to; i++) {
            int before = state.rising().size() - state.ended().size();
            var next = CountTest.USUAL.step(state, windows.apply(i));
            int ended = next.ended().size();
            if (next.rising().size() + ended > state.rising().size()) {
                noticed.add(i);
            }
            assertThat(before).isLessThan(1000);
            state = next;
        }
        return noticed;
    }

    @Test
    void one_request_of_a_thousand_at_100_a_second_is_noticed_within_100_seconds() {
        int inTime = 0;
        for (int seed = 0; seed < 200; seed++) {
            var traffic = new Traffic(seed);
            state = CountState.START;
            assertThat(run(0, 30, i -> traffic.window(i, 100, 0))).isEmpty();
            var noticed = run(30, 60, i -> traffic.window(i, 100, 0.001));
            inTime += !noticed.isEmpty() && noticed.getFirst() < 39 ? 1 : 0;
        }
        System.out.println("0.1 % of 100 requests/s noticed within 100 s: " + inTime + " of 200");
        assertThat(inTime).isGreaterThanOrEqualTo(175);
    }

    /// A leak kills one of several instances about every 14 seconds, with one or two requests under way.
    @Test
    void the_deaths_of_a_leak_at_100_requests_a_second_are_noticed_within_100_seconds() {
        for (int seed = 0; seed < 200; seed++) {
            var traffic = new Traffic(seed);
            state = CountState.START;
            assertThat(run(0, 30, i -> traffic.window(i, 100, 0))).isEmpty();
            var failures = new int[12];
            double first = traffic.random.nextDouble(10);
            for (double at = first; at < 120; at += 14 * traffic.random.nextDouble(0.7, 1.3)) {
                failures[(int) at / 10] += traffic.random.nextInt(10) < 7 ? 1 : 2;
            }
            var noticed = run(30, 42, i -> Traffic.window(i, 1000, failures[i - 30], Map.of()));
            double after = (noticed.getFirst() - 29) * 10 + 4 - first; // a window is judged 3 to 4 s after its end
            assertThat(after).as("seed " + seed).isLessThan(100);
        }
    }

    @Test
    void ten_second_bursts_of_total_failure_every_25_minutes_are_noticed_every_time() {
        for (double rate : new double[] {1, 20, 100}) {
            var traffic = new Traffic((long) rate);
            state = CountState.START;
            run(0, HOUR, i -> traffic.window(i, rate, 0.0002));
            var noticed = run(HOUR, 4 * HOUR, i -> traffic.window(i, rate, (i - HOUR) % 150 == 75 ? 1 : 0.0002));
            assertThat(noticed).as(rate + " requests/s").hasSize(7).allMatch(i -> (i - HOUR) % 150 == 75);
            assertThat(state.rising()).isEmpty();
        }
    }

    @Test
    void two_percent_for_twenty_minutes_is_noticed_and_its_end_too() {
        for (int seed = 0; seed < 20; seed++) {
            var traffic = new Traffic(seed);
            state = CountState.START;
            assertThat(run(0, 2 * HOUR, i -> traffic.window(i, 20, 0.00005))).isEmpty();
            var noticed = run(2 * HOUR, 2 * HOUR + 120, i -> traffic.window(i, 20, 0.02));
            assertThat(noticed).hasSize(1);
            assertThat(noticed.getFirst()).isLessThan(2 * HOUR + 4);
            var rise = state.rising().getFirst();
            assertThat(rise.share()).isBetween(0.015, 0.025);
            assertThat(rise.startedAt()).isBetween(Traffic.at(2 * HOUR - 60), Traffic.at(2 * HOUR + 4));
            var ends = new ArrayList<Rise.Ended>();
            run(2 * HOUR + 120, 3 * HOUR + 120, i -> {
                ends.addAll(state.ended());
                return traffic.window(i, 20, 0.00005);
            });
            assertThat(ends).singleElement().satisfies(end -> {
                assertThat(end.why()).isEqualTo(Rise.End.RECOVERED);
                assertThat(end.at()).isBetween(Traffic.at(2 * HOUR + 115), Traffic.at(2 * HOUR + 130));
            });
        }
    }

    @Test
    void one_bad_upstream_of_fifty_and_one_bad_customer_of_many_are_named_within_a_minute() {
        int early = 0;
        for (int seed = 0; seed < 20; seed++) {
            var traffic = new Traffic(seed);
            for (int values : new int[] {50, 90}) {
                var dimension = values == 50 ? Dimension.UPSTREAM : Dimension.CUSTOMER;
                state = CountState.START;
                early += run(0, HOUR, i -> traffic.spread(i, 50, dimension, values, _ -> 0.0002))
                        .size();
                run(HOUR, HOUR + 6, i -> traffic.spread(i, 50, dimension, values, v -> v == 7 ? 0.9 : 0.0002));
                assertThat(state.rising())
                        .extracting(Rise::slice)
                        .as("seed " + seed + ", " + values)
                        .contains(new Slice.Value(dimension, "v7"));
                assertThat(state.rising())
                        .extracting(Rise::slice)
                        .isSubsetOf(Slice.WHOLE, new Slice.Value(dimension, "v7"));
            }
        }
        assertThat(early).as("false alarms in forty first hours").isLessThanOrEqualTo(6);
    }

    @Test
    void when_everything_fails_that_is_one_rise_and_not_one_of_every_value() {
        var traffic = new Traffic(3);
        run(0, HOUR, i -> traffic.spread(i, 50, Dimension.ROUTE, 30, _ -> 0.0002));
        run(HOUR, HOUR + 30, i -> traffic.spread(i, 50, Dimension.ROUTE, 30, _ -> 0.5));
        assertThat(state.rising()).extracting(Rise::slice).containsExactly(Slice.WHOLE);
    }

    @Test
    void a_noisy_baseline_is_silence() {
        int alarms = 0;
        int runs = 0;
        for (double share : new double[] {0.00002, 0.0002, 0.002}) {
            for (double rate : new double[] {0.05, 1, 20}) {
                for (int seed = 0; seed < 3; seed++) {
                    var traffic = new Traffic(seed * 31 + (long) (rate * 1000));
                    state = CountState.START;
                    alarms +=
                            run(0, 3 * DAY, i -> traffic.window(i, rate, share)).size();
                    runs++;
                }
            }
        }
        System.out.println("noisy baselines: " + alarms + " false alarms in " + runs * 3 + " days");
        assertThat(alarms).isLessThanOrEqualTo(3);
    }

    @Test
    void failures_that_always_come_in_batches_are_learned() {
        var traffic = new Traffic(5);
        IntFunction<Window> batches = i -> {
            long requests = traffic.poisson(200);
            return Traffic.window(
                    i,
                    requests,
                    traffic.random.nextInt(720) == 0 ? 4 + traffic.random.nextInt(10) : 0,
                    java.util.Map.of());
        };
        int first = run(0, DAY, batches).size();
        int later = run(DAY, 8 * DAY, batches).size();
        System.out.println("batches of ten every two hours: " + first + " alarms on the first day, " + later
                + " in the seven after");
        assertThat(later).isLessThan(14);
        var burst = run(8 * DAY, 8 * DAY + 1, i -> Traffic.window(i, 200, 200, java.util.Map.of()));
        assertThat(burst).hasSize(1);
    }

    @Test
    void state_survives_encoding_in_the_middle_of_everything() {
        var traffic = new Traffic(9);
        for (int i = 0; i < 400; i++) {
            int number = i;
            state = CountTest.USUAL.step(
                    state, traffic.spread(i, 30, Dimension.UPSTREAM, 20, v -> v == 3 && number > 350 ? 0.5 : 0.001));
            var copy = CountState.decode(state.encode()).orElseThrow();
            assertThat(copy.encode()).isEqualTo(state.encode());
            assertThat(copy.rising()).isEqualTo(state.rising());
        }
        byte[] bytes = state.encode();
        assertThat(CountState.decode(java.util.Arrays.copyOf(bytes, bytes.length - 1)))
                .isEmpty();
        for (int seed = 0; seed < 5000; seed++) {
            byte[] broken = bytes.clone();
            broken[new java.util.SplittableRandom(seed).nextInt(broken.length)] ^= (byte) (1 + seed % 255);
            CountState.decode(broken).ifPresent(CountState::encode);
        }
    }
}
