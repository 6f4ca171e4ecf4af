package dev.candor.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UptimeTest {
    @Test
    void a_single_lost_second_in_ninety_days_is_not_rounded_away() {
        assertThat(new Uptime(7_776_000, 0, 0, 1).text()).isEqualTo("99.99 %");
        assertThat(new Uptime(7_776_000, 0, 1, 0).text()).isEqualTo("99.99 %");
        assertThat(new Uptime(7_776_000, 0, 0, 0).text()).isEqualTo("100 %");
    }

    @Test
    void a_partial_outage_weighs_thirty_percent() {
        assertThat(new Uptime(86_400, 0, 8_640, 0).text()).isEqualTo("97.00 %");
        assertThat(new Uptime(86_400, 0, 0, 8_640).text()).isEqualTo("90.00 %");
    }

    @Test
    void unknown_time_is_left_out_and_all_unknown_is_no_data() {
        assertThat(new Uptime(86_400, 43_200, 0, 4_320).text()).isEqualTo("90.00 %");
        assertThat(new Uptime(86_400, 86_400, 0, 0).text()).isEqualTo("no data");
        assertThat(new Uptime(0, 0, 0, 0).basisPoints()).isEmpty();
    }

    @Test
    void a_group_is_the_average_of_what_is_known() {
        assertThat(Uptime.average(
                        List.of(new Uptime(100, 0, 0, 50), new Uptime(100, 0, 0, 0), new Uptime(100, 100, 0, 0))))
                .contains(7_500);
        assertThat(Uptime.average(List.of())).isEqualTo(Optional.empty());
    }

    @Test
    void the_figure_never_exceeds_the_truth() {
        for (int seed = 0; seed < 1_000; seed++) {
            var chance = new Random(seed);
            long counted = 1 + chance.nextInt(8_000_000);
            long unknown = chance.nextLong(counted);
            long major = chance.nextLong(counted - unknown + 1);
            long partial = chance.nextLong(counted - unknown - major + 1);
            var uptime = new Uptime(counted, unknown, partial, major);
            double exact = 1e4 * (uptime.knownSeconds() - major - 0.3 * partial) / uptime.knownSeconds();
            assertThat((double) uptime.basisPoints().orElseThrow())
                    .as("seed " + seed)
                    .isLessThanOrEqualTo(exact + 1e-6)
                    .isGreaterThan(exact - 1.000001);
        }
    }
}
