package dev.candor.detect.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.platform.db.Engine;
import dev.candor.platform.db.StoreContract;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

abstract class MonitorStoreContract extends StoreContract {
    private final MonitorStore store = new MonitorStore();

    MonitorStoreContract(Engine engine) {
        super(engine);
    }

    private static MonitorState down() {
        return new MonitorState(
                Verdict.DOWN,
                at(1),
                "++--",
                Optional.of(at(1)),
                Optional.empty(),
                List.of(at(-10), at(-5)),
                Optional.of(at(600)),
                true,
                at(2),
                "503 \u00fc",
                new MonitorState.Last("503 \u00fc", "slow"),
                Optional.of(new MonitorState.Told("home", "shop", at(2))));
    }

    @Test
    void a_state_comes_back_as_it_was_saved() {
        var id = ids.next();
        assertThat(one(tx -> store.state(tx, id))).isEmpty();
        write(tx -> store.save(tx, id, MonitorState.unseen(T0)));
        assertThat(one(tx -> store.state(tx, id))).contains(MonitorState.unseen(T0));
        write(tx -> store.save(tx, id, down()));
        assertThat(one(tx -> store.state(tx, id))).contains(down());
    }

    @Test
    void flips_and_evidence_come_newest_first_and_old_evidence_is_pruned() {
        var id = ids.next();
        var other = ids.next();
        write(tx -> {
            var flip = ids.next();
            store.flip(tx, flip, id, MonitorState.unseen(T0), down(), at(2));
            store.flip(tx, flip, id, MonitorState.unseen(T0), down(), at(2));
            for (int i = 0; i < 3; i++) {
                store.evidence(
                        tx,
                        ids.next(),
                        id,
                        "main",
                        new Observation(at(i), Outcome.FAILED, "bad_status", "z".repeat(5_000)));
            }
            store.evidence(tx, ids.next(), other, "main", new Observation(at(9), Outcome.FAILED, "tls", "x"));
        });
        assertThat(list(tx -> store.flips(tx, id, 10)))
                .containsExactly(new MonitorStore.Flip(at(1), Verdict.UNKNOWN, Verdict.DOWN, "503 \u00fc"));
        var evidence = list(tx -> store.evidence(tx, id, 2));
        assertThat(evidence).extracting(MonitorStore.Evidence::at).containsExactly(at(2), at(1));
        assertThat(evidence.getFirst().detail()).hasSize(4_000);
        int pruned = database.inTransaction(tx -> store.prune(tx, at(2)));
        assertThat(pruned).isEqualTo(2);
    }

    @Test
    void a_pause_lasts_until_it_is_resumed() {
        var id = ids.next();
        write(tx -> store.pause(tx, id, "ana"));
        write(tx -> store.pause(tx, id, "ben"));
        assertThat(list(store::paused)).containsExactly(id);
        write(tx -> store.resume(tx, id));
        assertThat(list(store::paused)).isEmpty();
    }
}
