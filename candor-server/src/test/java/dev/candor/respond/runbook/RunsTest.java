package dev.candor.respond.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.base.ids.Randomness;
import dev.candor.platform.auth.Role;
import dev.candor.platform.db.Engine;
import dev.candor.platform.outbox.Delivery;
import dev.candor.respond.RespondWorld;
import dev.candor.respond.runbook.Run.Phase;
import dev.candor.respond.runbook.Run.Reason;
import dev.candor.respond.runbook.RunActions.Wish;
import java.nio.file.Path;
import java.time.Duration;
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
                pools: [{name: app, socket: /run/haproxy.sock, backend: app}]
                steps: [{name: drain, kind: haproxy, server: b, to: drain, verify: [{server: b, state: drain}], undo: nothing}]
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
}
