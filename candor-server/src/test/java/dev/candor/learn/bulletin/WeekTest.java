package dev.candor.learn.bulletin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeekTest {
    @Test
    void its_name_and_itself_are_the_same_for_forty_years() {
        for (LocalDate monday = LocalDate.parse("2010-01-04"); monday.getYear() < 2050; monday = monday.plusWeeks(1)) {
            var week = new Week(monday);
            assertThat(Week.parse(week.toString())).as(week.toString()).contains(week);
            assertThat(new Week(monday.plusWeeks(1)).before()).isEqualTo(week);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-22T22:59:00Z, Europe/Berlin, 2026-W47",
        "2026-11-22T23:00:00Z, Europe/Berlin, 2026-W48",
        "2026-11-22T23:00:00Z, America/New_York, 2026-W47",
        "2027-01-01T12:00:00Z, Etc/UTC, 2026-W53",
        "2024-12-30T12:00:00Z, Etc/UTC, 2025-W01",
    })
    void a_moment_lies_in_the_week_of_its_place(Instant at, String zone, String week) {
        assertThat(Week.of(at, ZoneId.of(zone))).hasToString(week);
    }

    @Test
    void the_week_the_clocks_go_forward_is_an_hour_shorter() {
        var week = Week.parse("2026-W13").orElseThrow();
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        assertThat(Duration.between(week.begin(berlin), week.end(berlin))).isEqualTo(Duration.ofHours(167));
    }

    @ParameterizedTest
    @CsvSource({"2026-W00", "2026-W54", "2025-W53", "2026-47", "1999-W10", "2026-W1", "../2026-W10"})
    void what_is_no_week_is_none(String text) {
        assertThat(Week.parse(text)).isEmpty();
    }
}
