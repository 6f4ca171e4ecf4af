package dev.candor.tell.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.catalog.Page;
import dev.candor.respond.RespondWorld;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a page says of the time in which nobody looked.
class OffTimeTest {
    private static final String SHOP = """
            services: [{name: shop}]
            monitors: [{name: checkout, service: shop, kind: http, url: "https://shop.example/", every: 30s}]
            pages: [{name: Shop, slug: shop, components: [{name: Checkout, services: [shop]}]}]
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

    private Instant tick(dev.candor.tell.Tell tell) {
        Instant now = world.clock.instant();
        tell.pages().tick(now);
        return now;
    }

    /// `operational`, `operational unknown` … with where they begin.
    private List<String> said() {
        String code = world.catalogs
                .current()
                .find(Page.KIND, "Shop")
                .orElseThrow()
                .components()
                .getFirst()
                .code();
        return world
                .platform
                .ledger()
                .read(tx -> new ComponentStatusStore(world.platform.ids()).since(tx, "shop", code, Instant.EPOCH))
                .stream()
                .map(it -> it.status().wireName() + (it.unknown() ? " unknown " : " ") + it.from())
                .toList();
    }

    @Test
    void the_time_in_which_we_were_off_is_unknown_and_what_was_seen_before_counts_again_from_now_on() {
        world.works("checkout");
        tick(world.tell);
        world.clock.pass(Duration.ofMinutes(1));
        Instant alive = tick(world.tell);
        Instant last = world.clock.pass(Duration.ofMinutes(2));
        tick(world.tell);
        world.fails("checkout"); // and before any page says so, we die
        assertThat(said()).hasSize(1);
        world.clock.pass(Duration.ofMinutes(20));
        Instant back = tick(world.restarted());
        assertThat(said()).hasSize(3).satisfies(all -> {
            assertThat(all.get(1)).isEqualTo("operational unknown " + last);
            assertThat(all.get(2)).startsWith("major_outage").endsWith(" " + back);
        });
        assertThat(alive).isBefore(last);
    }

    @Test
    void four_minutes_without_us_are_unknown_with_the_usual_settings() {
        world.works("checkout");
        tick(world.tell);
        world.clock.pass(Duration.ofMinutes(2));
        Instant alive = tick(world.tell);
        world.clock.pass(Duration.ofMinutes(4));
        Instant back = tick(world.restarted());
        assertThat(said()).endsWith("operational unknown " + alive, "operational " + back);
    }

    @Test
    void a_quick_restart_and_a_slow_turn_leave_no_gap() {
        world.works("checkout");
        tick(world.tell);
        world.clock.pass(Duration.ofMinutes(2));
        tick(world.restarted());
        world.clock.pass(Duration.ofMinutes(4));
        tick(world.tell);
        assertThat(said()).hasSize(1);
    }
}
