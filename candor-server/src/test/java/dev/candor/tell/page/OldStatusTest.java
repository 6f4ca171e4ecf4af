package dev.candor.tell.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.page.AffectedModel;
import dev.candor.page.ComponentStatus;
import dev.candor.page.IncidentPhase;
import dev.candor.respond.RespondWorld;
import dev.candor.tell.update.Draft;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From what to what an update says a component went.
class OldStatusTest {
    private static final String SHOP = """
            services: [{name: shop}]
            monitors: [{name: checkout, service: shop, kind: http, url: "https://shop.example/", every: 30s}]
            pages: [{name: Shop, slug: shop, publish: review, components: [{name: Checkout, services: [shop]}]}]
            """;

    @TempDir
    Path folder;

    private static List<AffectedModel> affected(RespondWorld world) {
        return world
                .tell
                .pages()
                .model("shop", world.clock.instant())
                .orElseThrow()
                .incidents()
                .getFirst()
                .updates()
                .stream()
                .flatMap(update -> update.affected().stream())
                .toList()
                .reversed();
    }

    @Test
    void the_first_words_of_a_person_begin_where_the_page_was() {
        try (var world = new RespondWorld(folder, SHOP)) {
            world.works("checkout");
            world.tell.pages().tick(world.clock.instant());
            world.fails("checkout");
            world.tell.pages().tick(world.clock.instant());
            world.clock.pass(java.time.Duration.ofSeconds(30));
            String code = world.incident(1).components().keySet().iterator().next();
            for (var status : List.of(ComponentStatus.PARTIAL_OUTAGE, ComponentStatus.DEGRADED_PERFORMANCE)) {
                var draft = new Draft("shop", "Checkout", IncidentPhase.IDENTIFIED, "We know.", Map.of(code, status));
                assertThat(world.tell.updates().publish(world.incident(1).id(), draft, "cleo"))
                        .isEmpty();
                world.clock.pass(java.time.Duration.ofSeconds(30));
            }
            assertThat(affected(world))
                    .extracting(AffectedModel::before, AffectedModel::after)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple(
                                    ComponentStatus.MAJOR_OUTAGE, ComponentStatus.PARTIAL_OUTAGE),
                            org.assertj.core.groups.Tuple.tuple(
                                    ComponentStatus.PARTIAL_OUTAGE, ComponentStatus.DEGRADED_PERFORMANCE));
        }
    }

    @Test
    void what_is_said_by_itself_begins_before_the_failure() {
        try (var world = new RespondWorld(folder, SHOP.replace("review", "automatic"))) {
            world.works("checkout");
            world.tell.pages().tick(world.clock.instant());
            world.fails("checkout");
            world.tell.pages().tick(world.clock.instant());
            assertThat(affected(world)).singleElement().satisfies(all -> {
                assertThat(all.before()).isEqualTo(ComponentStatus.OPERATIONAL);
                assertThat(all.after()).isEqualTo(ComponentStatus.MAJOR_OUTAGE);
            });
        }
    }
}
