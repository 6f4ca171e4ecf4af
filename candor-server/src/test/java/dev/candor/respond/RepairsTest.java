package dev.candor.respond;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.base.ids.Randomness;
import dev.candor.learn.similar.Similar;
import dev.candor.platform.db.Engine;
import dev.candor.respond.incident.Incident;
import dev.candor.respond.incident.IncidentActions;
import dev.candor.respond.repair.Repair;
import dev.candor.respond.repair.Repairs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Fixed is not repaired.
class RepairsTest {
    private static final String WORLD = """
            services: [{name: shop}]
            monitors:
              - {name: home, service: shop, kind: http, url: "https://shop.example/", every: 30s}
            pages:
              - {name: Shop, slug: shop, components: [{name: Website, services: [shop]}]}
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Engine.class)
    void an_incident_is_not_resolved_while_something_is_left_to_repair(Engine engine) {
        try (RespondWorld world = new RespondWorld(folder, WORLD, engine, Randomness.seeded(8))) {
            world.fails("home");
            Incident incident = world.incident(1);
            Repairs repairs = world.respond.repairs();
            assertThat(repairs.open(incident.id(), " ", "", "", "ana")).isPresent();
            assertThat(repairs.open(incident.id(), "orders without a letter", "about 40", "ben", "ana"))
                    .isEmpty();
            assertThat(repairs.open(incident.id(), "baskets", "", "", "ana")).isEmpty();
            world.works("home");
            world.pass(Duration.ofHours(3));
            assertThat(world.incidents()).as("it stayed quiet").containsExactly("1 mitigated shop");
            assertThat(world.respond.actions().resolve(incident.id(), "ana"))
                    .isEqualTo(new IncidentActions.Wish.NotRepaired(
                            List.of("orders without a letter (about 40)", "baskets")));
            List<Repair> left = of(world, incident);
            assertThat(repairs.close(incident.id(), left.getFirst().id(), Repairs.End.DONE, "", "ben"))
                    .as("without evidence")
                    .isPresent();
            assertThat(repairs.close(
                            incident.id(), left.getFirst().id(), Repairs.End.DONE, "41 letters went out", "ben"))
                    .isEmpty();
            assertThat(repairs.close(incident.id(), left.getFirst().id(), Repairs.End.LOST, "no", "ben"))
                    .as("closed once")
                    .isPresent();
            world.pass(Duration.ofMinutes(1));
            assertThat(world.incidents()).containsExactly("1 mitigated shop");
            assertThat(repairs.close(
                            incident.id(), left.getLast().id(), Repairs.End.LOST, "gone with the cache; told", "ana"))
                    .isEmpty();
            world.pass(Duration.ofMinutes(1));
            assertThat(world.incidents()).containsExactly("1 resolved shop");
            assertThat(world.timeline(1)).contains("repair.open", "repair.done", "repair.lost");
            assertThat(repairs.open(incident.id(), "late", "", "", "ana"))
                    .as("it is over")
                    .isPresent();
            Incident resolved = world.incident(1);
            assertThat(resolved.resolvedAt()).as("by evidence, not by repair").isEqualTo(resolved.mitigatedAt());

            world.fails("home");
            Incident again = world.incident(2);
            assertThat(Similar.to(again, List.of(again, resolved)))
                    .singleElement()
                    .satisfies(one -> {
                        assertThat(one.incident().number()).isEqualTo(1);
                        assertThat(one.why()).contains("same service", "a same component", "words: ");
                    });
            assertThat(Similar.to(resolved, List.of(again, resolved)))
                    .as("later ones")
                    .isEmpty();
        }
    }

    private static List<Repair> of(RespondWorld world, Incident incident) {
        return world.platform
                .ledger()
                .read(tx -> world.respond.repairs().store().ofIncident(tx, incident.id()));
    }
}
