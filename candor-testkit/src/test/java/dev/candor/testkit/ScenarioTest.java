package dev.candor.testkit;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.detect.monitor.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Incidents others had, lived through again.
class ScenarioTest {
    private final World world = World.asleep();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void the_second_person_is_paged_when_the_first_does_not_answer() {
        world.trigger("checkout answers 503");
        world.pass(ofMinutes(6));
        assertThat(world.pagesTo("ana")).containsExactly("03:00 checkout answers 503");
        assertThat(world.pagesTo("ben")).containsExactly("03:05 checkout answers 503");
        world.pass(ofMinutes(10));
        assertThat(world.pagesTo("cleo")).containsExactly("03:15 checkout answers 503");
    }

    @Test
    void who_acknowledged_hears_nothing_more_and_nobody_else_is_woken() {
        world.trigger("checkout answers 503");
        world.pass(ofMinutes(2));
        world.acknowledge("ana");
        world.pass(ofHours(2));
        assertThat(world.pagesTo("ana")).hasSize(1);
        assertThat(world.pagesTo("ben")).isEmpty();
        assertThat(world.pagesTo("cleo")).isEmpty();
    }

    /// Bursts of a few seconds that heal by themselves: each too short to be an outage, together one.
    @Test
    void short_bursts_that_come_again_and_again_are_one_incident() {
        for (int burst = 0; burst < 5; burst++) {
            world.breaks("assets").pass(ofSeconds(40)).works("assets").pass(ofMinutes(4));
        }
        assertThat(world.incidents()).containsExactly("1 triggered assets");
        assertThat(world.pagesTo("ana")).isNotEmpty();
        world.acknowledge("ana");
        world.pass(ofHours(1));
        assertThat(world.incidents()).containsExactly("1 resolved assets");
    }

    @Test
    void planned_work_wakes_nobody_until_it_is_over_and_still_broken() {
        world.maintenance("billing", ofMinutes(30));
        world.trigger("billing", "billing cannot reach its database");
        world.pass(ofMinutes(28));
        assertThat(world.pagesTo("ana")).isEmpty();
        assertThat(world.incidents()).isEmpty();
        world.pass(ofMinutes(4));
        assertThat(world.pagesTo("ana")).containsExactly("03:30 billing cannot reach its database");
        assertThat(world.incidents()).containsExactly("1 triggered billing");
    }

    @Test
    void when_we_cannot_look_nobody_is_paged() {
        world.pass(ofMinutes(5));
        world.blind();
        world.pass(ofHours(3));
        assertThat(world.pagesTo("ana")).isEmpty();
        assertThat(world.incidents()).isEmpty();
    }

    /// "Fixed" said too early is refused, and who did not answer is not let off.
    @Test
    void what_still_fails_cannot_be_resolved_and_the_next_is_paged() {
        world.breaks("assets").pass(ofMinutes(1));
        assertThat(world.pagesTo("ana")).hasSize(1);
        world.resolve("ana").pass(ofMinutes(6));
        assertThat(world.pagesTo("ben")).hasSize(1);
        assertThat(world.incidents()).containsExactly("1 triggered assets");
        world.acknowledge("ana").works("assets").pass(ofMinutes(20));
        assertThat(world.incidents()).containsExactly("1 resolved assets");
    }

    @Test
    void a_job_that_says_nothing_any_more_wakes_somebody_and_its_next_word_ends_it() {
        world.ping().pass(ofMinutes(60)).ping().pass(ofMinutes(65));
        assertThat(world.pagesTo("ana")).isEmpty();
        world.pass(ofMinutes(10));
        assertThat(world.pagesTo("ana")).singleElement().asString().startsWith("05:10 nightly-bill");
        world.acknowledge("ana").pass(ofMinutes(30)).ping().pass(ofMinutes(20));
        assertThat(world.incidents()).containsExactly("1 resolved billing");
    }

    @Test
    void one_bad_place_is_named_alone_and_two_are_an_outage() {
        world.storefrontFrom(Outcome.PASSED, Outcome.PASSED, ofMinutes(5));
        world.storefrontFrom(Outcome.FAILED, Outcome.PASSED, ofMinutes(4));
        assertThat(world.pagesTo("ana"))
                .singleElement()
                .asString()
                .contains("storefront from east", "no answer in time");
        world.acknowledge("ana");
        world.storefrontFrom(Outcome.PASSED, Outcome.PASSED, ofMinutes(15));
        assertThat(world.incidents()).containsExactly("1 resolved storefront");
        world.storefrontFrom(Outcome.FAILED, Outcome.FAILED, ofMinutes(4));
        assertThat(world.pagesTo("ana")).hasSize(2);
        assertThat(world.pagesTo("ana").getLast()).contains("storefront", "from east, west");
        assertThat(world.incidents()).containsExactly("1 resolved storefront", "2 triggered storefront");
    }

    @Test
    void agents_that_fall_silent_wake_nobody() {
        world.storefrontFrom(Outcome.PASSED, Outcome.PASSED, ofMinutes(5));
        world.pass(ofHours(2));
        assertThat(world.pagesTo("ana")).isEmpty();
        assertThat(world.incidents()).isEmpty();
    }
}
