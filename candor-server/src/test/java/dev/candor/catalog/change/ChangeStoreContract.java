package dev.candor.catalog.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.platform.db.Engine;
import dev.candor.platform.db.StoreContract;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

abstract class ChangeStoreContract extends StoreContract {
    private final ChangeStore store = new ChangeStore();

    ChangeStoreContract(Engine engine) {
        super(engine);
    }

    private ChangeEvent change(String service, String key, long from, Outcome outcome) {
        return new ChangeEvent(
                ids.next(),
                0,
                ChangeKind.DEPLOY,
                "shop " + key,
                service,
                Map.of("version", List.of(key)),
                "ana",
                "cli",
                "https://ci.example/" + key,
                key,
                outcome,
                "",
                at(from),
                outcome == Outcome.RUNNING ? Optional.empty() : Optional.of(at(from)),
                T0);
    }

    private ChangeEvent record(ChangeEvent said) {
        return database.inTransaction(tx -> store.record(tx, said)).change();
    }

    @Test
    void what_was_recorded_is_found_again_as_it_was_with_a_number() {
        var stored = record(change("shop", "1.4", 10, Outcome.DONE));
        assertThat(stored.number()).isEqualTo(1);
        assertThat(one(tx -> store.byNumber(tx, 1))).contains(stored);
        assertThat(one(tx -> store.ofKey(tx, "shop", "1.4"))).contains(stored);
        assertThat(one(tx -> store.find(tx, stored.id()))).contains(stored);
        assertThat(one(tx -> store.ofKey(tx, "depot", "1.4"))).isEmpty();
    }

    @Test
    void the_same_key_is_the_same_change_whatever_the_order_of_its_reports() {
        record(change("shop", "1.4", 100, Outcome.DONE));
        var late = record(change("shop", "1.4", 40, Outcome.RUNNING));
        assertThat(late.number()).isEqualTo(1);
        assertThat(late.startedAt()).isEqualTo(at(40));
        assertThat(late.endedAt()).contains(at(100));
        assertThat(late.outcome()).isEqualTo(Outcome.DONE);
        assertThat(record(change("depot", "1.4", 100, Outcome.DONE)).number()).isEqualTo(2);
    }

    @Test
    void an_end_is_kept_and_only_a_rollback_says_otherwise() {
        var running = record(change("shop", "1.5", 0, Outcome.RUNNING));
        assertThat(running.running()).isTrue();
        var done = database.inTransaction(tx -> store.end(tx, running, Outcome.DONE, at(60)));
        assertThat(done.endedAt()).contains(at(60));
        var back = database.inTransaction(tx -> store.end(tx, done, Outcome.ROLLED_BACK, at(90)));
        assertThat(back.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(back.endedAt()).contains(at(60));
        var again = database.inTransaction(tx -> store.end(tx, back, Outcome.DONE, at(120)));
        assertThat(again).isEqualTo(back);
        assertThat(again.summary()).isEqualTo("shop 1.5");
        assertThat(again.kind()).isEqualTo(ChangeKind.DEPLOY);
    }

    @Test
    void lists_go_from_the_newest_and_hold_what_is_asked_for() {
        record(change("shop", "a", 10, Outcome.DONE));
        record(change("depot", "b", 20, Outcome.DONE));
        record(change("shop", "c", 30, Outcome.DONE));
        assertThat(list(tx -> store.list(tx, ChangeStore.Wanted.ALL, Long.MAX_VALUE, 2)))
                .extracting(ChangeEvent::key)
                .containsExactly("c", "b");
        assertThat(list(tx -> store.list(tx, ChangeStore.Wanted.ALL, 2, 2)))
                .extracting(ChangeEvent::key)
                .containsExactly("a");
        assertThat(list(tx -> store.list(tx, new ChangeStore.Wanted("shop", at(0), at(30)), Long.MAX_VALUE, 9)))
                .extracting(ChangeEvent::key)
                .containsExactly("a");
        assertThat(list(tx -> store.begun(tx, at(20), at(31), "", 9)))
                .extracting(ChangeEvent::key)
                .containsExactly("c", "b");
    }

    @Test
    void the_latest_or_the_earliest_of_some_services_are_found_and_those_that_touch_a_value() {
        record(change("shop", "a", 10, Outcome.DONE));
        record(change("shop", "b", 20, Outcome.RUNNING));
        record(change("depot", "c", 30, Outcome.DONE));
        var both = List.of("shop", "depot");
        assertThat(list(tx -> store.begun(tx, both, at(0), at(99), false, ChangeStore.First.LATEST, 2)))
                .extracting(ChangeEvent::key)
                .containsExactly("c", "b");
        assertThat(list(tx -> store.begun(tx, both, at(11), at(99), false, ChangeStore.First.EARLIEST, 1)))
                .extracting(ChangeEvent::key)
                .containsExactly("b");
        assertThat(list(tx -> store.begun(tx, both, at(0), at(99), true, ChangeStore.First.LATEST, 9)))
                .extracting(ChangeEvent::key)
                .containsExactly("b");
        assertThat(list(tx -> store.begun(tx, at(0), at(99), "\"%_!\"", 9))).isEmpty();
        assertThat(list(tx -> store.begun(tx, List.of(), at(0), at(99), true, ChangeStore.First.LATEST, 9)))
                .isEmpty();
    }

    @Test
    void what_is_old_is_forgotten_but_not_what_was_told_of_lately() {
        record(change("shop", "old", -9000, Outcome.DONE));
        write(tx -> store.prune(tx, at(-100)));
        assertThat(list(tx -> store.begun(tx, at(-10_000), at(1), "", 9))).hasSize(1);
        write(tx -> store.prune(tx, at(100)));
        assertThat(list(tx -> store.begun(tx, at(-10_000), at(1), "", 9))).isEmpty();
    }

    @Test
    void values_of_labels_grow_together_and_not_without_end() {
        record(change("shop", "k", 0, Outcome.RUNNING));
        for (int i = 0; i < 80; i++) {
            record(change("shop", "k", 0, Outcome.RUNNING)
                    .also(new ChangeEvent(
                            ids.next(),
                            0,
                            ChangeKind.OTHER,
                            "",
                            "shop",
                            Map.of("host", List.of("edge-" + i)),
                            "",
                            "cli",
                            "",
                            "k",
                            Outcome.RUNNING,
                            "",
                            T0,
                            Optional.empty(),
                            T0)));
        }
        var labels = one(tx -> store.ofKey(tx, "shop", "k")).orElseThrow().labels();
        assertThat(labels.get("host")).hasSize(Labels.MOST_VALUES).contains("edge-0");
        assertThat(labels.get("version")).containsExactly("k");
    }
}
