package dev.candor.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.base.json.Json;
import dev.candor.platform.db.Engine;
import dev.candor.platform.db.StoreContract;
import org.junit.jupiter.api.Test;

abstract class SignalStoreContract extends StoreContract {
    private final SignalStore store = new SignalStore();

    SignalStoreContract(Engine engine) {
        super(engine);
    }

    private Signal signal(String key) {
        return new Signal(
                ids.next(),
                Signal.Event.FIRING,
                "door/json",
                "shop",
                key,
                Severity.WARNING,
                "checkout answers 503",
                Json.object("status", 503L),
                at(1),
                at(2));
    }

    @Test
    void a_signal_is_stored_once_and_comes_back_whole_oldest_first() {
        var first = signal("a");
        var second = signal("b");
        assertThat(did(tx -> store.put(tx, second, at(3)))).isTrue();
        assertThat(did(tx -> store.put(tx, first, at(3)))).isTrue();
        assertThat(did(tx -> store.put(tx, first, at(4)))).isFalse();
        assertThat(list(tx -> store.pending(tx, 10))).containsExactly(first, second);
        assertThat(list(tx -> store.pending(tx, 1))).containsExactly(first);
    }

    @Test
    void what_is_done_is_done_once_and_pruned_later() {
        var done = signal("a");
        var waiting = signal("b");
        write(tx -> {
            store.put(tx, done, T0);
            store.put(tx, waiting, T0);
        });
        assertThat(did(tx -> store.done(tx, done.id(), "opened alert 1"))).isTrue();
        assertThat(did(tx -> store.done(tx, done.id(), "repeated"))).isFalse();
        assertThat(list(tx -> store.pending(tx, 10))).containsExactly(waiting);
        int pruned = database.inTransaction(tx -> store.prune(tx, at(1_000)));
        assertThat(pruned).isEqualTo(1);
        assertThat(list(tx -> store.pending(tx, 10))).containsExactly(waiting);
    }
}
