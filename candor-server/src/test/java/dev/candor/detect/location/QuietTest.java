package dev.candor.detect.location;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class QuietTest {
    private static final Instant T0 = Instant.parse("2026-03-02T03:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static Instant at(int seconds) {
        return T0.plusSeconds(seconds);
    }

    @Test
    void agents_heard_right_before_a_silence_of_all_may_be_back_any_moment() {
        Quiet quiet = Quiet.before(T0, T0).heard(at(5)).heard(at(600));
        assertThat(quiet.tookAway(at(2), MINUTE, at(601))).isTrue();
        assertThat(quiet.tookAway(at(-100), MINUTE, at(601)))
                .as("silent before")
                .isFalse();
        assertThat(quiet.tookAway(at(2), MINUTE, at(661))).as("had its time").isFalse();
    }

    @Test
    void while_any_agent_is_heard_there_is_no_silence() {
        Quiet quiet = Quiet.before(T0, T0);
        for (int second = 0; second < 600; second += 5) {
            quiet = quiet.heard(at(second));
        }
        assertThat(quiet.tookAway(at(2), MINUTE, at(600))).isFalse();
    }

    @Test
    void one_that_is_heard_once_in_between_does_not_end_the_silence() {
        Quiet quiet = Quiet.before(T0, T0).heard(at(1)).heard(at(300)).heard(at(600));
        assertThat(quiet.tookAway(at(1), MINUTE, at(601))).isTrue();
    }

    @Test
    void a_start_is_the_end_of_a_silence() {
        Quiet quiet = Quiet.before(at(-3_600), T0).heard(at(30));
        assertThat(quiet.tookAway(at(-3_610), MINUTE, at(31))).isTrue();
        assertThat(quiet.tookAway(at(-7_200), MINUTE, at(31))).isFalse();
    }
}
