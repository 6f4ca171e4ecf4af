package dev.candor.paging.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.catalog.Catalog;
import dev.candor.catalog.ContactMethod;
import dev.candor.catalog.Item;
import dev.candor.catalog.Maintenance;
import dev.candor.catalog.Person;
import dev.candor.catalog.Service;
import dev.candor.detect.Severity;
import dev.candor.paging.channel.Channel;
import dev.candor.paging.channel.Ways;
import dev.candor.paging.escalation.EscalationPolicy;
import dev.candor.paging.escalation.EscalationPolicy.Step;
import dev.candor.paging.escalation.EscalationPolicy.Target;
import dev.candor.paging.escalation.Reach;
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
        return standing(rule, proof, pausedBy, Optional.empty(), new Reach(catalog, Ways.ALL));
    }

    private static Standing standing(
            WatchedRule rule, Optional<Proof> proof, String pausedBy, Optional<Silence> silence, Reach reach) {
        return Standing.of(rule, proof, pausedBy, silence, reach, new HashMap<>(), NOW);
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
    void mail_reaches_nobody_as_long_as_no_mail_server_is_set() {
        var without = new Reach(catalog(false, true), Ways.of(Optional.empty()));
        Standing standing = standing(RULE, proof(FIRES, Duration.ofDays(1)), "", Optional.empty(), without);
        assertThat(standing.outcome()).isEqualTo(Standing.Outcome.REACHES_NOBODY);
        assertThat(standing.why())
                .contains(
                        "ana cannot be reached: only by email, and no mail server is set",
                        "ben cannot be reached: disabled");
        assertThat(standing.wakes()).allMatch(step -> step.contains("nobody, as "));
        var ways = List.of(
                new ContactMethod("email", "ana@shop.example", Duration.ZERO),
                new ContactMethod("ntfy", "https://ntfy.example/ana", Duration.ofMinutes(2)));
        var ana = new Person("ana", "", ZoneOffset.UTC, List.of(), Role.RESPONDER, ways, false);
        var other = new Reach(without.catalog().with(Person.KIND, item("ana", ana)), without.ways());
        assertThat(standing(RULE, proof(FIRES, Duration.ofDays(1)), "", Optional.empty(), other)
                        .wakes()
                        .getFirst())
                .isEqualTo("at once: ana by ntfy");
    }

    @Test
    void a_channel_that_is_told_by_mail_is_told_nothing_without_a_mail_server() {
        var ops = new Channel("ops", "email", Optional.empty(), Optional.empty(), "ops@shop.example", "");
        var policy = new EscalationPolicy(
                "default", 1, List.of(new Step(List.of(new Target.TeamChannel("ops")), Duration.ofMinutes(5))));
        Catalog catalog = catalog(false, false)
                .with(EscalationPolicy.KIND, item("default", policy))
                .with(Channel.KIND, item("ops", ops));
        Standing standing = standing(
                RULE,
                proof(FIRES, Duration.ofDays(1)),
                "",
                Optional.empty(),
                new Reach(catalog, Ways.of(Optional.empty())));
        assertThat(standing.why()).contains("the channel ops cannot be told by email: no mail server is set");
        assertThat(standing(RULE, proof(FIRES, Duration.ofDays(1)), "", catalog).outcome())
                .isEqualTo(Standing.Outcome.PROVEN);
    }

    @Test
    void a_maintenance_under_way_silences_and_says_until_when() {
        var reach = new Reach(catalog(false, false), Ways.ALL);
        Optional<Silence> silence = Silence.of(
                        List.of(maintenance(Maintenance.State.IN_PROGRESS, Duration.ofHours(2), true)), reach.catalog())
                .stream()
                .findFirst();
        Standing standing = standing(RULE, proof(FIRES, Duration.ofDays(1)), "", silence, reach);
        assertThat(standing.outcome()).isEqualTo(Standing.Outcome.SILENCED);
        assertThat(standing.why())
                .isEqualTo("Service shop is silenced by the maintenance New pipes until 2026-03-02 04:00 UTC");
        assertThat(standing.place()).isEqualTo(Standing.Place.MAINTENANCE);
        assertThat(standing(RULE, proof(FIRES, Duration.ofDays(1)), "ana", silence, reach)
                        .outcome())
                .as("what would be wrong without it is worse")
                .isEqualTo(Standing.Outcome.CANNOT_FIRE);
    }

    @Test
    void maintenances_are_said_when_they_run_or_will_take_very_long() {
        Catalog catalog = catalog(false, false);
        assertThat(Silence.of(List.of(maintenance(Maintenance.State.SCHEDULED, Duration.ofHours(24), true)), catalog))
                .isEmpty();
        assertThat(words(maintenance(Maintenance.State.SCHEDULED, Duration.ofHours(50), true), catalog))
                .containsExactly(
                        "shop is going to be silenced by the maintenance New pipes from 2026-03-02 02:00 UTC until 2026-03-04 04:00 UTC");
        assertThat(words(maintenance(Maintenance.State.VERIFYING, Duration.ofHours(2), false), catalog))
                .containsExactly(
                        "shop is silenced by the maintenance New pipes until somebody completes it, planned for 2026-03-02 04:00 UTC");
        assertThat(words(maintenance(Maintenance.State.IN_PROGRESS, Duration.ofMinutes(30), false), catalog))
                .containsExactly(
                        "shop is silenced by the maintenance New pipes that was to end at 2026-03-02 02:30 UTC and goes on until somebody completes it");
        assertThat(words(maintenance(Maintenance.State.IN_PROGRESS, Duration.ofHours(2), true), Catalog.EMPTY))
                .as("of services that are gone")
                .isEmpty();
    }

    private static List<String> words(Maintenance maintenance, Catalog catalog) {
        return Silence.of(List.of(maintenance), catalog).stream()
                .map(silence -> silence.words(NOW))
                .toList();
    }

    /// Of the shop, planned from an hour ago for so long.
    private static Maintenance maintenance(Maintenance.State state, Duration length, boolean automatic) {
        Instant from = NOW.minus(Duration.ofHours(1));
        return new Maintenance(
                new UUID(0, 2),
                "pipes",
                "",
                "New pipes",
                List.of("shop"),
                List.of(),
                state,
                automatic,
                from,
                from.plus(length),
                Optional.empty(),
                Optional.empty(),
                from,
                from);
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
