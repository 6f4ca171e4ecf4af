package dev.candor.respond;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.detect.Severity;
import dev.candor.detect.Signal;
import dev.candor.page.IncidentPhase;
import dev.candor.paging.alert.Alerts;
import dev.candor.paging.channel.PageText;
import dev.candor.respond.incident.Incident;
import dev.candor.respond.incident.IncidentActions;
import dev.candor.respond.incident.Incidents;
import dev.candor.tell.update.Draft;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// When an incident is over, and who may say so.
class IncidentsTest {
    private static final String SHOP = """
            people: [{name: ana, email: ana@shop.example, role: admin}]
            escalation-policies: [{name: default, steps: [{notify: [{person: ana}], then-after: 5m}]}]
            services: [{name: shop, escalation-policy: default}]
            monitors:
              - {name: checkout, service: shop, kind: http, url: "https://shop.example/", every: 30s}
              - {name: search, service: shop, kind: http, url: "https://shop.example/search", every: 30s}
              - {name: pictures, service: shop, kind: http, url: "https://shop.example/pictures", every: 30s, severity: info}
            pages: [{name: Shop, slug: shop, publish: automatic, components: [{name: Checkout, services: [shop]}]}]
            """;

    @SuppressWarnings("NullAway.Init")
    private RespondWorld world;

    @BeforeEach
    void open(@TempDir Path folder) {
        world = new RespondWorld(folder, SHOP);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private IncidentActions.Wish resolve(long incident) {
        return world.respond.actions().resolve(world.incident(incident).id(), "ana");
    }

    @Test
    void an_incident_ends_with_its_alerts_although_a_monitor_that_only_informs_still_fails() {
        world.fails("checkout");
        world.fails("pictures");
        world.works("checkout");
        assertThat(world.incident(1).state()).isEqualTo(Incident.State.MITIGATED);
        assertThat(world.timeline(1)).doesNotContain("incident.goes-on", "incident.contradicted");
        world.pass(Incidents.SOAK);
        assertThat(world.incidents()).containsExactly("1 resolved shop");
    }

    @Test
    void an_incident_may_be_resolved_by_hand_while_a_monitor_that_only_informs_still_fails() {
        world.signal(Signal.Event.FIRING, "shop", "door", Severity.CRITICAL);
        world.fails("pictures");
        world.paging.alerts().resolveAll(world.incident(1).id(), "ana");
        assertThat(resolve(1)).isEqualTo(new IncidentActions.Wish.Done());
    }

    @Test
    void what_a_maintenance_explains_keeps_no_older_incident_open() {
        world.fails("checkout");
        world.maintenance(List.of("shop"), Duration.ofHours(2));
        world.fails("search");
        assertThat(world.alert(2).incident()).isEmpty();
        world.works("checkout");
        assertThat(world.incident(1).state()).isEqualTo(Incident.State.MITIGATED);
    }

    /// Search fails unheard, so the incident goes on; then a maintenance explains it, and its end is told to nobody
    /// but by an alert that is no part of the incident.
    @Test
    void the_end_of_an_alert_outside_the_incident_ends_what_waited_for_it() {
        world.fails("checkout");
        world.fails("search");
        assertThat(resolve(1)).isEqualTo(new IncidentActions.Wish.StillFailing(List.of("checkout", "search")));
        var store = world.paging.alerts().store();
        var alert = world.alert(2);
        world.platform.ledger().inTransaction(tx -> {
            // As older versions let people do it.
            store.resolve(tx, alert.id(), "ben", world.clock.instant());
            store.joinIncident(tx, alert.id(), world.platform.ids().next());
            return true;
        });
        world.works("checkout");
        assertThat(world.incident(1).state()).isEqualTo(Incident.State.TRIGGERED);
        assertThat(world.timeline(1)).contains("incident.goes-on").doesNotContain("incident.contradicted");
        world.maintenance(List.of("shop"), Duration.ofHours(2));
        world.pass(Duration.ofMinutes(6));
        world.fails("search"); // said again
        assertThat(world.alert(3).muted()).startsWith("maintenance");
        world.works("search");
        assertThat(world.incident(1).state()).isEqualTo(Incident.State.MITIGATED);
    }

    @Test
    void what_a_monitor_still_sees_cannot_be_resolved_by_hand() {
        world.fails("checkout");
        assertThat(resolve(1)).isEqualTo(new IncidentActions.Wish.StillFailing(List.of("checkout")));
        assertThat(world.respond.actions().stillFailing(world.incident(1).id())).containsExactly("checkout");
        assertThat(world.paging.alerts().resolve(world.alert(1).id(), "ana"))
                .isEqualTo(new Alerts.Wish.StillFailing("checkout"));
        world.paging.alerts().resolveAll(world.incident(1).id(), "ana");
        assertThat(world.alert(1).open()).isTrue();
        assertThat(world.timeline(1)).doesNotContain("alert.resolved");
        world.works("checkout");
        assertThat(world.incident(1).state()).isEqualTo(Incident.State.MITIGATED);
    }

    @Test
    void nobody_else_ends_the_alert_of_a_monitor_through_a_door() {
        world.fails("checkout");
        world.signal(Signal.Event.RECOVERED, "shop", "monitor/checkout", Severity.CRITICAL);
        assertThat(world.alert(1).open()).isTrue();
        world.works("checkout");
        assertThat(world.alert(1).open()).isFalse();
    }

    @Test
    void what_came_through_a_door_is_over_when_a_person_says_so() {
        world.signal(Signal.Event.FIRING, "shop", "door", Severity.CRITICAL);
        assertThat(world.paging.alerts().resolve(world.alert(1).id(), "ana")).isEqualTo(new Alerts.Wish.Done());
        assertThat(world.paging.alerts().resolve(world.alert(1).id(), "ana")).isEqualTo(new Alerts.Wish.Nothing());
        assertThat(world.incident(1).state()).isEqualTo(Incident.State.MITIGATED);
    }

    @Test
    void a_paused_monitor_keeps_nothing_open_and_ends_nothing_by_itself() {
        world.fails("checkout");
        world.pause("checkout");
        assertThat(world.incident(1).state()).isEqualTo(Incident.State.TRIGGERED);
        world.fails("pictures");
        world.works("pictures");
        assertThat(world.incident(1).state()).isEqualTo(Incident.State.TRIGGERED);
        assertThat(resolve(1)).isEqualTo(new IncidentActions.Wish.Done());
    }

    @Test
    void an_incident_whose_monitors_nobody_looks_at_waits_for_a_person_and_says_so() {
        world.fails("checkout");
        assertThat(unwatched(1)).isFalse();
        world.pause("checkout");
        assertThat(unwatched(1)).isTrue();
        assertThat(new PageText(() -> "")
                        .withdrawn(world.alert(1), "checkout was paused")
                        .get("text"))
                .asString()
                .contains("The incident stays open");
        world.resume("checkout");
        assertThat(unwatched(1)).isFalse();
        world.works("checkout");
        assertThat(world.incident(1).state()).isEqualTo(Incident.State.MITIGATED);
        assertThat(unwatched(1)).isFalse();
    }

    @Test
    void an_incident_whose_monitor_is_deleted_or_moved_waits_for_a_person() {
        world.fails("checkout");
        world.configure(SHOP.replace("{name: checkout, service: shop", "{name: checkout, service: depot")
                .replace("services: [{name: shop", "services: [{name: depot}, {name: shop"));
        world.reconcile();
        assertThat(unwatched(1)).isTrue();
        assertThat(world.respond.actions().take(world.incident(1).id(), "ana")).isTrue();
        assertThat(world.incident(1).taken()).isTrue();
        assertThat(world.respond.actions().take(world.incident(1).id(), "ben")).isFalse();
        assertThat(resolve(1)).isEqualTo(new IncidentActions.Wish.Done());
    }

    private boolean unwatched(long number) {
        Incident incident = world.incident(number);
        return world.platform.ledger().read(tx -> world.respond.ongoing().unwatched(tx, incident));
    }

    @Test
    void readers_are_not_told_that_it_is_over_while_a_monitor_still_sees_it() {
        world.fails("checkout");
        assertThat(publish(IncidentPhase.RESOLVED))
                .hasValueSatisfying(why -> assertThat(why).contains("checkout still sees the failure"));
        assertThat(phases()).containsExactly("investigating");
        world.works("checkout");
        assertThat(publish(IncidentPhase.RESOLVED)).isEmpty();
        world.pass(Duration.ofMinutes(1));
        world.fails("checkout");
        assertThat(phases()).containsExactly("investigating", "monitoring", "resolved", "investigating");
        assertThat(world.timeline(1)).contains("incident.relapsed");
    }

    private Optional<String> publish(IncidentPhase phase) {
        var updates = world.tell.updates();
        var draft = new Draft("shop", "Checkout", phase, "So it is.", Map.of());
        Optional<String> early = updates.tooEarly(world.incident(1).id(), draft);
        Optional<String> refused = updates.publish(world.incident(1).id(), draft, "cleo");
        assertThat(refused).isEqualTo(early);
        return refused;
    }

    /// What the page said, oldest first.
    private List<String> phases() {
        var id = world.incident(1).id();
        return world.platform.ledger().read(tx -> world.tell.updates().store().ofIncident(tx, id)).reversed().stream()
                .map(update -> update.phase().wireName())
                .toList();
    }
}
