package dev.candor.detect.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class UnclaimedTest {
    private static final Instant T0 = Instant.parse("2026-11-22T10:00:00Z");

    private final Unclaimed unclaimed = new Unclaimed();

    @Test
    void an_address_with_many_tags_hides_neither_its_frequent_ones_nor_other_addresses() {
        unclaimed.add("192.0.2.1", "till", 30, T0);
        for (int i = 0; i < 500; i++) {
            unclaimed.add("192.0.2.7", "t" + i, 1, T0);
            if (i % 5 == 0) {
                unclaimed.add("192.0.2.7", "shop", 1, T0);
            }
        }
        assertThat(unclaimed.messages()).isEqualTo(630);
        assertThat(unclaimed.all()).hasSize(12);
        assertThat(unclaimed.all().stream().mapToLong(seen -> seen.messages()).sum())
                .isEqualTo(630);
        assertThat(unclaimed.all())
                .anyMatch(seen -> seen.tag().equals("shop") && seen.messages() == 100)
                .anyMatch(seen -> seen.tag().equals("till") && seen.messages() == 30)
                .anyMatch(seen -> seen.tag().equals(Unclaimed.MANY));
    }
}
