package dev.candor.lab.d01;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.base.json.Json;
import dev.candor.lab.run.DrillResult;
import dev.candor.lab.run.Mode;
import dev.candor.lab.run.Pace;
import dev.candor.lab.run.Sightings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShopBudgetTest {
    private static final Instant FAULT = Instant.parse("2026-03-02T03:00:00Z");

    private static Instant at(double seconds) {
        return FAULT.plusMillis((long) (seconds * 1000));
    }

    private static List<Measured.Strike> strikes() {
        return IntStream.range(0, 5)
                .mapToObj(i -> new Measured.Strike(at(i * 120), at(i * 120 + 4)))
                .toList();
    }

    private static List<Instant> eachBurst() {
        return IntStream.range(0, 5).mapToObj(i -> at(i * 120 + 1)).toList();
    }

    private static Sightings good() {
        return new Sightings(eachBurst(), List.of(at(2)), List.of(at(3)), List.of(at(5)), 1, 0);
    }

    private static DrillResult fault(Sightings sightings) {
        return ShopBudget.judge(
                new Measured(Mode.FAULT, 7, strikes(), sightings, 90, eachBurst(), Optional.of(at(485))));
    }

    @Test
    void a_good_run_passes_and_has_exactly_the_fields_of_the_contract() {
        var result = fault(good());
        assertThat(result.shortfalls()).isEmpty();
        assertThat(Json.write(result.json()))
                .isEqualTo("{\"drill\":\"D01\",\"mode\":\"fault\",\"seed\":7,\"t_fault\":0.000,\"t_signal\":1.000,"
                        + "\"t_alert\":2.000,\"t_page\":3.000,\"t_published\":5.000,\"t_recovered\":485.000,"
                        + "\"user_errors\":90,\"lost\":0,\"false_alerts\":0,\"pass\":true,"
                        + "\"bursts_injected\":5,\"bursts_seen\":5,\"incidents\":1}");
        assertThat(result.text()).contains("alert 2.0 s").endsWith("pass");
    }

    @Test
    void every_part_of_the_budget_can_fail_a_run_and_says_so() {
        Sightings g = good();
        assertShort(
                new Sightings(eachBurst().subList(0, 4), g.alerts(), g.pages(), g.published(), 1, 0),
                "1 bursts of 3 s or more were not seen");
        assertShort(
                new Sightings(g.signals(), List.of(at(15.5)), g.pages(), g.published(), 1, 0),
                "first alert after 15.5 s, at most 15 s");
        assertShort(
                new Sightings(g.signals(), g.alerts(), List.of(at(31)), g.published(), 1, 0),
                "first page at the receiver after 31.0 s, at most 30 s");
        assertShort(
                new Sightings(g.signals(), g.alerts(), g.pages(), List.of(at(61)), 1, 0),
                "first word on the public page after 61.0 s, at most 60 s");
        assertShort(new Sightings(g.signals(), g.alerts(), g.pages(), List.of(), 1, 0), "no word on the public page");
        assertShort(new Sightings(g.signals(), g.alerts(), g.pages(), g.published(), 5, 0), "5 incidents, 1 expected");
        assertShort(new Sightings(g.signals(), g.alerts(), g.pages(), g.published(), 1, 2), "2 pages or updates lost");
        assertShort(
                new Sightings(g.signals(), List.of(at(-9), at(2)), g.pages(), g.published(), 1, 0),
                "1 alerts without a cause");
    }

    private static void assertShort(Sightings sightings, String shortfall) {
        var result = fault(sightings);
        assertThat(result.pass()).isFalse();
        assertThat(result.shortfalls()).containsExactly(shortfall);
    }

    @Test
    void a_fault_that_customers_do_not_feel_is_no_fault() {
        var result = ShopBudget.judge(
                new Measured(Mode.FAULT, 7, strikes(), good(), 10, eachBurst().subList(0, 2), Optional.of(at(485))));
        assertThat(result.shortfalls()).containsExactly("customers felt 2 of 5 bursts: the fault is no fault");
    }

    @Test
    void a_burst_of_two_seconds_may_stay_unseen() {
        var bursts = new ArrayList<>(strikes());
        bursts.set(4, new Measured.Strike(at(480), at(482)));
        var seen = new Sightings(eachBurst().subList(0, 4), List.of(at(2)), List.of(at(3)), List.of(at(5)), 1, 0);
        var result = ShopBudget.judge(new Measured(Mode.FAULT, 7, bursts, seen, 90, eachBurst(), Optional.of(at(485))));
        assertThat(result.shortfalls()).isEmpty();
        assertThat(result.facts()).containsEntry("bursts_seen", 4);
    }

    @Test
    void a_control_run_wants_silence() {
        var silent = ShopBudget.judge(
                new Measured(Mode.CONTROL, 7, List.of(), Sightings.NONE, 0, List.of(), Optional.empty()));
        assertThat(silent.pass()).isTrue();
        assertThat(Json.write(silent.json())).contains("\"t_fault\":null,\"t_signal\":null");
        var loud =
                ShopBudget.judge(new Measured(Mode.CONTROL, 7, List.of(), good(), 3, eachBurst(), Optional.of(at(9))));
        assertThat(loud.shortfalls()).hasSize(5);
        assertThat(loud.falseAlerts()).isEqualTo(1);
    }

    @Test
    void a_guarded_run_allows_one_error_per_kill() {
        assertThat(guarded(5).pass()).isTrue();
        assertThat(guarded(6).shortfalls()).containsExactly("6 customers' requests failed, at most 5 may");
    }

    private static DrillResult guarded(long errors) {
        return ShopBudget.judge(
                new Measured(Mode.GUARDED, 7, strikes(), Sightings.NONE, errors, List.of(), Optional.empty()));
    }

    @Test
    void the_plan_of_every_seed_keeps_its_promises() {
        for (int seed = 0; seed < 500; seed++) {
            for (Pace pace : Pace.values()) {
                var plan = FaultPlan.of(Mode.FAULT, seed, pace);
                assertThat(plan).as("seed " + seed).isEqualTo(FaultPlan.of(Mode.FAULT, seed, pace));
                assertThat(plan.bursts()).hasSize(5).allSatisfy(b -> {
                    assertThat(b.length())
                            .isBetween(Duration.ofSeconds(pace == Pace.FULL ? 2 : 3), Duration.ofSeconds(6));
                    assertThat(b.proxies()).containsExactly(0, 1);
                });
                assertThat(plan.bursts().getFirst().length()).isGreaterThanOrEqualTo(Duration.ofSeconds(3));
                for (int i = 1; i < 5; i++) {
                    Duration quiet = plan.bursts()
                            .get(i)
                            .at()
                            .minus(plan.bursts().get(i - 1).end());
                    assertThat(quiet).as("seed " + seed).isGreaterThanOrEqualTo(Duration.ofSeconds(3));
                }
                assertThat(plan.bursts().getLast().end()).isLessThan(plan.length());
                assertThat(plan.length()).isLessThanOrEqualTo(Duration.ofSeconds(pace == Pace.FULL ? 600 : 50));
                var guarded = FaultPlan.of(Mode.GUARDED, seed, pace);
                assertThat(guarded.bursts())
                        .hasSize(5)
                        .allSatisfy(b -> assertThat(b.proxies()).hasSize(1));
                assertThat(FaultPlan.of(Mode.CONTROL, seed, pace)).isEqualTo(new FaultPlan(List.of(), plan.length()));
                assertThat(plan.steps())
                        .hasSize(20)
                        .isSortedAccordingTo(java.util.Comparator.comparing(FaultPlan.Step::at));
            }
        }
    }
}
