package dev.candor.lab.d06;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.candor.lab.parts.LabClock;
import dev.candor.lab.run.CandorObserver;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A real agent process whose line to Candor is cut, and which is killed meanwhile.
@Tag("slow")
class AgentCutOffTest {
    private static final LabClock CLOCK = LabClock.real();
    private static final Duration EVERY = Duration.ofSeconds(1); // as candor.yaml has it
    private static final int LOOKS_CUT_OFF = 16;

    private interface Condition {
        boolean met();
    }

    private static void until(String what, Condition condition) throws InterruptedException {
        long deadline = CLOCK.elapsed().nanos() + Duration.ofMinutes(2).toNanos();
        while (!condition.met()) {
            assertThat(CLOCK.elapsed().nanos()).as(what).isLessThan(deadline);
            CLOCK.sleeper().sleep(Duration.ofMillis(100));
        }
    }

    private static void passes(Duration time) throws InterruptedException {
        Instant end = CLOCK.wall().instant().plus(time);
        until("time passes", () -> CLOCK.wall().instant().isAfter(end));
    }

    @Test
    void a_cut_line_loses_no_result_and_an_agent_that_was_killed_goes_on() throws Exception {
        assumeTrue(new VendorPath().missing().isEmpty(), "not installed: " + new VendorPath().missing());
        try (var observer = new CandorObserver(VendorPath.class, CLOCK);
                var places = PlacesMiniature.start(observer.console(), CLOCK)) {
            observer.start(places.values());
            Place east = places.place("east");

            east.cut(true);
            passes(EVERY); // what was under way arrives
            Instant cutAt = CLOCK.wall().instant();
            passes(EVERY.multipliedBy(LOOKS_CUT_OFF));
            Instant killedAt = CLOCK.wall().instant();
            assertThat(since(observer, cutAt)).as("nothing arrives").isEmpty();
            east.restartAgent();
            passes(EVERY.multipliedBy(LOOKS_CUT_OFF)); // it knows its work without asking
            Instant joinedAt = CLOCK.wall().instant();
            east.cut(false);
            until("it goes on", () -> !since(observer, joinedAt.plus(EVERY)).isEmpty());

            List<Instant> arrived = since(observer, cutAt);
            assertThat(arrived).doesNotHaveDuplicates();
            assertThat(arrived.stream().filter(at -> at.isBefore(killedAt)))
                    .as("every look before the kill")
                    .hasSizeBetween(LOOKS_CUT_OFF - 2, LOOKS_CUT_OFF + 2);
            assertThat(arrived.stream().filter(at -> at.isAfter(killedAt) && at.isBefore(joinedAt)))
                    .as("looks of the second agent, which took a moment to start")
                    .hasSizeGreaterThanOrEqualTo(LOOKS_CUT_OFF / 2);
            assertThat(observer.sightings().alerts()).as("the service is well").isEmpty();
            observer.close(); // before the site ends
        }
    }

    private static List<Instant> since(CandorObserver observer, Instant from) {
        return observer.looks("east").stream().filter(at -> at.isAfter(from)).toList();
    }
}
