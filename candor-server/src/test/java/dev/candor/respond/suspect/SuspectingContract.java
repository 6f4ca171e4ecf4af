package dev.candor.respond.suspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.base.ids.Randomness;
import dev.candor.catalog.change.ChangeEvent;
import dev.candor.catalog.change.ChangeKind;
import dev.candor.catalog.change.ChangeStore;
import dev.candor.catalog.change.Outcome;
import dev.candor.platform.db.Engine;
import dev.candor.respond.RespondWorld;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From a failing monitor to suspects on the timeline and in the page.
abstract class SuspectingContract {
    private final Engine engine;
    private final ChangeStore changes = new ChangeStore();

    @SuppressWarnings("NullAway.Init")
    private RespondWorld world;

    SuspectingContract(Engine engine) {
        this.engine = engine;
    }

    @BeforeEach
    void open(@TempDir Path folder) {
        world = new RespondWorld(folder, """
                people: [{name: ana, email: ana@shop.example, contact: [{email: ana@shop.example}]}]
                escalation-policies: [{name: usual, steps: [{notify: [{person: ana}], then-after: 5m}]}]
                services:
                  - {name: database}
                  - {name: depot}
                  - {name: shop, escalation-policy: usual, depends-on: [database]}
                monitors: [{name: home, service: shop, kind: http, url: "http://shop.example/", every: 30s}]
                """, engine, Randomness.seeded(4));
    }

    @AfterEach
    void close() {
        world.close();
    }

    private void made(String service, String summary) {
        var now = world.clock.instant();
        var id = world.platform.ids().next();
        var change = new ChangeEvent(
                id,
                0,
                ChangeKind.DEPLOY,
                summary,
                service,
                Map.of(),
                "ben",
                "cli",
                "",
                id.toString(),
                Outcome.DONE,
                "",
                now,
                Optional.of(now),
                now);
        world.platform.ledger().inTransaction(tx -> changes.record(tx, change));
    }

    private void look() {
        assertThat(world.respond.suspecting().tick(world.clock.instant())).isNotNull();
    }

    private List<String> texts(String kind) {
        var incident = world.incident(1);
        return world.platform.ledger().read(tx -> world.respond.timeline(tx, incident)).stream()
                .filter(fact -> fact.kind().equals(kind))
                .map(fact -> fact.text())
                .toList();
    }

    @Test
    void the_change_before_is_on_the_timeline_before_the_evidence_and_in_the_page() {
        made("depot", "depot 7");
        made("shop", "shop 1.4");
        world.fails("home");
        look();
        look();
        assertThat(texts(Suspecting.SUSPECT))
                .containsExactly(
                        "May have caused it: deploy of shop: shop 1.4 (ben): 30 s before the first failure; same service");
        assertThat(world.timeline(1)).startsWith("change.suspect", "evidence.first");
        var pages = world.platform.ledger().read(tx -> world.platform.outbox().list(tx, "", "", Optional.empty(), 10));
        assertThat(pages).hasSize(1);
        assertThat(String.valueOf(pages.getFirst().payload().get("text")))
                .endsWith("\nChanged just before: deploy of shop: shop 1.4 (ben), 30 s before the first failure");
        var incident = world.incident(1);
        var found =
                world.platform.ledger().read(tx -> world.respond.suspecting().of(tx, incident));
        assertThat(found.acquitted()).extracting(one -> one.change().summary()).containsExactly("depot 7");
    }

    @Test
    void a_change_that_is_told_late_is_found_and_what_is_made_meanwhile_stands_beside_it() {
        world.fails("home");
        look();
        assertThat(texts(Suspecting.SUSPECT)).isEmpty();
        world.clock.pass(Duration.ofMinutes(2));
        made("database", "back to 15.2");
        made("depot", "depot 8");
        look();
        assertThat(texts(Suspecting.MADE)).containsExactly("Changed meanwhile: deploy of database: back to 15.2 (ben)");
    }

    @Test
    void without_changes_the_page_is_as_it_was() {
        world.fails("home");
        look();
        var pages = world.platform.ledger().read(tx -> world.platform.outbox().list(tx, "", "", Optional.empty(), 10));
        assertThat(String.valueOf(pages.getFirst().payload().get("text"))).doesNotContain("Changed");
        assertThat(world.timeline(1)).startsWith("evidence.first");
    }

    /// A busy day: five thousand changes that have nothing to do with it, most of them nearer in time than the true
    /// one.
    private void busy(Instant from, Duration every) {
        for (int part = 0; part < 10; part++) {
            int base = part * 500;
            world.platform.ledger().inTransaction(tx -> {
                for (int i = base; i < base + 500; i++) {
                    Instant at = from.plus(every.multipliedBy(i));
                    changes.record(tx, change("depot", "depot " + i, Map.of("host", List.of("edge-7")), at));
                }
                return true;
            });
        }
    }

    private ChangeEvent change(String service, String summary, Map<String, List<String>> labels, Instant at) {
        var id = world.platform.ids().next();
        return new ChangeEvent(
                id,
                0,
                ChangeKind.DEPLOY,
                summary,
                service,
                labels,
                "ben",
                "cli",
                "",
                id.toString(),
                Outcome.DONE,
                "",
                at,
                Optional.of(at),
                at);
    }

    @Test
    void the_true_change_is_found_among_five_thousand_others_of_a_busy_day() {
        Instant now = world.clock.instant();
        busy(now.minus(Duration.ofHours(1)), Duration.ofSeconds(1)); // and twenty minutes into the trouble
        var ours = change("shop", "shop 1.4", Map.of(), now.minus(Duration.ofMinutes(40)));
        var needed = change("database", "database 15.3", Map.of(), now.minus(Duration.ofMinutes(50)));
        var touching = change("till", "till 9", Map.of("host", List.of("edge-1")), now.minus(Duration.ofMinutes(45)));
        world.platform.ledger().inTransaction(tx -> {
            List.of(ours, needed, touching).forEach(one -> changes.record(tx, one));
            return true;
        });
        var plain = new Trouble("shop", now, Map.of());
        var found =
                world.platform.ledger().read(tx -> world.respond.suspecting().rank(tx, plain));
        assertThat(found.suspects())
                .extracting(one -> one.change().summary())
                .containsExactly("shop 1.4", "database 15.3");
        var narrow = new Trouble("shop", now, Map.of("host", Set.of("edge-1")));
        var exact =
                world.platform.ledger().read(tx -> world.respond.suspecting().rank(tx, narrow));
        assertThat(exact.suspects()).extracting(one -> one.change().summary()).contains("till 9", "shop 1.4");
        assertThat(exact.suspects()).noneMatch(one -> one.change().service().equals("depot"));
        assertThat(exact.acquitted()).as("what is read is bounded").hasSizeLessThan(1000);
    }
}
