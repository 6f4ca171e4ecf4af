package dev.candor.catalog.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SaidTimeTest {
    private static final Instant NOW = Instant.parse("2026-03-02T03:00:00Z");

    @Test
    void a_time_that_cannot_be_is_replaced_and_said_with_how_far_it_is_off() {
        assertThat(said("2031-03-02T03:00:00Z"))
                .isEqualTo(new SaidTime(NOW, "2031-03-02T03:00:00Z lies 1826 d in the future", Optional.empty()));
        assertThat(said("2026-03-02T05:30:00Z").odd()).isEqualTo("2026-03-02T05:30:00Z lies 2 h 30 min in the future");
        assertThat(said("2019-03-02T03:00:00Z").odd()).contains("2557 d back, more than a year");
        assertThat(said("2019-03-02T03:00:00Z").note()).contains("taken as when it came in");
    }

    @Test
    void a_clock_a_little_ahead_is_now_and_the_past_is_what_it_was() {
        assertThat(said("2026-03-02T03:00:40Z")).isEqualTo(new SaidTime(NOW, "", Optional.of(NOW.plusSeconds(40))));
        assertThat(said("2026-03-02T03:00:40Z").note()).contains("it said 2026-03-02T03:00:40Z");
        assertThat(said("2026-02-02T03:00:00Z").note()).isEmpty();
        assertThat(said("2026-02-02T03:00:00Z").at()).isEqualTo(Instant.parse("2026-02-02T03:00:00Z"));
        assertThat(SaidTime.of(Optional.empty(), NOW)).isEqualTo(new SaidTime(NOW, "", Optional.empty()));
    }

    private static SaidTime said(String text) {
        return SaidTime.of(Optional.of(Instant.parse(text)), NOW);
    }
}
