package dev.candor.detect.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AgentClocksTest {
    private static final Instant T0 = Instant.parse("2026-03-02T03:00:00Z");
    private static final UUID FIRST = new UUID(0, 1);
    private static final UUID SECOND = new UUID(0, 2);

    private final AgentClocks clocks = new AgentClocks();

    /// @param at when it came, in seconds
    /// @param off what it says of the clock: its real difference less the way it took
    private long ahead(UUID run, int at, int off) {
        Instant now = T0.plusSeconds(at);
        return clocks.ahead("east", run, now.plusSeconds(off), now).toSeconds();
    }

    @Test
    void a_report_that_lay_on_a_cut_line_is_no_slow_clock() {
        assertThat(ahead(FIRST, 0, 0)).isZero();
        assertThat(ahead(FIRST, 20, -15)).isZero();
        assertThat(ahead(FIRST, 21, 0)).isZero();
    }

    @Test
    void nor_is_the_first_of_an_agent_that_was_started_while_the_line_was_cut() {
        assertThat(ahead(FIRST, 0, 0)).isZero();
        assertThat(ahead(SECOND, 30, -15)).isZero();
        assertThat(ahead(SECOND, 31, 0)).isZero();
    }

    @Test
    void nor_is_the_first_after_ten_minutes_without_a_line() {
        assertThat(ahead(FIRST, 0, 0)).isZero();
        assertThat(ahead(FIRST, 600, -15)).isZero();
        assertThat(ahead(FIRST, 601, 0)).isZero();
    }

    @Test
    void two_agents_of_a_location_have_each_its_own_clock_from_the_second_report_on() {
        assertThat(ahead(FIRST, 0, 30)).isEqualTo(30);
        assertThat(ahead(SECOND, 0, 0)).as("it may have lain on the line").isEqualTo(30);
        for (int second = 1; second < 20; second++) {
            assertThat(ahead(FIRST, second, 30)).isEqualTo(30);
            assertThat(ahead(SECOND, second, 0)).isZero();
        }
    }

    @Test
    void a_clock_that_is_ahead_or_far_off_is_believed_at_once_and_one_that_is_set_right_too() {
        assertThat(ahead(FIRST, 0, 3_600)).isEqualTo(3_600);
        assertThat(ahead(FIRST, 1, 0)).isZero();
        assertThat(ahead(SECOND, 2, -300)).isEqualTo(-300);
        assertThat(ahead(SECOND, 3, 20)).isEqualTo(20);
    }

    @Test
    void a_clock_that_loses_is_believed_after_five_minutes() {
        assertThat(ahead(FIRST, 0, 0)).isZero();
        for (int second = 5; second <= 300; second += 5) {
            assertThat(ahead(FIRST, second, -20)).isZero();
        }
        assertThat(ahead(FIRST, 305, -20)).isEqualTo(-20);
    }

    @Test
    void what_is_remembered_is_bounded() {
        for (int run = 0; run < 10_000; run++) {
            assertThat(clocks.ahead("east", new UUID(1, run), T0, T0)).isEqualTo(Duration.ZERO);
        }
        assertThat(clocks.remembered()).isLessThan(2_500);
    }

    private static int beforeItWasSetBack(int... seconds) {
        return AgentClocks.beforeItWasSetBack(
                Arrays.stream(seconds).mapToObj(T0::plusSeconds).toList(), T0.plusSeconds(100));
    }

    @Test
    void nothing_is_seen_after_it_was_sent_or_long_after_what_was_seen_later() {
        assertThat(beforeItWasSetBack()).isZero();
        assertThat(beforeItWasSetBack(10, 20, 99)).isZero();
        assertThat(beforeItWasSetBack(40, 20, 99)).as("a slow look").isZero();
        assertThat(beforeItWasSetBack(180, 190, 200)).as("set back since").isEqualTo(3);
        assertThat(beforeItWasSetBack(80, 90, 10, 20)).as("set back in between").isEqualTo(2);
    }
}
