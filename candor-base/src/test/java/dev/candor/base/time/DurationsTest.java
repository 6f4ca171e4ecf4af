package dev.candor.base.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({"300ms,300", "10s,10000", "2m,120000", "1h30m,5400000", "1 week,604800000", "1 h 30 min,5400000", "0s,0"
    })
    void people_write_durations_in_these_ways(String text, long millis) {
        assertThat(Durations.parse(text)).contains(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "m", "-5m", "5 parsecs", "1h x", "s5", "99999999999999999999s"})
    void what_is_not_a_duration_is_not_guessed(String text) {
        assertThat(Durations.parse(text)).isEmpty();
    }

    @Test
    void what_is_formatted_can_be_read_again() {
        for (long millis = 0; millis < 400_000_000; millis += 1_234_567) {
            var duration = Duration.ofMillis(millis);
            assertThat(Durations.parse(Durations.format(duration))).contains(duration);
        }
    }
}
