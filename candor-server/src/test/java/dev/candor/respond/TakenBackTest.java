package dev.candor.respond;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.detect.Severity;
import dev.candor.detect.Signal;
import dev.candor.page.ComponentStatus;
import dev.candor.page.IncidentPhase;
import dev.candor.platform.journal.Fact;
import dev.candor.respond.incident.Incidents;
import dev.candor.tell.update.Draft;
import dev.candor.tell.update.UpdateStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of words that turn out not to be true: told page by page, and never from evidence older than they are.
class TakenBackTest {
    private static final String SHOP = """
            people: [{name: ana, email: ana@shop.example, role: admin}]
            escalation-policies: [{name: default, steps: [{notify: [{person: ana}], then-after: 5m}]}]
            services: [{name: shop, escalation-policy: default}]
            pages:
              - {name: Shop, slug: shop, publish: automatic, components: [{name: Checkout, services: [shop]}]}
            """;
    private static final String TWO_PAGES = SHOP
            + "  - {name: Big customers, slug: big, publish: review, components: [{name: Orders, services: [shop]}]}\n";

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

    @Test
    void resolved_said_too_early_is_taken_back_when_it_is_said_again_and_not_when_somebody_acknowledges() {
        firing();
        assertThat(publish("shop", IncidentPhase.RESOLVED)).isEmpty();
        world.paging.alerts().acknowledge(world.alert(1).id(), "ana");
        assertThat(phases()).containsExactly("investigating", "resolved");
        world.signal(Signal.Event.FIRING, "shop", "window", Severity.CRITICAL);
        assertThat(phases()).containsExactly("investigating", "resolved", "investigating");
        assertThat(world.incident(1).phase()).isEqualTo(IncidentPhase.INVESTIGATING);
        assertThat(world.incident(1).components().values()).containsExactly(ComponentStatus.MAJOR_OUTAGE);
        assertThat(publish("shop", IncidentPhase.RESOLVED)).isEmpty();
        world.signal(Signal.Event.RECOVERED, "shop", "door", Severity.ERROR);
        world.signal(Signal.Event.RECOVERED, "shop", "window", Severity.CRITICAL);
        assertThat(phases()).containsExactly("investigating", "resolved", "investigating", "resolved");
    }

    @Test
    void resolved_said_too_early_is_taken_back_when_the_same_condition_is_reported_again_once() {
        firing();
        assertThat(publish("shop", IncidentPhase.RESOLVED)).isEmpty();
        firing();
        firing();
        assertThat(phases()).containsExactly("investigating", "resolved", "investigating");
        assertThat(world.incident(1).components().values()).containsExactly(ComponentStatus.PARTIAL_OUTAGE);
        assertThat(updates("shop").getLast().components().values()).containsExactly(ComponentStatus.PARTIAL_OUTAGE);
        assertThat(world.timeline(1)).containsOnlyOnce("incident.contradicted");
        world.signal(Signal.Event.RECOVERED, "shop", "door", Severity.ERROR);
        assertThat(phases()).containsExactly("investigating", "resolved", "investigating", "monitoring");
    }

    @Test
    void where_a_person_decides_what_a_page_says_the_team_reads_that_it_goes_on_once() {
        world.configure(SHOP.replace("publish: automatic", "publish: review"));
        firing();
        assertThat(publish("shop", IncidentPhase.RESOLVED)).isEmpty();
        for (int i = 0; i < 3; i++) {
            firing();
        }
        assertThat(phases()).containsExactly("resolved");
        assertThat(world.timeline(1)).containsOnlyOnce("incident.contradicted");
        assertThat(publish("shop", IncidentPhase.RESOLVED)).isEmpty();
        firing();
        assertThat(world.timeline(1).stream().filter("incident.contradicted"::equals))
                .hasSize(2);
    }

    @Test
    void what_was_reported_before_the_words_and_waited_takes_nothing_back() {
        firing();
        Instant reported = world.clock.pass(Duration.ofMinutes(1));
        world.clock.pass(Duration.ofMinutes(10));
        assertThat(publish("shop", IncidentPhase.RESOLVED)).isEmpty();
        world.clock.pass(Duration.ofMinutes(1));
        world.signal(Signal.Event.FIRING, "shop", "door", Severity.ERROR, reported);
        assertThat(phases()).containsExactly("investigating", "resolved");
        assertThat(world.timeline(1)).doesNotContain("incident.contradicted");
        firing();
        assertThat(phases()).containsExactly("investigating", "resolved", "investigating");
    }

    @Test
    void each_page_is_asked_what_it_said() {
        world.configure(TWO_PAGES);
        firing();
        assertThat(publish("shop", IncidentPhase.RESOLVED)).isEmpty();
        assertThat(publish("big", IncidentPhase.RESOLVED)).isEmpty();
        assertThat(tooEarly()).containsExactlyInAnyOrder("Shop", "Big customers");
        world.clock.pass(Duration.ofMinutes(1));
        for (int i = 0; i < 3; i++) {
            firing();
        }
        assertThat(phases()).containsExactly("investigating", "resolved", "investigating");
        assertThat(updates("big")).hasSize(1);
        assertThat(tooEarly()).containsExactly("Big customers");
        var incident = world.incident(1);
        List<Fact> timeline = world.platform.ledger().read(tx -> world.respond.timeline(tx, incident));
        assertThat(timeline)
                .filteredOn(fact -> fact.kind().equals("incident.contradicted"))
                .extracting(fact -> fact.text())
                .containsExactlyInAnyOrder(
                        "Readers of Shop were told that it is over, and alert 1 was reported again",
                        "Readers of Big customers were told that it is over, and alert 1 was reported again");
        assertThat(draft("big").phase()).isEqualTo(IncidentPhase.INVESTIGATING);
        assertThat(draft("big").body()).contains("came back for Orders");
        assertThat(draft("big").components().values()).containsExactly(ComponentStatus.PARTIAL_OUTAGE);
        assertThat(publish("big", IncidentPhase.INVESTIGATING)).isEmpty();
        assertThat(tooEarly()).isEmpty();
    }

    @Test
    void one_page_that_is_told_less_leaves_the_components_of_the_other_alone() {
        world.configure(TWO_PAGES);
        firing();
        assertThat(publish("big", IncidentPhase.RESOLVED)).isEmpty();
        assertThat(world.incident(1).components().values())
                .containsExactlyInAnyOrder(ComponentStatus.PARTIAL_OUTAGE, ComponentStatus.OPERATIONAL);
    }

    @Test
    void what_a_person_said_is_resolved_is_not_said_once_more_when_it_is() {
        firing();
        assertThat(publish("shop", IncidentPhase.RESOLVED)).isEmpty();
        world.clock.pass(Duration.ofMinutes(1));
        world.signal(Signal.Event.RECOVERED, "shop", "door", Severity.ERROR);
        world.pass(Incidents.SOAK.plusSeconds(1));
        assertThat(world.incidents()).containsExactly("1 resolved shop");
        assertThat(phases()).containsExactly("investigating", "resolved");
    }

    @Test
    void words_are_never_older_than_those_before_them() {
        firing();
        Instant first = world.clock.instant();
        world.clock.set(first.minusSeconds(5));
        assertThat(publish("shop", IncidentPhase.IDENTIFIED)).isEmpty();
        assertThat(updates("shop"))
                .extracting(UpdateStore.Update::displayAt)
                .containsExactly(first, first.plusMillis(1));
        assertThat(phases()).containsExactly("investigating", "identified");
    }

    @Test
    void what_a_person_declared_is_about_what_the_alerts_that_joined_it_touch() {
        world.configure(SHOP.replace("publish: automatic", "publish: review"));
        world.respond
                .actions()
                .declare("customers call", "shop", dev.candor.respond.incident.Severity.SEV2, Map.of(), "ana");
        assertThat(draft("shop").components()).as("nothing is known yet").isEmpty();
        firing();
        assertThat(world.incidents()).hasSize(1);
        assertThat(draft("shop").components().values()).containsExactly(ComponentStatus.PARTIAL_OUTAGE);
        world.signal(Signal.Event.RECOVERED, "shop", "door", Severity.ERROR);
        assertThat(draft("shop").components().values()).doesNotContain(ComponentStatus.PARTIAL_OUTAGE);
    }

    /// A moment later the door reports that it fails.
    private void firing() {
        world.clock.pass(Duration.ofSeconds(1));
        world.signal(Signal.Event.FIRING, "shop", "door", Severity.ERROR);
    }

    private Optional<String> publish(String page, IncidentPhase phase) {
        var draft = new Draft(page, "Checkout", phase, "So it is.", Map.of());
        return world.tell.updates().publish(world.incident(1).id(), draft, "cleo");
    }

    private Draft draft(String page) {
        var shown = world.catalogs.current().pageWithSlug(page).orElseThrow();
        return world.tell.updates().draft(world.incident(1), shown);
    }

    /// The pages whose readers were told too much.
    private List<String> tooEarly() {
        var incident = world.incident(1);
        return world.platform.ledger().read(tx -> world.tell.updates().saidOverTooEarly(tx, incident));
    }

    /// What the page said, oldest first.
    private List<UpdateStore.Update> updates(String page) {
        var id = world.incident(1).id();
        return world.platform.ledger().read(tx -> world.tell.updates().store().ofIncident(tx, id)).reversed().stream()
                .filter(update -> update.page().equals(page))
                .toList();
    }

    private List<String> phases() {
        return updates("shop").stream().map(update -> update.phase().wireName()).toList();
    }
}
