package dev.candor.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A runbook through kill -9 at every point of its work, hanging nodes, lost answers and hands that meddle.
class RunbookStoryTest {
    private static final Template TEMPLATE = Template.of(RunbookWorld.YAML, List.of());
    private static final long SEEDS = 200;

    @Test
    void killed_at_every_single_point_it_ends_in_the_same_state_with_the_same_effects() {
        int points;
        try (var calm = new RunbookWorld(TEMPLATE, 1, -1, false)) {
            calm.begin();
            calm.passUntilOver(Duration.ofMinutes(10));
            assertThat(calm.judge()).isEmpty();
            points = calm.points();
        }
        var failures = new ArrayList<String>();
        int asked = 0;
        for (int at = 0; at < points; at++) {
            try (var world = new RunbookWorld(TEMPLATE, 1, at, false)) {
                world.begin();
                world.passUntilOver(Duration.ofMinutes(20));
                int died = at;
                world.judge().forEach(what -> failures.add("KILLED AT " + died + " " + what));
                assertThat(world.deaths()).as("killed at " + at).isEqualTo(1);
                asked += world.asked();
            }
        }
        System.out.printf(
                "RUNBOOK killed at each of %d points, asked a person %d times, failed=%d%n",
                points, asked, failures.size());
        assertThat(failures).isEmpty();
        assertThat(asked).as("what nobody can know is asked").isPositive();
    }

    @Test
    void whatever_goes_wrong_nothing_unverified_is_activated_and_nothing_is_blindly_done_twice() {
        var failures = new ArrayList<String>();
        int deaths = 0;
        int drifts = 0;
        int flipped = 0;
        int asked = 0;
        int keyed = 0;
        for (long seed = 0; seed < Long.getLong("candor.seeds", SEEDS); seed++) {
            try (var world = new RunbookWorld(TEMPLATE, seed, -1, true)) {
                world.begin();
                if (seed % 3 == 0) {
                    world.flips(Duration.ofSeconds(20 + seed));
                }
                world.passUntilOver(Duration.ofMinutes(40));
                world.heal();
                world.passUntilOver(Duration.ofMinutes(40));
                long of = seed;
                world.judge().forEach(what -> failures.add("SEED=" + of + " " + what));
                deaths += world.deaths();
                drifts += world.drifts();
                flipped += world.flipped() ? 1 : 0;
                asked += world.asked();
                keyed += world.keyedRequests();
            }
        }
        System.out.printf(
                "RUNBOOK seeds=%d deaths=%d flipped by hand=%d drifts found=%d outcomes asked=%d keyed requests=%d failed=%d%n",
                SEEDS, deaths, flipped, drifts, asked, keyed, failures.size());
        failures.stream().limit(10).forEach(System.out::println);
        assertThat(failures).isEmpty();
        assertThat(drifts).as("what was changed by hand is found").isPositive();
    }

    @Test
    void a_hand_that_activates_in_the_middle_is_found_within_ten_seconds_and_the_run_refuses() {
        try (var world = new RunbookWorld(TEMPLATE, 5, -1, false)) {
            world.begin();
            world.flips(Duration.ofSeconds(30));
            world.pass(Duration.ofSeconds(30));
            assertThat(world.flipped()).isTrue();
            world.pass(Duration.ofSeconds(17)); // found within 10 s, and ben looks every 7
            assertThat(world.drifts()).isEqualTo(1);
        }
    }
}
