package dev.candor.respond;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.base.ids.Randomness;
import dev.candor.detect.Severity;
import dev.candor.detect.Signal;
import dev.candor.page.IncidentPhase;
import dev.candor.paging.alert.Alert;
import dev.candor.platform.db.Engine;
import dev.candor.respond.incident.Incident;
import dev.candor.tell.update.Draft;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A person and a signal decide about one incident at the same moment.
class IncidentsAtOnceTest {
    private static final int ROUNDS = 40;
    private static final String SHOP = """
            people: [{name: ana, email: ana@shop.example, role: admin}]
            escalation-policies: [{name: default, steps: [{notify: [{person: ana}], then-after: 5m}]}]
            services: [{name: shop, escalation-policy: default}]
            pages: [{name: Shop, slug: shop, publish: automatic, components: [{name: Checkout, services: [shop]}]}]
            """;

    @ParameterizedTest
    @EnumSource(Engine.class)
    void an_alert_never_joins_an_incident_that_is_being_resolved(Engine engine, @TempDir Path folder) throws Exception {
        try (var world = new RespondWorld(folder, SHOP, engine, Randomness.secure())) {
            for (int round = 0; round < ROUNDS; round++) {
                String before = "before-" + round;
                String meanwhile = "meanwhile-" + round;
                world.signal(Signal.Event.FIRING, "shop", before, Severity.CRITICAL);
                world.signal(Signal.Event.RECOVERED, "shop", before, Severity.CRITICAL);
                var mitigated = open(world).getFirst().id();
                atOnce(() -> world.respond.actions().resolve(mitigated, "ana"), () -> {
                    world.signal(Signal.Event.FIRING, "shop", meanwhile, Severity.CRITICAL);
                    return true;
                });
                List<Incident> open = open(world);
                assertThat(open)
                        .as("round %s: the alert is of an open incident", round)
                        .hasSize(1);
                assertThat(alert(world, meanwhile).incident())
                        .as("round %s", round)
                        .contains(open.getFirst().id());
                assertThat(open.getFirst().state()).as("round %s", round).isEqualTo(Incident.State.TRIGGERED);
                world.signal(Signal.Event.RECOVERED, "shop", meanwhile, Severity.CRITICAL);
                world.respond.actions().resolve(open.getFirst().id(), "ana");
                assertThat(open(world)).isEmpty();
            }
            assertThat(said(world)).as("what the page says of each at last").containsOnly(IncidentPhase.RESOLVED);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void an_update_is_said_while_alerts_join(Engine engine, @TempDir Path folder) throws Exception {
        try (var world = new RespondWorld(folder, SHOP, engine, Randomness.secure())) {
            world.signal(Signal.Event.FIRING, "shop", "first", Severity.WARNING);
            var id = open(world).getFirst().id();
            var draft = new Draft("shop", "Checkout", IncidentPhase.IDENTIFIED, "We know why.", Map.of());
            for (int round = 0; round < ROUNDS; round++) {
                String key = "joins-" + round;
                Severity severity = round == ROUNDS / 2 ? Severity.CRITICAL : Severity.WARNING;
                atOnce(
                        () -> {
                            assertThat(world.tell.updates().publish(id, draft, "cleo"))
                                    .isEmpty();
                            return true;
                        },
                        () -> {
                            world.signal(Signal.Event.FIRING, "shop", key, severity);
                            return true;
                        });
                assertThat(alert(world, key).incident()).as("round %s", round).contains(id);
            }
            var updates = world.platform
                    .ledger()
                    .read(tx -> world.tell.updates().store().ofIncident(tx, id));
            assertThat(updates).hasSize(1 + ROUNDS);
            assertThat(open(world).getFirst().severity()).isEqualTo(dev.candor.respond.incident.Severity.SEV2);
        }
    }

    /// Each sees the other's alert as open still, unless one waits for the other.
    @ParameterizedTest
    @EnumSource(Engine.class)
    void the_last_two_alerts_resolved_at_once_leave_no_incident_behind(Engine engine, @TempDir Path folder)
            throws Exception {
        try (var world = new RespondWorld(folder, SHOP, engine, Randomness.secure())) {
            for (int round = 0; round < ROUNDS; round++) {
                String one = "one-" + round;
                String other = "other-" + round;
                atOnce(() -> fires(world, one), () -> fires(world, other));
                List<Incident> open = open(world);
                assertThat(open).as("round %s: one incident for both", round).hasSize(1);
                var alerts = world.paging.alerts();
                var first = alert(world, one).id();
                var second = alert(world, other).id();
                atOnce(() -> alerts.resolve(first, "ana"), () -> alerts.resolve(second, "ben"));
                assertThat(open(world))
                        .as("round %s: nothing is left to wait for", round)
                        .allMatch(incident -> incident.state() == Incident.State.MITIGATED);
                world.respond.actions().resolve(open.getFirst().id(), "ana");
            }
        }
    }

    private static boolean fires(RespondWorld world, String key) {
        world.signal(Signal.Event.FIRING, "shop", key, Severity.CRITICAL);
        return true;
    }

    private static List<Incident> open(RespondWorld world) {
        return world.platform.ledger().read(world.respond.incidents().store()::open);
    }

    private static Alert alert(RespondWorld world, String key) {
        return world.platform
                .ledger()
                .read(tx -> world.paging.alerts().store().open(tx, "shop", key))
                .orElseThrow();
    }

    private static List<IncidentPhase> said(RespondWorld world) {
        return world
                .platform
                .ledger()
                .read(tx -> world.respond.incidents().store().list(tx, Long.MAX_VALUE, 200))
                .stream()
                .map(Incident::phase)
                .toList();
    }

    private static void atOnce(Callable<?> one, Callable<?> other) throws Exception {
        var barrier = new CyclicBarrier(2);
        try (var threads = Executors.newFixedThreadPool(2)) {
            var both = Stream.of(one, other)
                    .map(work -> threads.submit(() -> {
                        barrier.await(10, TimeUnit.SECONDS);
                        return work.call();
                    }))
                    .toList();
            for (var each : both) {
                each.get(30, TimeUnit.SECONDS);
            }
        }
    }
}
