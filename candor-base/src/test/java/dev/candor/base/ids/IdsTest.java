package dev.candor.base.ids;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class IdsTest {
    @Test
    void ids_are_version_7_and_grow_also_when_the_clock_steps_back() {
        var now = new AtomicReference<>(Instant.parse("2026-03-02T03:00:00Z"));
        var ids = new Ids(now::get, Randomness.seeded(1));
        UUID last = ids.next();
        for (int i = 0; i < 20_000; i++) {
            if (i == 10_000) {
                now.set(Instant.parse("2026-03-02T02:00:00Z"));
            }
            UUID next = ids.next();
            assertThat(next.version()).isEqualTo(7);
            assertThat(next.variant()).isEqualTo(2);
            assertThat(next.toString()).isGreaterThan(last.toString());
            last = next;
        }
    }
}
