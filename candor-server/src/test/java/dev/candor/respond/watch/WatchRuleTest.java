package dev.candor.respond.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchRuleTest {
    private static Sample sample(long requests, long failures, int slowMillis) {
        return new Sample(requests, failures, Optional.of(Duration.ofMillis(slowMillis)));
    }

    @ParameterizedTest
    @CsvSource({
        // requests and failures before, since
        "10000, 10, 1000,   1, false",
        "10000, 10, 1000,  20, true",
        "10000, 10,  100,   3, false",
        "10000, 10,  100,   8, true",
        "10000,  0,   30,   3, true",
        "10000,  0, 9000,   3, false",
        "10000, 500, 1000, 60, false",
        "10000, 500, 1000, 150, true",
        "    0,  0,  200,   9, false",
        "    0,  0,  200, 100, true",
        " 1000,  0,    0,   0, false",
        " 1000,  0,    9,   9, true",
    })
    void more_failures_are_worse_where_chance_does_not_explain_them(
            long was, long failedBefore, long requests, long failures, boolean worse) {
        var judgement = WatchRule.judge(
                sample(was, failedBefore, 20), sample(requests, failures, 20), List.of(), true, Duration.ofMinutes(10));
        assertThat(judgement.worse()).as(judgement.words()).isEqualTo(worse);
    }

    @ParameterizedTest
    @CsvSource({"20, 40, false", "20, 69, false", "20, 71, true", "200, 390, false", "200, 410, true"})
    void latency_is_worse_when_it_doubled_and_somebody_can_feel_it(int before, int since, boolean worse) {
        var judgement =
                WatchRule.judge(sample(500, 0, before), sample(500, 0, since), List.of(), true, Duration.ofMinutes(10));
        assertThat(judgement.worse()).isEqualTo(worse);
    }

    @Test
    void reasons_say_how_it_is_and_how_it_was() {
        var judgement = WatchRule.judge(
                sample(1000, 1, 20), sample(200, 40, 300), List.of("home"), true, Duration.ofMinutes(10));
        assertThat(judgement.words())
                .isEqualTo(
                        "home fails; 20.0 % of 200 requests fail, before 0.1 %; nine of ten requests took up to 300 ms, before 20 ms");
    }

    @Test
    void without_requests_and_monitors_there_is_nothing_to_judge_by() {
        assertThat(WatchRule.judge(Sample.NOTHING, Sample.NOTHING, List.of(), false, Duration.ofMinutes(10))
                        .enough())
                .isFalse();
        assertThat(WatchRule.judge(Sample.NOTHING, Sample.NOTHING, List.of(), true, Duration.ofMinutes(10))
                        .enough())
                .isTrue();
    }

    /// 120 looks at a service that is as it was: how often is it called worse all the same?
    @Test
    void a_service_that_is_as_it_was_is_hardly_ever_called_worse() {
        int wrong = 0;
        for (int seed = 0; seed < 1000; seed++) {
            var random = new Random(seed);
            double share = List.of(0.0, 0.001, 0.01, 0.1).get(seed % 4);
            var before = sample(3000, count(random, 3000, share), 20);
            long requests = 0;
            long failures = 0;
            for (int look = 0; look < 120; look++) {
                requests += 10;
                failures += count(random, 10, share);
                if (WatchRule.judge(before, sample(requests, failures, 20), List.of(), true, Duration.ofMinutes(10))
                        .worse()) {
                    wrong++;
                    break;
                }
            }
        }
        assertThat(wrong).as("of 1000 changes that did nothing").isLessThanOrEqualTo(5);
    }

    private static long count(Random random, int requests, double share) {
        long failures = 0;
        for (int i = 0; i < requests; i++) {
            failures += random.nextDouble() < share ? 1 : 0;
        }
        return failures;
    }

    @Test
    void as_before_needs_requests_where_there_were_some_and_else_a_monitor() {
        Duration minute = Duration.ofMinutes(1);
        Sample busy = sample(3000, 0, 20); // in half an hour
        assertThat(asBefore(busy, sample(25, 0, 20), false, minute)).isTrue();
        assertThat(asBefore(busy, sample(24, 0, 20), true, minute)).isFalse();
        assertThat(asBefore(busy, sample(25, 25, 20), true, minute)).isFalse();
        assertThat(asBefore(sample(10, 0, 20), Sample.NOTHING, true, minute)).isTrue();
        assertThat(asBefore(sample(10, 0, 20), sample(10, 0, 20), false, minute))
                .isFalse();
    }

    private static boolean asBefore(Sample before, Sample since, boolean seenWell, Duration span) {
        return WatchRule.judge(before, since, List.of(), seenWell, span).asBefore();
    }
}
