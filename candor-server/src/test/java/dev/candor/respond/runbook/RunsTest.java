package dev.candor.respond.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.base.ids.Randomness;
import dev.candor.platform.auth.Role;
import dev.candor.platform.db.Engine;
import dev.candor.platform.journal.Fact;
import dev.candor.platform.outbox.Delivery;
import dev.candor.respond.RespondWorld;
import dev.candor.respond.runbook.Run.Phase;
import dev.candor.respond.runbook.Run.Reason;
import dev.candor.respond.runbook.RunActions.Wish;
import dev.candor.testing.ExpectedErrors;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RunsTest {
    private static final String SHOP = """
            people:
              - {name: ana, email: ana@shop.example, role: responder}
              - {name: ben, email: ben@shop.example, role: responder}
            escalation-policies: [{name: default, steps: [{notify: [{person: ana}], then-after: 5m}]}]
            services: [{name: shop, escalation-policy: default}]
            pages: [{name: Shop, slug: shop, components: [{name: Checkout, services: [shop]}]}]
            runbooks:
              - name: renew
                service: shop
                parameters: [{name: server, one-of: [a, b]}]
                pools: [{name: app, socket: /run/haproxy.sock, backend: app}]
                steps:
                  - {name: announce, kind: page-update, maintenance: start, page: Shop, title: New disks, services: [shop]}
                  - name: drain
                    kind: haproxy
                    server: "{{server}}"
                    to: drain
                    verify: [{server: "{{server}}", state: drain, sessions: 0}]
                    invariant: {that: [{server: "{{server}}", state: [drain, maint]}], until: activate}
                    undo: {kind: haproxy, server: "{{server}}", to: ready, before: [{http: "http://app.example/orders"}], verify: [{server: "{{server}}", state: ready}]}
                  - {name: look, kind: approval, second-person: true}
                  - name: activate
                    kind: haproxy
                    server: "{{server}}"
                    to: ready
                    before: [{http: "http://app.example/orders"}]
                    verify: [{server: "{{server}}", state: ready}]
                    undo: nothing
              - name: other
                pools: [{name: pool, socket: /run//./haproxy.sock, backend: app}]
                steps: [{name: drain, kind: haproxy, server: b, to: drain, verify: [{server: b, state: drain}], undo: nothing}]
              - name: warm
                pools: [{name: app, socket: /run/haproxy.sock, backend: app}]
                steps:
                  - {name: warm, kind: haproxy, server: a, to: weight, weight: 50, verify: [{server: a, weight: 50}], undo: {kind: haproxy, server: a, verify: [{servers-up: 1}]}}
                  - {name: rest, kind: haproxy, server: b, to: drain, verify: [{server: b, state: drain}], undo: {kind: haproxy, server: b, to: before, before: [{http: "http://app.example/orders"}], verify: [{servers-up: 1}]}}
              - name: agree
                service: shop
                steps: [{name: agree, kind: approval, text: "May it?"}]
              - name: cut
                parameters: [{name: customer, pattern: ".*"}]
                steps:
                  - {name: cut, kind: http, url: "http://edge.example/cut/{{customer}}/now", repeat: keyed, verify: [{http: "http://edge.example/on"}], undo: nothing}
              - name: bypass
                mitigation: {expires: 2h}
                parameters: [{name: customer, pattern: "[a-z]{1,20}"}]
                steps:
                  - name: switch
                    kind: http
                    url: "http://edge.example/bypass/{{customer}}/on"
                    repeat: ask
                    verify: [{http: "http://edge.example/on"}]
                    undo: {kind: http, url: "http://edge.example/bypass/{{customer}}/off", repeat: keyed, verify: [{http: "http://edge.example/off"}]}
            """;

    private static final Map<String, String> A = Map.of("server", "a");

    private record At(RespondWorld world, FakeOutside outside, Runbooks runbooks) implements AutoCloseable {
        static At on(Engine engine, Path folder) {
            var world = new RespondWorld(folder, SHOP, engine, Randomness.secure());
            var outside = new FakeOutside();
            return new At(
                    world,
                    outside,
                    new Runbooks(
                            world.platform,
                            world.catalogs,
                            outside,
                            world.tell.updates()::say,
                            Runnable::run,
                            "here",
                            () -> "https://candor.example"));
        }

        /// Lets a while pass, turn by turn.
        void pass(Duration duration) {
            for (long second = 0; second < duration.toSeconds(); second++) {
                world.clock.pass(Duration.ofSeconds(1));
                for (int turn = 0; turn < 4; turn++) {
                    runbooks.runs().tick(world.clock.instant());
                }
                runbooks.reminders().tick(world.clock.instant());
                world.settle();
            }
        }

        Run started(String runbook, Map<String, String> values, String by) {
            assertThat(runbooks.actions().start(runbook, values, Optional.empty(), By.person(by)))
                    .isInstanceOf(Wish.Done.class);
            return newest();
        }

        Run newest() {
            return world.platform
                    .ledger()
                    .read(tx -> runbooks.store().list(tx, Long.MAX_VALUE, 1))
                    .getFirst();
        }

        Run run(long number) {
            return world.platform
                    .ledger()
                    .read(tx -> runbooks.store().byNumber(tx, number))
                    .orElseThrow();
        }

        long count(String rows) {
            Long count = world.platform.ledger().read(tx -> tx.count("SELECT count(*) AS n FROM " + rows));
            return count;
        }

        List<String> told() {
            return world
                    .platform
                    .ledger()
                    .read(tx -> world.platform.outbox().list(tx, "", "", Optional.empty(), 100))
                    .stream()
                    .map(Delivery::payload)
                    .map(payload -> String.valueOf(payload.get("text")))
                    .toList();
        }

        List<String> alerts() {
            return world
                    .platform
                    .ledger()
                    .read(tx -> world.paging.alerts().store().list(tx, "", "", Long.MAX_VALUE, 10))
                    .stream()
                    .map(alert -> alert.state().word() + ": " + alert.summary())
                    .toList();
        }

        @Override
        public void close() {
            world.close();
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void it_goes_step_by_step_and_a_second_person_agrees(Engine engine, @TempDir Path folder) {
        try (var at = At.on(engine, folder)) {
            Run run = at.started("renew", A, "ana");
            at.pass(Duration.ofSeconds(3));
            assertThat(at.newest().phase()).isEqualTo(Phase.ASK);
            assertThat(at.outside.servers).containsEntry("a", Seen.Server.Admin.DRAIN);
            assertThat(at.runbooks
                            .answers()
                            .approve(run.id(), at.newest().question(), true, By.person("ana"), Optional.of(Role.ADMIN)))
                    .isEqualTo(new Wish.Refused("A second person must approve: ana started it."));
            assertThat(at.runbooks
                            .answers()
                            .approve(
                                    run.id(),
                                    at.newest().question(),
                                    true,
                                    By.person("ben"),
                                    Optional.of(Role.RESPONDER)))
                    .isInstanceOf(Wish.Done.class);
            at.pass(Duration.ofSeconds(3));
            assertThat(at.newest().phase()).isEqualTo(Phase.DONE);
            assertThat(at.outside.servers).containsEntry("a", Seen.Server.Admin.READY);
            assertThat(at.outside.effects).hasSize(2);
            assertThat(at.count("runbook_lock")).isZero();
            assertThat(at.count("maintenance WHERE state = 'completed'"))
                    .as("planned work that the run began ends with it")
                    .isEqualTo(1);
            assertThat(at.alerts()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void two_people_start_one_run_and_nobody_else_touches_the_pool(Engine engine, @TempDir Path folder) {
        try (var at = At.on(engine, folder)) {
            Run run = at.started("renew", A, "ana");
            assertThat(at.runbooks.actions().start("renew", A, Optional.empty(), By.person("ben")))
                    .isInstanceOfSatisfying(
                            Wish.Same.class, same -> assertThat(same.run().id()).isEqualTo(run.id()));
            assertThat(at.runbooks.actions().start("other", Map.of(), Optional.empty(), By.person("ben")))
                    .isInstanceOfSatisfying(
                            Wish.Refused.class,
                            refused -> assertThat(refused.why().getFirst()).contains("Run 1 of renew", "ana"));
            assertThat(at.runbooks
                            .actions()
                            .start("renew", Map.of("server", "a; reboot"), Optional.empty(), By.person("ben")))
                    .isEqualTo(new Wish.Refused("server: `a; reboot` is not allowed; allowed: a, b"));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void what_somebody_changes_by_hand_is_named_wakes_people_and_nothing_is_activated(
            Engine engine, @TempDir Path folder) {
        try (var at = At.on(engine, folder)) {
            Run run = at.started("renew", A, "ana");
            at.pass(Duration.ofSeconds(3));
            at.outside.servers.put("a", Seen.Server.Admin.READY);
            at.pass(Duration.ofSeconds(7));
            Run stopped = at.newest();
            assertThat(stopped.phase()).isEqualTo(Phase.STOPPED);
            assertThat(stopped.reason()).isEqualTo(Reason.DRIFT);
            assertThat(stopped.why())
                    .contains(
                            "what `drain` left (a: drain", "a is ready", "HAProxy process 4711", "`look` is not done");
            assertThat(at.alerts()).singleElement().asString().contains("renew stopped", "a is ready");
            assertThat(at.told()).anyMatch(text -> text.startsWith("Stopped: Somebody else changed"));
            assertThat(at.outside.effects).hasSize(1);
            at.outside.servers.put("a", Seen.Server.Admin.MAINT);
            assertThat(at.runbooks.actions().resume(run.id(), OptionalInt.empty(), "ana"))
                    .isInstanceOf(Wish.Done.class);
            at.pass(Duration.ofSeconds(3));
            assertThat(at.newest().phase()).isEqualTo(Phase.ASK);
            assertThat(at.alerts()).singleElement().asString().startsWith("resolved");
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void the_last_server_that_serves_is_never_taken_away(Engine engine, @TempDir Path folder) {
        try (var at = At.on(engine, folder)) {
            at.outside.servers.put("b", Seen.Server.Admin.MAINT);
            at.started("renew", A, "ana");
            at.pass(Duration.ofSeconds(2));
            assertThat(at.newest().why()).contains("without a only 0 of app would serve, and 1 must");
            assertThat(at.outside.effects).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void what_cannot_be_seen_is_not_done(Engine engine, @TempDir Path folder) {
        try (var at = At.on(engine, folder)) {
            at.outside.blind = true;
            at.started("renew", A, "ana");
            at.pass(Duration.ofSeconds(20));
            assertThat(at.newest().reason()).isEqualTo(Reason.BLIND);
            assertThat(at.newest().why()).contains("`drain`", "half an answer");
            assertThat(at.outside.effects).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void a_makeshift_is_remembered_reminded_of_and_taken_back(Engine engine, @TempDir Path folder) {
        try (var at = At.on(engine, folder)) {
            Run run = at.started("bypass", Map.of("customer", "acme"), "ana");
            at.pass(Duration.ofSeconds(3));
            assertThat(at.newest().phase()).isEqualTo(Phase.DONE);
            assertThat(on(at)).singleElement().satisfies(one -> {
                assertThat(one.title()).isEqualTo("bypass: customer acme");
                assertThat(one.owner()).isEqualTo("ana");
            });
            at.world.clock.pass(Duration.ofMinutes(106));
            at.pass(Duration.ofSeconds(1));
            assertThat(at.told()).anyMatch(text -> text.contains("ends in"));
            at.world.clock.pass(Duration.ofMinutes(15));
            at.pass(Duration.ofSeconds(1));
            assertThat(at.told()).anyMatch(text -> text.contains("should have ended"));
            assertThat(at.runbooks.actions().undo(run.id(), By.person("ben"))).isInstanceOf(Wish.Done.class);
            at.pass(Duration.ofSeconds(3));
            assertThat(at.newest().phase()).isEqualTo(Phase.DONE);
            assertThat(at.newest().undoOf()).contains(run.id());
            assertThat(on(at)).isEmpty();
            assertThat(at.outside.effects)
                    .last()
                    .isInstanceOfSatisfying(
                            Effect.Call.class,
                            call -> assertThat(call.request().url().getPath()).isEqualTo("/bypass/acme/off"));
        }
    }

    private static List<Mitigation> on(At at) {
        return at.world.platform.ledger().read(at.runbooks.mitigations()::on);
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void what_nobody_can_know_is_asked_and_not_done_again_before(Engine engine, @TempDir Path folder) {
        try (var at = At.on(engine, folder)) {
            at.outside.answersLost = true;
            Run run = at.started("bypass", Map.of("customer", "acme"), "ana");
            at.pass(Duration.ofSeconds(45));
            assertThat(at.newest().phase()).isEqualTo(Phase.ASK);
            assertThat(at.newest().reason()).isEqualTo(Reason.OUTCOME);
            assertThat(at.outside.effects).hasSize(1);
            assertThat(at.runbooks.answers().outcome(run.id(), at.newest().question(), true, By.person("ana")))
                    .isInstanceOf(Wish.Done.class);
            at.pass(Duration.ofSeconds(3));
            assertThat(at.newest().phase()).isEqualTo(Phase.DONE);
            assertThat(at.outside.effects).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void one_button_stops_every_run_and_what_was_done_can_be_taken_back(Engine engine, @TempDir Path folder) {
        try (var at = At.on(engine, folder)) {
            Run run = at.started("renew", A, "ana");
            at.pass(Duration.ofSeconds(3));
            at.runbooks.actions().stopAll("cleo");
            at.pass(Duration.ofSeconds(2));
            assertThat(at.newest().why()).isEqualTo("Stopped by cleo");
            assertThat(at.runbooks.actions().start("other", Map.of(), Optional.empty(), By.person("ben")))
                    .isInstanceOf(Wish.Refused.class);
            at.runbooks.actions().stopAll("");
            assertThat(at.runbooks.actions().undo(run.id(), By.person("ben"))).isInstanceOf(Wish.Done.class);
            at.pass(Duration.ofSeconds(3));
            assertThat(at.run(run.number()).phase()).isEqualTo(Phase.ENDED);
            assertThat(at.newest().phase()).isEqualTo(Phase.DONE);
            assertThat(at.outside.servers).containsEntry("a", Seen.Server.Admin.READY);
            assertThat(at.alerts()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void taking_back_puts_a_server_to_exactly_what_it_was(Engine engine, @TempDir Path folder) {
        try (var at = At.on(engine, folder)) {
            at.outside.weights.put("a", 30);
            at.outside.servers.put("b", Seen.Server.Admin.MAINT);
            Run run = at.started("warm", Map.of(), "ana");
            at.pass(Duration.ofSeconds(4));
            assertThat(at.newest().phase()).isEqualTo(Phase.DONE);
            assertThat(at.outside.weights).containsEntry("a", 50);
            assertThat(at.outside.servers).containsEntry("b", Seen.Server.Admin.DRAIN);
            at.outside.weights.put("b", 7);
            assertThat(at.runbooks.actions().undo(run.id(), By.person("ben"))).isInstanceOf(Wish.Done.class);
            at.pass(Duration.ofSeconds(4));
            assertThat(at.newest().phase()).isEqualTo(Phase.DONE);
            assertThat(at.outside.weights).containsEntry("a", 30).containsEntry("b", 7);
            assertThat(at.outside.servers)
                    .as("it served nobody before and serves nobody now")
                    .containsEntry("b", Seen.Server.Admin.MAINT);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void what_is_not_on_record_is_not_guessed_when_it_is_taken_back(Engine engine, @TempDir Path folder) {
        try (var at = At.on(engine, folder)) {
            Run run = at.started("warm", Map.of(), "ana");
            at.pass(Duration.ofSeconds(4));
            at.world.platform.ledger().inTransaction(tx -> tx.update("UPDATE runbook_attempt SET was_state = ''"));
            at.runbooks.actions().undo(run.id(), By.person("ben"));
            at.pass(Duration.ofSeconds(4));
            assertThat(at.newest().reason()).isEqualTo(Reason.BEFORE);
            assertThat(at.newest().why()).contains("how b was before is not on record");
            assertThat(at.outside.effects).hasSize(2);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void the_second_person_is_another_whatever_token_they_come_with(Engine engine, @TempDir Path folder) {
        try (var at = At.on(engine, folder)) {
            var token = new By("token:ana-laptop", Optional.of("ana"));
            assertThat(at.runbooks.actions().start("renew", A, Optional.empty(), token))
                    .isInstanceOf(Wish.Done.class);
            at.pass(Duration.ofSeconds(3));
            Run run = at.newest();
            var role = Optional.of(Role.ADMIN);
            var answers = at.runbooks.answers();
            assertThat(answers.approve(run.id(), run.question(), true, By.person("ana"), role))
                    .isEqualTo(new Wish.Refused("A second person must approve: ana started it, as token:ana-laptop."));
            assertThat(answers.approve(run.id(), run.question(), true, new By("token:other", Optional.of("ana")), role))
                    .isInstanceOf(Wish.Refused.class);
            assertThat(answers.approve(run.id(), run.question(), true, By.nobody("token:ci"), role))
                    .isEqualTo(new Wish.Refused("A second person must approve; nobody stands behind token:ci."));
            assertThat(answers.approve(run.id(), run.question(), true, new By("token:ben", Optional.of("ben")), role))
                    .isInstanceOf(Wish.Done.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void an_answer_from_an_old_page_answers_nothing(Engine engine, @TempDir Path folder) {
        try (var at = At.on(engine, folder)) {
            Run run = at.started("renew", A, "ana");
            at.pass(Duration.ofSeconds(3));
            int old = at.newest().question();
            at.runbooks.actions().stop(run.id(), "cleo");
            at.pass(Duration.ofSeconds(6));
            int stop = at.newest().question();
            at.runbooks.actions().resume(run.id(), OptionalInt.of(stop), "ana");
            at.pass(Duration.ofSeconds(3));
            Run asks = at.newest();
            assertThat(asks.phase()).isEqualTo(Phase.ASK);
            assertThat(at.runbooks
                            .answers()
                            .approve(run.id(), old, true, By.person("ben"), Optional.of(Role.RESPONDER)))
                    .isEqualTo(new Wish.Refused(
                            "That question is over. It asks now (question " + asks.question() + "): May it go on?"));
            at.pass(Duration.ofSeconds(6));
            assertThat(at.newest().phase()).isEqualTo(Phase.ASK);
            at.runbooks.actions().stop(run.id(), "cleo");
            at.pass(Duration.ofSeconds(6));
            assertThat(at.runbooks.actions().resume(run.id(), OptionalInt.of(stop), "ana"))
                    .isInstanceOfSatisfying(
                            Wish.Refused.class,
                            refused -> assertThat(refused.why().getFirst()).contains("Stopped by cleo"));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void a_run_whose_runbook_cannot_be_read_any_more_stops_says_so_and_wakes_people(
            Engine engine, @TempDir Path folder) {
        try (var at = At.on(engine, folder)) {
            Run run = at.started("renew", A, "ana");
            at.pass(Duration.ofSeconds(3));
            at.world
                    .platform
                    .ledger()
                    .inTransaction(
                            tx -> tx.update(
                                    "UPDATE runbook_run SET document = ?",
                                    "{\"name\": \"renew\", \"service\": \"shop\", \"steps\": [{\"name\": \"x\", \"kind\": \"dance\"}]}"));
            at.pass(Duration.ofSeconds(7));
            assertThat(at.newest().phase()).isEqualTo(Phase.STOPPED);
            assertThat(at.newest().reason()).isEqualTo(Reason.UNREADABLE);
            assertThat(at.newest().why()).contains("cannot be read any more", "dance");
            assertThat(at.alerts()).singleElement().asString().contains("renew stopped", "cannot be read any more");
            assertThat(at.told()).anyMatch(text -> text.startsWith("Stopped: Its runbook"));
            assertThat(at.runbooks.actions().resume(run.id(), OptionalInt.empty(), "ana"))
                    .isInstanceOf(Wish.Refused.class);
            assertThat(at.runbooks.actions().undo(run.id(), By.person("ana"))).isInstanceOf(Wish.Refused.class);
            assertThat(at.runbooks.actions().giveUp(run.id(), "ana")).isInstanceOf(Wish.Done.class);
            at.world.platform.ledger().inTransaction(tx -> tx.update("UPDATE runbook_run SET document = 'no'"));
            Run broken = at.newest();
            int steps = at.world
                    .platform
                    .ledger()
                    .read(tx -> at.runbooks.plan(tx, broken).steps().size());
            assertThat(steps).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    @ExpectedErrors("A run stops by a fault of ours")
    void a_fault_of_our_own_stops_the_run_instead_of_standing_for_ever(Engine engine, @TempDir Path folder) {
        try (var at = At.on(engine, folder)) {
            at.started("renew", A, "ana");
            at.outside.broken = true;
            at.pass(Duration.ofSeconds(2));
            assertThat(at.newest().reason()).isEqualTo(Reason.UNREADABLE);
            assertThat(at.newest().why()).contains("nobody thought of that");
            assertThat(at.alerts()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void where_there_is_no_person_to_ask_the_people_on_call_are(Engine engine, @TempDir Path folder) {
        try (var at = At.on(engine, folder)) {
            assertThat(at.runbooks.actions().start("agree", Map.of(), Optional.empty(), By.nobody("token:ci")))
                    .isInstanceOf(Wish.Done.class);
            at.pass(Duration.ofSeconds(2));
            Run run = at.newest();
            assertThat(at.alerts()).singleElement().asString().contains("agree asks: May it?");
            List<Fact> facts = at.world
                    .platform
                    .ledger()
                    .read(tx -> at.world.platform.journal().about(tx, List.of(run.subject()), 20));
            assertThat(facts)
                    .anySatisfy(fact -> assertThat(fact.text())
                            .isEqualTo("No person started this run: the people on call of shop are asked"));
            at.runbooks
                    .answers()
                    .approve(run.id(), run.question(), true, By.person("ben"), Optional.of(Role.RESPONDER));
            at.pass(Duration.ofSeconds(6));
            assertThat(at.newest().phase()).isEqualTo(Phase.DONE);
            assertThat(at.alerts()).singleElement().asString().startsWith("resolved");
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void planned_work_goes_on_until_everything_is_taken_back(Engine engine, @TempDir Path folder) {
        try (var at = At.on(engine, folder)) {
            Run run = at.started("renew", A, "ana");
            at.pass(Duration.ofSeconds(3));
            at.runbooks.actions().stop(run.id(), "ana");
            at.pass(Duration.ofSeconds(6));
            at.outside.down.add("/orders");
            at.runbooks.actions().undo(run.id(), By.person("ana"));
            at.pass(Duration.ofSeconds(3));
            Run undo = at.newest();
            assertThat(undo.phase()).isEqualTo(Phase.STOPPED);
            assertThat(at.count("maintenance WHERE state = 'completed'")).isZero();
            at.outside.down.clear();
            at.runbooks.actions().resume(undo.id(), OptionalInt.empty(), "ana");
            at.pass(Duration.ofSeconds(3));
            assertThat(at.newest().phase()).isEqualTo(Phase.DONE);
            assertThat(at.count("maintenance WHERE state = 'completed'")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void what_may_still_come_about_is_neither_given_up_nor_taken_back_before(Engine engine, @TempDir Path folder) {
        try (var at = At.on(engine, folder)) {
            at.outside.answersLost = true;
            Run run = at.started("bypass", Map.of("customer", "acme"), "ana");
            at.pass(Duration.ofSeconds(2));
            at.runbooks.actions().stop(run.id(), "ana");
            at.pass(Duration.ofSeconds(2));
            assertThat(at.newest().phase()).isEqualTo(Phase.STOPPED);
            assertThat(at.runbooks.actions().giveUp(run.id(), "ana"))
                    .isInstanceOfSatisfying(
                            Wish.Refused.class,
                            refused -> assertThat(refused.why().getFirst()).contains("may still come about until"));
            at.outside.answersLost = false;
            assertThat(at.runbooks.actions().undo(run.id(), By.person("ana"))).isInstanceOf(Wish.Done.class);
            at.pass(Duration.ofSeconds(30));
            assertThat(at.outside.effects).hasSize(1);
            at.pass(Duration.ofSeconds(15));
            assertThat(at.outside.effects).hasSize(2);
            assertThat(at.newest().phase()).isEqualTo(Phase.DONE);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void a_value_that_walks_up_a_path_begins_no_run(Engine engine, @TempDir Path folder) {
        try (var at = At.on(engine, folder)) {
            assertThat(at.runbooks.actions().start("cut", Map.of("customer", ".."), Optional.empty(), By.person("ana")))
                    .isInstanceOfSatisfying(
                            Wish.Refused.class,
                            refused -> assertThat(refused.why().getFirst()).contains("`cut`", "`customer`"));
            assertThat(at.count("runbook_lock")).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void old_runs_are_forgotten_but_not_one_whose_makeshift_is_on(Engine engine, @TempDir Path folder) {
        try (var at = At.on(engine, folder)) {
            at.started("warm", Map.of(), "ana");
            Run on = at.started("bypass", Map.of("customer", "acme"), "ana");
            at.pass(Duration.ofSeconds(4));
            at.started("renew", A, "ana");
            at.world.clock.pass(Duration.ofDays(400));
            Instant before = at.world.clock.instant().minus(Duration.ofDays(365));
            int forgotten = at.world
                    .platform
                    .ledger()
                    .inTransaction(tx -> at.runbooks.store().prune(tx, before));
            assertThat(forgotten).isEqualTo(1);
            assertThat(at.count("runbook_run WHERE runbook = 'warm'")).isZero();
            assertThat(at.count("runbook_attempt WHERE run = '" + on.id() + "'"))
                    .isEqualTo(1);
            assertThat(at.count("runbook_run")).isEqualTo(2);
            at.world.platform.ledger().inTransaction(tx -> tx.update("UPDATE mitigation SET ended_at = 0"));
            int more = at.world
                    .platform
                    .ledger()
                    .inTransaction(tx -> at.runbooks.store().prune(tx, before));
            assertThat(more).isEqualTo(1);
            assertThat(at.count("mitigation")).isZero();
        }
    }
}
