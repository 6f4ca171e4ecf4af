package dev.candor.paging.escalation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EscalationRuleTest {
    private static final Instant NOW = Instant.parse("2026-03-02T03:00:00Z");
    private static final UUID ALERT = new UUID(0, 1);

    private static EscalationPolicy policy(int repeat, long... minutes) {
        var steps = new ArrayList<EscalationPolicy.Step>();
        for (long after : minutes) {
            steps.add(new EscalationPolicy.Step(
                    List.of(new EscalationPolicy.Target.OnePerson("ana")), Duration.ofMinutes(after)));
        }
        return new EscalationPolicy("p", repeat, steps);
    }

    private static EscalationRule.Running at(int step, int round) {
        return new EscalationRule.Running(ALERT, "p", step, round, NOW, 5);
    }

    private static EscalationRule.Next next(int step, int round, long minutes) {
        return new EscalationRule.Next.At(step, round, NOW.plus(Duration.ofMinutes(minutes)));
    }

    @Test
    void each_step_waits_its_own_time_and_the_last_leads_into_the_next_round() {
        var policy = policy(1, 5, 10);
        assertThat(EscalationRule.decide(at(0, 0), policy, true, true, NOW))
                .isEqualTo(new EscalationRule.Decision(0, next(1, 0, 5)));
        assertThat(EscalationRule.decide(at(1, 0), policy, true, true, NOW))
                .isEqualTo(new EscalationRule.Decision(1, next(0, 1, 10)));
        assertThat(EscalationRule.decide(at(1, 1), policy, true, true, NOW))
                .isEqualTo(new EscalationRule.Decision(1, next(0, 2, 10)));
        assertThat(EscalationRule.decide(at(0, 2), policy, true, true, NOW))
                .isEqualTo(new EscalationRule.Decision(
                        -1, new EscalationRule.Next.Exhausted(NOW.plus(EscalationRule.ASK_AGAIN))));
    }

    @Test
    void a_step_that_reaches_nobody_does_not_wait_but_the_end_of_a_round_does() {
        var policy = policy(1, 5, 10);
        assertThat(EscalationRule.decide(at(0, 0), policy, false, true, NOW).next())
                .isEqualTo(next(1, 0, 0));
        assertThat(EscalationRule.decide(at(1, 0), policy, false, true, NOW).next())
                .isEqualTo(next(0, 1, 10));
    }

    @Test
    void every_policy_fires_each_step_once_a_round_and_ends() {
        for (int steps = 1; steps < 6; steps++) {
            for (int repeat = 0; repeat < 5; repeat++) {
                var policy = policy(repeat, new long[steps]);
                var fired = new ArrayList<Integer>();
                var running = at(0, 0);
                while (EscalationRule.decide(running, policy, true, true, NOW)
                        instanceof EscalationRule.Decision(int step, EscalationRule.Next.At to)) {
                    fired.add(step);
                    running = at(to.step(), to.round());
                }
                assertThat(fired).hasSize(steps * (repeat + 1));
                int last = steps - 1;
                assertThat(fired.stream().filter(step -> step == last).count()).isEqualTo(repeat + 1L);
            }
        }
    }

    @Test
    void beyond_the_end_of_a_policy_that_became_shorter_is_the_next_round() {
        assertThat(EscalationRule.within(policy(3, 5, 10), at(2, 1))).isEqualTo(at(0, 2));
        assertThat(EscalationRule.within(policy(3, 5, 10), at(1, 1))).isEqualTo(at(1, 1));
    }

    @Test
    void a_policy_that_reaches_nobody_in_any_step_waits_for_nothing() {
        var policy = policy(3, 5, 10);
        assertThat(EscalationRule.decide(at(0, 0), policy, false, false, NOW).fire())
                .isEqualTo(-1);
    }

    @Test
    void what_nobody_answered_is_asked_again_every_hour_whoever_is_there() {
        var unanswered = new EscalationRule.Running(ALERT, "p", 0, 2, NOW, 9, true);
        assertThat(EscalationRule.decide(unanswered, policy(5, 5), true, true, NOW))
                .isEqualTo(new EscalationRule.Decision(
                        -1, new EscalationRule.Next.Exhausted(NOW.plus(EscalationRule.ASK_AGAIN))));
    }
}
