package dev.candor.lab.d22;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.lab.run.ShortRuns;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ProviderOutageTest {
    @Test
    @Tag("long")
    void after_an_outage_of_the_providers_every_page_arrives_the_worst_and_newest_first() throws Exception {
        ShortRuns.pass(new ProviderOutage());
    }

    @Test
    void the_worst_comes_first_and_of_those_the_newest() {
        Instant any = Instant.EPOCH;
        assertThat(Arrived.wanted(
                        List.of(new Sent(0, 0, any), new Sent(1, 2, any), new Sent(2, 0, any), new Sent(3, 1, any))))
                .containsExactly(2, 0, 3, 1);
    }

    @Test
    void whoever_found_out_is_out_of_the_order_and_everybody_else_in_it() {
        List<Integer> wanted = List.of(9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
        assertThat(Arrived.farthestFrom(wanted, wanted)).isZero();
        assertThat(Arrived.farthestFrom(wanted, List.of(3, 9, 8, 7, 6, 5, 4, 2, 1, 0)))
                .isZero();
        assertThat(Arrived.farthestFrom(wanted, wanted.reversed())).isGreaterThan(Arrived.AT_ONCE);
    }
}
