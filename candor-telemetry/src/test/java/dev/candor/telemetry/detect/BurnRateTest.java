package dev.candor.telemetry.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.telemetry.detect.BurnState.Burning;
import org.junit.jupiter.api.Test;

class BurnRateTest {
    private final BurnRate rate = new BurnRate(0.999, BurnRule.SRE);
    private BurnState state = rate.start();

    /// The first window from `from` on in which a paging rule fires, or -1.
    private int firstPage(Traffic traffic, int from, int to, double share) {
        for (int i = from; i < to; i++) {
            state = rate.step(state, traffic.window(i, 20, share));
            if (state.burning().stream().anyMatch(Burning::page)) {
                return i;
            }
        }
        return -1;
    }

    @Test
    void a_total_outage_pages_after_52_seconds_and_ten_percent_after_8_6_minutes() {
        var traffic = new Traffic(1);
        assertThat(firstPage(traffic, 0, 3 * 360, 0)).isEqualTo(-1);
        var quiet = state;
        assertThat(firstPage(traffic, 1080, 1200, 1) - 1080).isBetween(4, 6);
        state = quiet;
        assertThat(firstPage(traffic, 1080, 1200, 0.1) - 1080).isBetween(46, 56);
    }

    @Test
    void a_service_seen_for_a_minute_only_burns_no_budget_of_days() {
        var traffic = new Traffic(4);
        for (int i = 0; i < 29; i++) {
            state = rate.step(state, traffic.window(i, 20, i < 6 ? 0 : 0.05));
            assertThat(state.burning()).as("after " + (i + 1) * 10 + " s").isEmpty();
        }
        state = rate.step(state, traffic.window(29, 20, 0.05));
        assertThat(state.burning())
                .as("after five minutes")
                .singleElement()
                .matches(one -> one.rule().startsWith("2% of the budget in 1 h"));
        for (int i = 30; i < 2 * 360; i++) {
            state = rate.step(state, traffic.window(i, 20, 0.05));
        }
        assertThat(state.burning()).as("after two hours").hasSize(3);
    }

    @Test
    void ten_second_bursts_never_page() {
        var traffic = new Traffic(2);
        for (int i = 0; i < 6 * 360; i++) {
            state = rate.step(state, traffic.window(i, 20, i > 1080 && i % 150 == 0 ? 1 : 0.00002));
            assertThat(state.burning()).noneMatch(Burning::page);
        }
    }

    @Test
    void it_stops_when_the_short_window_is_clean_and_survives_encoding_and_gaps() {
        var traffic = new Traffic(3);
        firstPage(traffic, 0, 400, 0);
        assertThat(firstPage(traffic, 400, 500, 1)).isPositive();
        assertThat(BurnState.decode(state.encode()).orElseThrow().burning()).isEqualTo(state.burning());
        assertThat(firstPage(traffic, 500, 540, 0)).isEqualTo(500);
        for (int i = 540; i < 600; i++) {
            state = rate.step(state, traffic.window(i, 20, 0));
        }
        assertThat(state.burning()).noneMatch(one -> one.rule().startsWith("2%"));
        state = rate.step(state, traffic.window(4_000_000, 20, 0));
        assertThat(state.burning()).isEmpty();
        assertThat(BurnState.decode(new byte[] {1, 2, 3})).isEmpty();
    }
}
