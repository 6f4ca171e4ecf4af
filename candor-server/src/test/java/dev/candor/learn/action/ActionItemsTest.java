package dev.candor.learn.action;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.base.ids.Randomness;
import dev.candor.learn.Learn;
import dev.candor.learn.figures.Cause;
import dev.candor.platform.db.Engine;
import dev.candor.platform.outbox.Delivery;
import dev.candor.respond.RespondWorld;
import dev.candor.respond.incident.Incident;
import dev.candor.respond.incident.Severity;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The world begins on Monday, 2 March 2026.
class ActionItemsTest {
    private static final String WORLD = """
            people: [{name: ana, email: ana@shop.example, role: responder, time-zone: Europe/Berlin}]
            services: [{name: shop}, {name: depot}]
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Engine.class)
    void its_owner_hears_of_it_once_a_week_and_it_comes_back_with_the_service_or_the_cause(Engine engine) {
        try (RespondWorld world = new RespondWorld(folder, WORLD, engine, Randomness.seeded(8))) {
            var learn = new Learn(world.platform, world.catalogs);
            var actions = new ActionItems(world.platform, world.catalogs);
            Incident first = declared(world, "shop");
            learn.say(first, Cause.LOAD, "ana");
            LocalDate due = LocalDate.parse("2026-03-17");
            assertThat(actions.open(first, "measure the pool", "nobody", due, "ana"))
                    .isPresent();
            assertThat(actions.open(first, "measure the pool", "ana", due, "ana"))
                    .isEmpty();
            ActionItem item =
                    world.platform.ledger().read(actions.store()::open).getFirst();

            assertThat(mails(world, actions)).as("two weeks before").isEmpty();
            world.clock.pass(Duration.ofDays(9)); // Wednesday, 11 March
            assertThat(mails(world, actions)).containsExactly("Due soon: measure the pool");
            world.clock.pass(Duration.ofDays(2));
            assertThat(mails(world, actions)).as("the same week").hasSize(1);
            world.clock.pass(Duration.ofDays(7)); // Friday, 20 March
            assertThat(mails(world, actions))
                    .containsExactlyInAnyOrder("Due soon: measure the pool", "Overdue: measure the pool");

            assertThat(cameBack(world, actions, declared(world, "shop"), "")).containsExactly(item);
            Incident elsewhere = declared(world, "depot");
            assertThat(cameBack(world, actions, elsewhere, "")).isEmpty();
            assertThat(cameBack(world, actions, elsewhere, "load")).containsExactly(item);
            assertThat(cameBack(world, actions, first, "load")).as("its own").isEmpty();

            assertThat(actions.close(item.id(), ActionItems.End.DONE, " ", "ana"))
                    .isPresent();
            assertThat(actions.close(item.id(), ActionItems.End.DONE, "the pool is on the board", "ana"))
                    .isEmpty();
            assertThat(actions.close(item.id(), ActionItems.End.DROPPED, "again", "ana"))
                    .isPresent();
            assertThat(cameBack(world, actions, elsewhere, "load")).isEmpty();
            world.clock.pass(Duration.ofDays(7));
            assertThat(mails(world, actions)).hasSize(2);
            assertThat(world.timeline(first.number())).contains("action.open", "action.done");
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void it_is_handed_on_and_found_by_what_it_is(Engine engine) {
        try (RespondWorld world = new RespondWorld(folder, WORLD, engine, Randomness.seeded(8))) {
            var actions = new ActionItems(world.platform, world.catalogs);
            Incident shop = declared(world, "shop");
            Incident depot = declared(world, "depot");
            LocalDate day = LocalDate.parse("2026-03-17");
            assertThat(actions.open(shop, "measure the pool", "ana", day, "ana"))
                    .isEmpty();
            assertThat(actions.open(depot, "label the shelves", "ana", day.minusDays(9), "ana"))
                    .isEmpty();
            var all = ActionStore.Filter.ALL;
            assertThat(found(world, actions, all)).containsExactly("label the shelves", "measure the pool");
            assertThat(found(
                            world, actions, new ActionStore.Filter("", "", "shop", Optional.empty(), Optional.empty())))
                    .containsExactly("measure the pool");
            assertThat(found(
                            world,
                            actions,
                            new ActionStore.Filter("open", "ana", "", Optional.of(depot.id()), Optional.empty())))
                    .containsExactly("label the shelves");
            assertThat(found(world, actions, new ActionStore.Filter("", "", "", Optional.empty(), Optional.of(day))))
                    .containsExactly("label the shelves");
            ActionItem shelves = world.platform
                    .ledger()
                    .read(tx -> actions.store().overdue(tx, day))
                    .getFirst();
            List<ActionItem> rest =
                    world.platform.ledger().read(tx -> actions.store().list(tx, all, Optional.of(shelves.id()), 9));
            assertThat(rest).extracting(ActionItem::what).containsExactly("measure the pool");
            assertThat(actions.change(shelves.id(), "nobody", day, "ana")).isPresent();
            assertThat(actions.change(shelves.id(), "ana", day.plusDays(1), "ana"))
                    .isEmpty();
            assertThat(actions.change(shelves.id(), "ana", day.plusDays(1), "ana"))
                    .isEmpty();
            assertThat(world.timeline(depot.number()))
                    .as("what is the same is no news")
                    .filteredOn("action.changed"::equals)
                    .hasSize(1);
            assertThat(found(world, actions, new ActionStore.Filter("", "", "", Optional.empty(), Optional.of(day))))
                    .isEmpty();
            assertThat(actions.close(shelves.id(), ActionItems.End.DROPPED, "we moved", "ana"))
                    .isEmpty();
            assertThat(actions.change(shelves.id(), "ana", day, "ana")).isPresent();
        }
    }

    private static List<String> found(RespondWorld world, ActionItems actions, ActionStore.Filter filter) {
        return world.platform.ledger().read(tx -> actions.store().list(tx, filter, Optional.empty(), 10)).stream()
                .map(ActionItem::what)
                .toList();
    }

    private static Incident declared(RespondWorld world, String service) {
        return world.respond.actions().declare("It is slow", service, Severity.SEV3, Map.of(), "ana");
    }

    private static List<ActionItem> cameBack(RespondWorld world, ActionItems actions, Incident incident, String cause) {
        return world.platform
                .ledger()
                .read(tx -> actions.store().cameBack(tx, incident.id(), incident.service(), cause));
    }

    private static List<String> mails(RespondWorld world, ActionItems actions) {
        actions.tick(world.clock.instant());
        List<Delivery> all =
                world.platform.ledger().read(tx -> world.platform.outbox().list(tx, "", "", Optional.empty(), 100));
        return all.stream()
                .filter(one -> one.key().startsWith("action/"))
                .map(one -> String.valueOf(one.payload().get("title")))
                .toList();
    }
}
