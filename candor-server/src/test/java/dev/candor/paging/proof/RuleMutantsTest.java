package dev.candor.paging.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.catalog.Objective;
import dev.candor.detect.Severity;
import dev.candor.detect.Signal;
import dev.candor.detect.telemetry.TelemetryReplay;
import dev.candor.detect.telemetry.WindowRule;
import dev.candor.telemetry.detect.BurnRate;
import dev.candor.telemetry.detect.BurnRule;
import dev.candor.telemetry.detect.BurnState;
import dev.candor.telemetry.sketch.LatencySketch;
import dev.candor.telemetry.window.Dimension;
import dev.candor.telemetry.window.Tally;
import dev.candor.telemetry.window.Top;
import dev.candor.telemetry.window.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// D14: rules that are wrong in the ways rules really are wrong are refused by their rehearsal, over many recorded
/// days; the right one is not.
class RuleMutantsTest {
    private static final Instant NOW = Instant.parse("2026-03-02T03:00:00Z");
    private static final Objective OBJECTIVE = Objective.USUAL;
    private static final UUID NOBODY = new UUID(0, 0);

    /// Two hours of a shop: three hosts, four routes, more or less busy, with a few failures of its own.
    private static List<Window> recorded(long seed) {
        var random = new Random(seed);
        int busy = 20 + random.nextInt(400);
        var windows = new ArrayList<Window>();
        for (int i = 0; i < 720; i++) {
            long requests = Math.max(1, (long) (busy * (0.7 + 0.6 * random.nextDouble())));
            long failures = random.nextInt(200) == 0 ? 1 : 0;
            windows.add(new Window(
                    NOW.minus(Traffic.LENGTH.multipliedBy(720 - i)),
                    Traffic.LENGTH,
                    0,
                    requests,
                    failures,
                    0,
                    LatencySketch.EMPTY,
                    Map.of(
                            Dimension.HOST, top(requests, "a.example", 55, "b.example", 30, "c.example", 15),
                            Dimension.ROUTE, top(requests, "/", 50, "/cart", 30, "/pay", 20)),
                    List.of()));
        }
        return windows;
    }

    private static Top top(long requests, Object... values) {
        var tallies = new ArrayList<Tally>();
        long left = requests;
        for (int i = 0; i < values.length; i += 2) {
            long mine = i + 2 == values.length ? left : requests * (Integer) values[i + 1] / 100;
            tallies.add(new Tally((String) values[i], mine, 0));
            left -= mine;
        }
        return new Top(tallies, 0, 0);
    }

    private static WindowRule objective() {
        return new TelemetryReplay("shop", Optional.of(OBJECTIVE), false);
    }

    private static WindowRule sudden() {
        return new TelemetryReplay("shop", Optional.empty(), true);
    }

    /// The real rule, seeing something else.
    private static Supplier<WindowRule> seeing(Supplier<WindowRule> real, UnaryOperator<Window> other) {
        return () -> {
            WindowRule rule = real.get();
            return window -> rule.step(other.apply(window));
        };
    }

    private static Window counts(Window window, long requests, long failures) {
        return new Window(
                window.start(),
                window.length(),
                window.part(),
                requests,
                failures,
                0,
                window.latency(),
                Map.of(),
                List.of());
    }

    private static UnaryOperator<Window> only(Dimension dimension, String value) {
        return window -> {
            Tally tally = window.top(dimension).of(value);
            return counts(window, tally.requests(), tally.failures());
        };
    }

    /// The real rule, told of each window so much too late.
    private static Supplier<WindowRule> late(Supplier<WindowRule> real, int windows) {
        return () -> {
            WindowRule rule = real.get();
            var waiting = new ArrayDeque<Window>();
            return window -> {
                waiting.add(window);
                if (waiting.size() <= windows) {
                    return List.of();
                }
                Window old = waiting.remove();
                return rule.step(shifted(old, window.start()));
            };
        };
    }

    private static Window shifted(Window window, Instant start) {
        return new Window(
                start,
                window.length(),
                0,
                window.requests(),
                window.failures(),
                0,
                window.latency(),
                window.tops(),
                List.of());
    }

    /// The budget's rule with other numbers.
    private static Supplier<WindowRule> burning(double factor, double window) {
        List<BurnRule> rules = BurnRule.SRE.stream()
                .filter(BurnRule::page)
                .map(rule -> new BurnRule(
                        rule.name(),
                        true,
                        times(rule.longWindow(), window),
                        times(rule.shortWindow(), Math.max(1, window)),
                        rule.factor() * factor,
                        3))
                .toList();
        return () -> telling(new BurnRate(OBJECTIVE.target(), rules));
    }

    private static Duration times(Duration duration, double by) {
        return Duration.ofSeconds(Math.round(duration.toSeconds() * by));
    }

    private static WindowRule telling(BurnRate rate) {
        var state = new BurnState[] {rate.start()};
        return window -> {
            boolean before = !state[0].burning().isEmpty();
            state[0] = rate.step(state[0], window);
            boolean after = !state[0].burning().isEmpty();
            return before == after ? List.of() : List.of(signal(after, window.end()));
        };
    }

    /// Averages the shares of an hour's and of five minutes' windows where it should add up failures and requests.
    private static WindowRule averaging() {
        var shares = new ArrayDeque<Double>();
        var burning = new boolean[1];
        double limit = 14.4 * (1 - OBJECTIVE.target());
        return window -> {
            shares.addLast(window.share());
            if (shares.size() > 360) {
                shares.removeFirst();
            }
            boolean now = shares.size() >= 30 && mean(shares, 360) >= limit && mean(shares, 30) >= limit;
            boolean before = burning[0];
            burning[0] = now;
            return before == now ? List.of() : List.of(signal(now, window.end()));
        };
    }

    private static double mean(ArrayDeque<Double> shares, int last) {
        return shares.stream()
                .skip(Math.max(0, shares.size() - last))
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(0);
    }

    private static Signal signal(boolean firing, Instant at) {
        return new Signal(
                NOBODY,
                firing ? Signal.Event.FIRING : Signal.Event.RECOVERED,
                "telemetry/shop",
                "shop",
                "telemetry/shop/budget",
                Severity.ERROR,
                "mutant",
                Map.of(),
                at,
                at);
    }

    private static Map<String, Supplier<WindowRule>> mutants(Supplier<WindowRule> real) {
        var mutants = new LinkedHashMap<String, Supplier<WindowRule>>();
        mutants.put("a host that never comes", seeing(real, only(Dimension.HOST, "d.example")));
        mutants.put("a route that never comes", seeing(real, only(Dimension.ROUTE, "/pya")));
        mutants.put("only one of the hosts", seeing(real, only(Dimension.HOST, "a.example")));
        mutants.put("only one of the routes", seeing(real, only(Dimension.ROUTE, "/pay")));
        mutants.put(
                "no success is no data, and no data is no failure",
                seeing(
                        real,
                        window -> window.failures() == window.requests()
                                ? counts(window, window.requests(), 0)
                                : window));
        mutants.put("failures are not counted", seeing(real, window -> counts(window, window.requests(), 0)));
        mutants.put(
                "the wrong direction",
                seeing(real, window -> counts(window, window.requests(), window.requests() - window.failures())));
        mutants.put(
                "requests for failures", seeing(real, window -> counts(window, window.requests(), window.requests())));
        mutants.put(
                "ten times too blunt",
                seeing(real, window -> counts(window, window.requests() * 10, window.failures())));
        mutants.put("an hour late", late(real, 360));
        mutants.put("half an hour late", late(real, 180));
        return mutants;
    }

    @Test
    void wrong_rules_over_access_logs_are_refused_and_the_right_ones_are_not() {
        int total = 0;
        int refused = 0;
        var survivors = new ArrayList<String>();
        for (long seed = 1; seed <= 2; seed++) {
            List<Window> recorded = recorded(seed);
            assertThat(TelemetryRehearsal.objective(OBJECTIVE, recorded, RuleMutantsTest::objective, NOW))
                    .as("the real objective, day %d", seed)
                    .isInstanceOf(Result.Fires.class);
            assertThat(TelemetryRehearsal.sudden(recorded, RuleMutantsTest::sudden, NOW))
                    .as("the real rule for rises, day %d", seed)
                    .isInstanceOf(Result.Fires.class);
            var budgets = mutants(RuleMutantsTest::objective);
            budgets.put("averages shares where it should add up", RuleMutantsTest::averaging);
            budgets.put("thresholds ten times as high", burning(10, 1));
            budgets.put("thresholds a tenth as high", burning(0.1, 1));
            budgets.put("windows ten times as long", burning(1, 10));
            budgets.put("windows a tenth as long", burning(1, 0.1));
            for (var mutant : budgets.entrySet()) {
                total++;
                Result result = TelemetryRehearsal.objective(OBJECTIVE, recorded, mutant.getValue(), NOW);
                if (result instanceof Result.CannotFire) {
                    refused++;
                } else {
                    survivors.add("objective, day " + seed + ": " + mutant.getKey());
                }
            }
            for (var mutant : mutants(RuleMutantsTest::sudden).entrySet()) {
                total++;
                Result result = TelemetryRehearsal.sudden(recorded, mutant.getValue(), NOW);
                if (result instanceof Result.CannotFire) {
                    refused++;
                } else {
                    survivors.add("sudden, day " + seed + ": " + mutant.getKey());
                }
            }
        }
        System.out.println(
                "rule mutants over access logs refused: " + refused + " of " + total + "; not: " + survivors);
        assertThat(refused).as("of %d, survivors %s", total, survivors).isGreaterThanOrEqualTo(total * 95 / 100);
    }

    @Test
    void without_recorded_requests_nothing_is_proven() {
        assertThat(TelemetryRehearsal.objective(OBJECTIVE, List.of(), RuleMutantsTest::objective, NOW))
                .isInstanceOfSatisfying(
                        Result.CannotFire.class,
                        result -> assertThat(result.why()).contains("logs that do not come"));
    }

    @Test
    void a_quiet_service_and_one_that_was_seen_for_a_moment_are_proven_too() {
        for (int windows : new int[] {1, 4, 30, 720}) {
            for (int requests : new int[] {1, 3, 30, 3000}) {
                List<Window> few = recorded(1).subList(0, windows).stream()
                        .map(window -> counts(window, requests, 0))
                        .toList();
                assertThat(TelemetryRehearsal.objective(OBJECTIVE, few, RuleMutantsTest::objective, NOW))
                        .as("%d windows of %d requests, objective", windows, requests)
                        .isInstanceOf(Result.Fires.class);
                assertThat(TelemetryRehearsal.sudden(few, RuleMutantsTest::sudden, NOW))
                        .as("%d windows of %d requests, sudden", windows, requests)
                        .isInstanceOf(Result.Fires.class);
            }
        }
    }

    @Test
    void a_target_no_outage_can_miss_fast_enough_is_refused() {
        var lax = new Objective(0.7, Duration.ofDays(30));
        assertThat(TelemetryRehearsal.objective(
                        lax, recorded(1), () -> new TelemetryReplay("shop", Optional.of(lax), false), NOW))
                .isInstanceOfSatisfying(
                        Result.CannotFire.class,
                        result -> assertThat(result.why()).contains("70"));
    }

    @Test
    void targets_and_periods_of_all_kinds_are_proven_on_all_kinds_of_traffic() {
        for (double target : new double[] {0.9, 0.95, 0.99, 0.995, 0.9995, 0.9999}) {
            for (int days : new int[] {7, 30}) {
                var objective = new Objective(target, Duration.ofDays(days));
                Result result = TelemetryRehearsal.objective(
                        objective,
                        recorded(days),
                        () -> new TelemetryReplay("shop", Optional.of(objective), false),
                        NOW);
                assertThat(result).as("%s", objective).isInstanceOf(Result.Fires.class);
            }
        }
    }
}
