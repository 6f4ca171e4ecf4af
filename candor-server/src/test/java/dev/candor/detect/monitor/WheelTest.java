package dev.candor.detect.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WheelTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void every_entry_fires_exactly_once_at_or_after_its_time() {
        for (long origin : new long[] {0, 123_456_789L, -7_777_777_777L}) {
            var random = new Random(origin);
            var wheel = new Wheel<Integer>(origin);
            var due = new long[100_000];
            var firedAt = new long[due.length];
            for (int i = 0; i < due.length; i++) {
                due[i] = origin + (long) (random.nextDouble() * 120 * SECOND) - SECOND;
                wheel.add(i, due[i]);
            }
            for (long now = origin; wheel.size() > 0; now += 1 + random.nextInt(40_000_000)) {
                long at = now;
                wheel.advance(now, entry -> {
                    assertThat(firedAt[entry]).isZero();
                    firedAt[entry] = at == 0 ? 1 : at;
                });
            }
            for (int i = 0; i < due.length; i++) {
                assertThat(firedAt[i]).isGreaterThanOrEqualTo(due[i]);
                assertThat(firedAt[i] - Math.max(due[i], origin)).isLessThan(2 * Wheel.TICK_NANOS + 40_000_000);
            }
        }
    }

    @Test
    void firing_may_add_again_and_a_long_sleep_loses_nothing() {
        var wheel = new Wheel<String>(0);
        var fired = new ArrayList<String>();
        wheel.add("a", SECOND);
        wheel.add("far", 200 * SECOND);
        wheel.advance(3_600 * SECOND, entry -> {
            fired.add(entry);
            if (fired.size() < 4) {
                wheel.add(entry + "'", 0);
            }
        });
        assertThat(fired).containsExactlyInAnyOrder("a", "far");
        wheel.advance(3_601 * SECOND, fired::add);
        assertThat(fired).hasSize(4);
        assertThat(wheel.size()).isZero();
    }

    @Test
    void a_phase_is_kept_over_restarts_and_spreads_evenly() {
        var random = new Random(3);
        var everyTenth = new int[10];
        for (int i = 0; i < 10_000; i++) {
            var id = new UUID(random.nextLong(), random.nextLong());
            var every = Duration.ofSeconds(30);
            Instant now = Instant.ofEpochMilli(1_780_000_000_000L + random.nextInt(10_000_000));
            Instant first = Phase.next(id, "main", every, now);
            assertThat(first).isBetween(now, now.plus(every).minusMillis(1));
            assertThat(Phase.next(id, "main", every, first)).isEqualTo(first);
            assertThat(Phase.next(id, "main", every, first.plusMillis(1))).isEqualTo(first.plus(every));
            everyTenth[(int) (first.toEpochMilli() % 30_000 / 3_000)]++;
        }
        assertThat(java.util.Arrays.stream(everyTenth).boxed().toList())
                .allSatisfy(count -> assertThat(count).isBetween(850, 1_150));
        var phases = new HashSet<Instant>();
        for (String place : List.of("main", "paris", "oslo")) {
            phases.add(Phase.next(new UUID(0, 1), place, Duration.ofSeconds(60), Instant.EPOCH));
        }
        assertThat(phases).hasSize(3);
    }

    @Test
    void lateness_is_never_understated_and_at_most_doubled() {
        var lateness = new Lateness();
        assertThat(lateness.quantileMicros(0.5)).isZero();
        for (int i = 1; i <= 1_000; i++) {
            lateness.record(i * 1_000_000L);
        }
        assertThat(lateness.quantileMicros(0.5)).isBetween(500_000L, 1_000_000L);
        assertThat(lateness.quantileMicros(1)).isBetween(1_000_000L, 2_000_000L);
    }
}
