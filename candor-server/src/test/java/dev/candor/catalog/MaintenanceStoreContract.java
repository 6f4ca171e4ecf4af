package dev.candor.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.platform.db.Engine;
import dev.candor.platform.db.StoreContract;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

abstract class MaintenanceStoreContract extends StoreContract {
    private final MaintenanceStore store = new MaintenanceStore();

    MaintenanceStoreContract(Engine engine) {
        super(engine);
    }

    private Maintenance plan(String code, String service, long from) {
        var maintenance = new Maintenance(
                ids.next(),
                code,
                "shop",
                "Move the database",
                List.of(service),
                List.of("c0ffee"),
                Maintenance.State.SCHEDULED,
                true,
                at(from),
                at(from + 600),
                Optional.empty(),
                Optional.empty(),
                T0,
                T0);
        write(tx -> store.insert(tx, maintenance));
        return maintenance;
    }

    private boolean move(UUID id, Maintenance.State from, Maintenance.State to, long at) {
        return did(tx -> store.move(tx, id, from, to, at(at)));
    }

    @Test
    void a_maintenance_covers_its_services_from_its_start_until_it_is_completed() {
        var plan = plan("m1", "shop", 100);
        assertThat(one(tx -> store.find(tx, plan.id()))).contains(plan);
        assertThat(one(tx -> store.covering(tx, "shop"))).isEmpty();
        assertThat(move(plan.id(), Maintenance.State.SCHEDULED, Maintenance.State.IN_PROGRESS, 101))
                .isTrue();
        assertThat(move(plan.id(), Maintenance.State.SCHEDULED, Maintenance.State.IN_PROGRESS, 102))
                .isFalse();
        assertThat(one(tx -> store.covering(tx, "shop"))).contains("m1");
        assertThat(one(tx -> store.covering(tx, "payments"))).isEmpty();
        assertThat(move(plan.id(), Maintenance.State.IN_PROGRESS, Maintenance.State.VERIFYING, 103))
                .isTrue();
        assertThat(one(tx -> store.covering(tx, "shop"))).contains("m1");
        assertThat(move(plan.id(), Maintenance.State.VERIFYING, Maintenance.State.COMPLETED, 104))
                .isTrue();
        assertThat(one(tx -> store.covering(tx, "shop"))).isEmpty();
        var ended = one(tx -> store.find(tx, plan.id())).orElseThrow();
        assertThat(ended.startedAt()).contains(at(101));
        assertThat(ended.completedAt()).contains(at(104));
        assertThat(ended.updatedAt()).isEqualTo(at(104));
    }

    @Test
    void lists_are_sorted_by_time_and_open_leaves_the_completed_out() {
        var late = plan("late", "shop", 900);
        plan("soon", "shop", 100);
        assertThat(list(store::open)).extracting(Maintenance::code).containsExactly("soon", "late");
        assertThat(list(tx -> store.ofPage(tx, "shop", 1)))
                .extracting(Maintenance::code)
                .containsExactly("late");
        move(late.id(), Maintenance.State.SCHEDULED, Maintenance.State.COMPLETED, 5);
        assertThat(list(store::open)).extracting(Maintenance::code).containsExactly("soon");
        assertThat(list(tx -> store.list(tx, 10))).hasSize(2);
    }

    @Test
    void inserting_twice_is_one_and_numbers_count_up() {
        var plan = plan("m1", "shop", 100);
        write(tx -> store.insert(tx, plan));
        assertThat(list(tx -> store.list(tx, 10))).hasSize(1);
        assertThat(database.<Long>inTransaction(tx -> Numbers.next(tx, "alert")).longValue())
                .isEqualTo(1);
        assertThat(database.<Long>inTransaction(tx -> Numbers.next(tx, "alert")).longValue())
                .isEqualTo(2);
        assertThat(database.<Long>inTransaction(tx -> Numbers.next(tx, "incident"))
                        .longValue())
                .isEqualTo(1);
    }
}
