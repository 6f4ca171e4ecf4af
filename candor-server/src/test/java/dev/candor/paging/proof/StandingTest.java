package dev.candor.paging.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.catalog.Catalog;
import dev.candor.catalog.ContactMethod;
import dev.candor.catalog.Item;
import dev.candor.catalog.Person;
import dev.candor.catalog.Service;
import dev.candor.detect.Severity;
import dev.candor.paging.escalation.EscalationPolicy;
import dev.candor.paging.escalation.EscalationPolicy.Step;
import dev.candor.paging.escalation.EscalationPolicy.Target;
import dev.candor.platform.auth.Role;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What a rule's last rehearsal and the people of today come to together.
class StandingTest {
    private static final Instant NOW = Instant.parse("2026-03-02T03:00:00Z");
    private static final WatchedRule RULE =
            new WatchedRule("monitor/home", WatchedRule.Kind.MONITOR, "home", "shop", "abc", Severity.CRITICAL);

    private static <T> Item<T> item(String name, T value) {
        return new Item<>(new UUID(0, 1), name, value, "", Map.of(), NOW, NOW);
    }

    private static Catalog with(Catalog catalog, String name, boolean disabled) {
        var person = new Person(
                name,
                name + "@shop.example",
                ZoneOffset.UTC,
                List.of(),
                Role.RESPONDER,
                List.of(new ContactMethod("email", name + "@shop.example", Duration.ZERO)),
                disabled);
        return catalog.with(Person.KIND, item(name, person));
    }

    private static Catalog catalog(boolean anaIsAway, boolean benIsAway) {
        var policy = new EscalationPolicy(
                "default",
                1,
                List.of(
                        new Step(List.of(new Target.OnePerson("ana")), Duration.ofMinutes(5)),
                        new Step(List.of(new Target.OnePerson("ben")), Duration.ofMinutes(10))));
        var service = new Service(
                "shop", "", Optional.empty(), Optional.of("default"), List.of(), List.of(), "", Optional.empty(), true);
        Catalog people = with(with(Catalog.EMPTY, "ana", anaIsAway), "ben", benIsAway);
        return people.with(EscalationPolicy.KIND, item("default", policy)).with(Service.KIND, item("shop", service));
    }

    private static Standing standing(WatchedRule rule, Optional<Proof> proof, String pausedBy, Catalog catalog) {
        return Standing.of(rule, proof, pausedBy, catalog, new HashMap<>(), NOW);
    }

    private static Optional<Proof> proof(Result result, Duration age) {
        return Optional.of(new Proof("monitor/home", "abc", result, NOW.minus(age), Optional.of(NOW.minus(age))));
    }

    private static final Result FIRES = new Result.Fires(List.of(), Duration.ofSeconds(70));

    @Test
    void what_fires_and_reaches_somebody_is_proven_and_says_whom() {
        Standing standing = standing(RULE, proof(FIRES, Duration.ofDays(1)), "", catalog(false, false));
        assertThat(standing.outcome()).isEqualTo(Standing.Outcome.PROVEN);
        assertThat(standing.wakes()).containsExactly("at once: ana by email", "after 5 min: ben by email");
    }

    @Test
    void a_step_that_reaches_nobody_is_said_and_the_next_one_is_at_once() {
        Standing standing = standing(RULE, proof(FIRES, Duration.ofDays(1)), "", catalog(true, false));
        assertThat(standing.outcome()).isEqualTo(Standing.Outcome.PROVEN);
        assertThat(standing.wakes().getFirst()).startsWith("step 1: nobody, as ana cannot be reached");
        assertThat(standing.wakes().getLast()).isEqualTo("at once: ben by email");
    }

    @Test
    void what_reaches_nobody_says_at_which_step_and_why() {
        Standing standing = standing(RULE, proof(FIRES, Duration.ofDays(1)), "", catalog(true, true));
        assertThat(standing.outcome()).isEqualTo(Standing.Outcome.REACHES_NOBODY);
        assertThat(standing.why()).contains("No step of policy default", "ana cannot be reached", "ben cannot be");
        assertThat(standing.place()).isEqualTo(Standing.Place.POLICY);
    }

    @Test
    void information_and_a_missing_policy_reach_nobody() {
        var info = new WatchedRule("monitor/home", RULE.kind(), "home", "shop", "abc", Severity.INFO);
        assertThat(standing(info, proof(FIRES, Duration.ofDays(1)), "", catalog(false, false))
                        .why())
                .contains("severity is info");
        assertThat(standing(RULE, proof(FIRES, Duration.ofDays(1)), "", Catalog.EMPTY)
                        .outcome())
                .isEqualTo(Standing.Outcome.REACHES_NOBODY);
    }

    @Test
    void an_edit_makes_it_unproven_and_so_does_time() {
        var edited = new WatchedRule("monitor/home", RULE.kind(), "home", "shop", "def", Severity.CRITICAL);
        assertThat(standing(edited, proof(FIRES, Duration.ofDays(1)), "", catalog(false, false))
                        .why())
                .isEqualTo("It was changed since it was rehearsed");
        assertThat(standing(RULE, Optional.empty(), "", catalog(false, false)).why())
                .isEqualTo("It was never rehearsed");
        assertThat(standing(RULE, proof(FIRES, Duration.ofDays(9)), "", catalog(false, false))
                        .why())
                .startsWith("Its last rehearsal was 9 d ago");
    }

    @Test
    void what_cannot_fire_or_is_paused_comes_before_everything_else() {
        var cannot = new Result.CannotFire(List.of(), "It waits for its first ping", "Let the job ping once");
        assertThat(standing(RULE, proof(cannot, Duration.ZERO), "", catalog(true, true))
                        .outcome())
                .isEqualTo(Standing.Outcome.CANNOT_FIRE);
        Standing paused = standing(RULE, proof(FIRES, Duration.ZERO), "ana", catalog(false, false));
        assertThat(paused.outcome()).isEqualTo(Standing.Outcome.CANNOT_FIRE);
        assertThat(paused.toDo()).isEqualTo("Resume it");
    }
}
