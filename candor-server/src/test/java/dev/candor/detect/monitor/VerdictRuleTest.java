package dev.candor.detect.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Runs are written as signs, ten seconds apart: `+` good, `~` slow, `-` failed, `?` could not look.
class VerdictRuleTest {
    private static final Instant T0 = Instant.parse("2026-03-02T03:00:00Z");
    private static final VerdictRule TWO_OF_THREE =
            new VerdictRule(2, 3, 2, 3, Duration.ofHours(1), Duration.ofMinutes(10), Duration.ofSeconds(45));

    private static final Map<Outcome, String> SEEN =
            Map.of(Outcome.FAILED, "503 seen", Outcome.DEGRADED, "slow", Outcome.NOT_RUN, "no DNS");

    private record Told(int run, VerdictRule.Tell tell) {}

    private static final class Life {
        final VerdictRule rule;
        MonitorState state = MonitorState.unseen(T0);
        final List<Told> told = new ArrayList<>();
        final StringBuilder verdicts = new StringBuilder();
        int run;

        Life(VerdictRule rule) {
            this.rule = rule;
        }

        Life run(String signs) {
            for (char sign : signs.toCharArray()) {
                one(sign);
            }
            return this;
        }

        VerdictRule.Decision one(char sign) {
            Outcome outcome = List.of(Outcome.values()).stream()
                    .filter(known -> known.sign() == sign)
                    .findFirst()
                    .orElseThrow();
            var decision = rule.decide(state, new Observation(at(run), outcome, "", SEEN.getOrDefault(outcome, "")));
            assertThat(decision.flipped()).isEqualTo(decision.next().verdict() != state.verdict());
            state = decision.next();
            if (!(decision.tell() instanceof VerdictRule.Tell.Nothing)) {
                told.add(new Told(run, decision.tell()));
            }
            verdicts.append(
                    switch (state.verdict()) {
                        case UP -> 'U';
                        case DEGRADED -> 'G';
                        case DOWN -> 'D';
                        case UNKNOWN -> '?';
                    });
            run++;
            return decision;
        }
    }

    private static Instant at(int run) {
        return T0.plusSeconds(10L * run);
    }

    @ParameterizedTest
    @CsvSource({
        "+++,            UUU",
        "-,              ?",
        "--,             ?D",
        "+-+-,           UUUD",
        "+-++-,          UUUUU",
        "+--+,           UUDD",
        "+--++,          UUDDU",
        "+--+-++,        UUDDDDU",
        "+~+,            UUU",
        "+~~,            UUG",
        "+~~+++,         UUGGGU",
        "+-~,            UUG",
        "+~-,            UUU",
        "+~--,           UUUD",
        "+??,            UUU",
        "+?????,         UUUUU?",
        "+?????+,        UUUUU?U",
    })
    void runs_become_a_verdict(String runs, String verdicts) {
        assertThat(new Life(TWO_OF_THREE).run(runs).verdicts).hasToString(verdicts);
    }

    @Test
    void a_confirmed_failure_fires_with_its_first_bad_run_and_recovers_with_its_first_good_one() {
        var life = new Life(TWO_OF_THREE).run("+++--+++");
        assertThat(life.told)
                .containsExactly(
                        new Told(4, new VerdictRule.Tell.Firing(at(3), "503 seen")),
                        new Told(6, new VerdictRule.Tell.Recovered(at(5))));
        assertThat(life.state.since()).isEqualTo(at(5));
    }

    @Test
    void a_single_failure_and_trouble_of_our_own_never_signal() {
        assertThat(new Life(TWO_OF_THREE).run("++-+++++++").told).isEmpty();
        assertThat(new Life(TWO_OF_THREE).run("++????????????").told).isEmpty();
    }

    @Test
    void not_being_able_to_look_neither_ends_nor_begins_a_failure() {
        var life = new Life(TWO_OF_THREE).run("+--??????");
        assertThat(life.state.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(life.state.signalling()).isTrue();
        life.run("+");
        assertThat(life.state.verdict()).isEqualTo(Verdict.UNKNOWN);
        life.run("+");
        assertThat(life.state.verdict()).isEqualTo(Verdict.UP);
        assertThat(life.told).hasSize(2);
    }

    @Test
    void bursts_that_heal_themselves_are_one_signal_until_it_was_quiet() {
        var life = new Life(TWO_OF_THREE);
        for (int burst = 0; burst < 6; burst++) {
            life.run("-").run("+".repeat(20));
        }
        assertThat(life.told).hasSize(1);
        assertThat(life.told.getFirst().tell())
                .isInstanceOfSatisfying(
                        VerdictRule.Tell.Firing.class,
                        firing -> assertThat(firing.summary())
                                .contains("3 failures within 1 h")
                                .contains("503 seen"));
        assertThat(life.state.verdict()).isEqualTo(Verdict.DEGRADED);
        life.run("+".repeat(60));
        assertThat(life.told).hasSize(2);
        assertThat(life.told.get(1).tell()).isInstanceOf(VerdictRule.Tell.Recovered.class);
        assertThat(life.state.verdict()).isEqualTo(Verdict.UP);
    }

    @Test
    void an_outage_during_the_quiet_time_is_the_same_signal() {
        var life = new Life(TWO_OF_THREE).run("-++-++-++").run("---").run("+".repeat(70));
        assertThat(life.told).hasSize(2);
    }

    @Test
    void being_slow_begins_when_it_was_seen_not_when_the_last_good_time_began() {
        var life = new Life(TWO_OF_THREE).run("+".repeat(50)).run("~~");
        assertThat(life.state.verdict()).isEqualTo(Verdict.DEGRADED);
        assertThat(life.state.since()).isEqualTo(at(51));
        life.run("+++");
        assertThat(life.state.verdict()).isEqualTo(Verdict.UP);
        assertThat(life.state.since()).isEqualTo(at(54));
    }

    @Test
    void over_any_history_firing_and_recovered_take_turns_and_nothing_goes_back_in_time() {
        for (int seed = 0; seed < 2_000; seed++) {
            var random = new Random(seed);
            int failures = 1 + random.nextInt(3);
            var rule = new VerdictRule(
                    failures,
                    failures + random.nextInt(4),
                    1 + random.nextInt(4),
                    2 + random.nextInt(3),
                    Duration.ofMinutes(10),
                    Duration.ofMinutes(3),
                    Duration.ofSeconds(45));
            var life = new Life(rule);
            Instant since = Instant.MIN;
            double bad = random.nextDouble() * 0.6;
            for (int i = 0; i < 300; i++) {
                double dice = random.nextDouble();
                char sign = dice < bad ? '-' : dice < bad + 0.1 ? '~' : dice < bad + 0.2 ? '?' : '+';
                var before = life.state;
                var decision = life.one(sign);
                assertThat(life.state.since())
                        .as("seed %s run %s", seed, i)
                        .isAfterOrEqualTo(before.verdict() == Verdict.UNKNOWN ? Instant.MIN : since);
                since = life.state.since();
                if (sign == '?') {
                    assertThat(decision.tell()).isInstanceOf(VerdictRule.Tell.Nothing.class);
                }
                if (life.state.verdict() == Verdict.DOWN) {
                    assertThat(life.state.signalling())
                            .as("seed %s run %s", seed, i)
                            .isTrue();
                }
                var copy = MonitorState.of(life.state.verdict(), life.state.since(), life.state.json());
                assertThat(copy).isEqualTo(life.state);
            }
            boolean firing = false;
            for (Told told : life.told) {
                assertThat(told.tell() instanceof VerdictRule.Tell.Firing)
                        .as("seed %s: %s", seed, life.told)
                        .isEqualTo(!firing);
                firing = !firing;
            }
            assertThat(life.state.signalling()).isEqualTo(firing);
            life.run("+".repeat(80));
            assertThat(life.state.signalling()).as("seed %s ends well", seed).isFalse();
        }
    }

    @Test
    void a_rule_that_cannot_work_is_refused() {
        assertThatThrownBy(() ->
                        new VerdictRule(3, 2, 2, 3, Duration.ofHours(1), Duration.ofMinutes(10), Duration.ofMinutes(1)))
                .hasMessageContaining("3 of 2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "++~~              | DEGRADED | slow",
                "++~~+             | DEGRADED | slow",
                "++~~++++          | UP       | ''",
                "+-+               | UP       | ''",
                "+~                | UP       | ''",
                "+--               | DOWN     | 503 seen",
                "+--+              | DOWN     | 503 seen",
                "+--++             | UP       | ''",
                "+--~              | DOWN     | 503 seen",
                "+--??????         | UNKNOWN  | nothing is known: no DNS",
                "+--??????+        | UNKNOWN  | 503 seen",
                "+-??????+         | UP       | ''",
                "+??????           | UNKNOWN  | nothing is known: no DNS",
                "+??????+          | UP       | ''",
                "+-++-++-++        | DEGRADED | 3 failures within 1 h ended by themselves; last: 503 seen",
                "+-++-++-??????++  | DEGRADED | 3 failures within 1 h ended by themselves; last: 503 seen"
            })
    void what_was_seen_stands_as_long_as_it_is_not_well(String signs, Verdict verdict, String detail) {
        assertThat(new Life(TWO_OF_THREE).run(signs).state)
                .extracting(MonitorState::verdict, MonitorState::detail)
                .containsExactly(verdict, detail);
    }

    @Test
    void what_is_slow_after_it_recurred_says_that_it_is_slow() {
        var minute = new VerdictRule(2, 3, 2, 3, Duration.ofHours(1), Duration.ofMinutes(1), Duration.ofSeconds(45));
        Life life = new Life(minute).run("+-++-++-++++~~++");
        assertThat(life.told.getLast().tell()).isInstanceOf(VerdictRule.Tell.Recovered.class);
        assertThat(life.state)
                .extracting(MonitorState::verdict, MonitorState::detail)
                .containsExactly(Verdict.DEGRADED, "slow");
        assertThat(MonitorState.of(life.state.verdict(), life.state.since(), life.state.json()))
                .isEqualTo(life.state);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DOWN     | 503 seen | 503 seen | ''",
                "UP       | 503 seen | 503 seen | ''",
                "DEGRADED | slow | '' | slow",
                "DEGRADED | 3 failures within 1 h ended by themselves; last: 503 seen | 503 seen | ''",
                "DOWN     | 3 failures within 1 h ended by themselves; last: 503 seen | 503 seen | ''",
                "DEGRADED | '3 failures within 1 h ended by themselves; last: ' | '' | ''",
                "UNKNOWN  | nothing is known: no DNS | '' | ''"
            })
    void a_state_of_before_such_words_were_kept_has_those_it_showed(
            Verdict verdict, String shown, String failed, String slow) {
        String then = "{\"recent\": \"--\", \"detail\": \"" + shown + "\"}";
        assertThat(MonitorState.of(verdict, T0, then).last()).isEqualTo(new MonitorState.Last(failed, slow));
    }

    @Test
    void a_recurrence_of_which_no_words_are_kept_ends_with_none() {
        Life life = new Life(TWO_OF_THREE).run("+-++-++-");
        String json = life.state.json().replace("503 seen", "");
        life.state = MonitorState.of(life.state.verdict(), life.state.since(), json);
        assertThat(life.run("++").state.detail()).isEqualTo("3 failures within 1 h ended by themselves");
    }
}
