package dev.candor.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.telemetry.window.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TelemetryChartTest {
    private static final Instant NOW = Instant.parse("2026-03-02T03:00:04Z");
    private static final Instant HOUR_AGO = NOW.minus(Duration.ofHours(1));

    private static List<Window> windows(Instant from, int many) {
        return IntStream.range(0, many)
                .mapToObj(i -> Window.empty(from.plusSeconds(10L * i), Duration.ofSeconds(10)))
                .toList();
    }

    @Test
    void the_picture_of_a_young_service_begins_with_its_first_window_but_is_not_too_short() {
        Instant first = Instant.parse("2026-03-02T02:30:00Z");
        assertThat(TelemetryChart.begin(windows(first, 180), HOUR_AGO, NOW)).isEqualTo(first);
        assertThat(TelemetryChart.begin(windows(NOW.minusSeconds(60), 6), HOUR_AGO, NOW))
                .isEqualTo(NOW.minus(Duration.ofMinutes(10)));
        assertThat(TelemetryChart.begin(windows(HOUR_AGO.minusSeconds(4), 360), HOUR_AGO, NOW))
                .isEqualTo(HOUR_AGO);
        assertThat(TelemetryChart.begin(List.of(), HOUR_AGO, NOW)).isEqualTo(HOUR_AGO);
    }

    @Test
    void no_slice_is_shorter_than_a_window_so_that_a_steady_service_has_no_gaps() {
        Instant from = NOW.minus(Duration.ofMinutes(10));
        List<Window> slices = TelemetryChart.slices(windows(from, 60), from, NOW);
        assertThat(slices).hasSize(60).allMatch(slice -> slice.length().compareTo(Duration.ofSeconds(10)) >= 0);
        assertThat(TelemetryChart.slices(windows(HOUR_AGO, 360), HOUR_AGO, NOW)).hasSize(TelemetryChart.SLICES);
        assertThat(TelemetryChart.slices(List.of(), HOUR_AGO, NOW)).hasSize(TelemetryChart.SLICES);
    }
}
