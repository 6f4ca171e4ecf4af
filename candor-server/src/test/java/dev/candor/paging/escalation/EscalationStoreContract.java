package dev.candor.paging.escalation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.platform.db.Engine;
import dev.candor.platform.db.StoreContract;
import java.util.UUID;
import org.junit.jupiter.api.Test;

abstract class EscalationStoreContract extends StoreContract {
    private final EscalationStore store = new EscalationStore();

    EscalationStoreContract(Engine engine) {
        super(engine);
    }

    private EscalationRule.Running started() {
        UUID alert = ids.next();
        write(tx -> store.start(tx, alert, "web-default", at(0)));
        return list(tx -> store.due(tx, at(0), 10)).stream()
                .filter(running -> running.alert().equals(alert))
                .findFirst()
                .orElseThrow();
    }

    private String state(UUID alert) {
        return one(tx -> store.standing(tx, alert)).orElseThrow().state();
    }

    @Test
    void it_is_due_at_once_and_then_when_it_was_moved_to() {
        var running = started();
        assertThat(running).isEqualTo(new EscalationRule.Running(running.alert(), "web-default", 0, 0, at(0), 0));
        assertThat(did(tx -> store.move(tx, running, new EscalationRule.Next.At(1, 0, at(300)))))
                .isTrue();
        assertThat(list(tx -> store.due(tx, at(299), 10))).isEmpty();
        assertThat(list(tx -> store.due(tx, at(300), 10)))
                .extracting(EscalationRule.Running::step)
                .containsExactly(1);
        assertThat(one(store::nextDue)).contains(at(300));
    }

    @Test
    void of_two_workers_one_moves_it() {
        var running = started();
        assertThat(did(tx -> store.move(tx, running, new EscalationRule.Next.At(1, 0, at(300)))))
                .isTrue();
        assertThat(did(tx -> store.move(tx, running, new EscalationRule.Next.At(1, 0, at(300)))))
                .isFalse();
        assertThat(did(tx -> store.move(tx, running, new EscalationRule.Next.Exhausted(at(3600)))))
                .isFalse();
    }

    @Test
    void what_was_stopped_does_not_move_until_it_is_started_again() {
        var running = started();
        write(tx -> store.stop(tx, running.alert()));
        assertThat(state(running.alert())).isEqualTo("stopped");
        assertThat(did(tx -> store.move(tx, running, new EscalationRule.Next.At(1, 0, at(300)))))
                .isFalse();
        assertThat(one(store::nextDue)).isEmpty();
        write(tx -> store.start(tx, running.alert(), "other", at(9)));
        var again = list(tx -> store.due(tx, at(9), 10)).getFirst();
        assertThat(again.policy()).isEqualTo("other");
        assertThat(again.step()).isZero();
        assertThat(again.version()).isGreaterThan(running.version());
    }

    @Test
    void an_exhausted_one_says_so_and_is_due_again_until_it_is_stopped() {
        var running = started();
        write(tx -> store.move(tx, running, new EscalationRule.Next.Exhausted(at(3600))));
        assertThat(state(running.alert())).isEqualTo("exhausted");
        assertThat(list(tx -> store.due(tx, at(3599), 10))).isEmpty();
        assertThat(list(tx -> store.due(tx, at(3600), 10)))
                .singleElement()
                .satisfies(due -> assertThat(due.unanswered()).isTrue());
        write(tx -> store.stop(tx, running.alert()));
        assertThat(state(running.alert())).isEqualTo("stopped");
        assertThat(list(tx -> store.due(tx, at(1_000_000), 10))).isEmpty();
    }

    @Test
    void only_the_turn_that_was_fired_last_can_hasten_the_next_step() {
        var running = started();
        write(tx -> store.move(tx, running, new EscalationRule.Next.At(1, 0, at(300))));
        var second = list(tx -> store.due(tx, at(300), 10)).getFirst();
        write(tx -> store.move(tx, second, new EscalationRule.Next.At(2, 0, at(900))));
        write(tx -> store.hasten(tx, running.alert(), running.version(), true, at(310)));
        assertThat(one(store::nextDue)).contains(at(900));
        write(tx -> store.hasten(tx, running.alert(), second.version(), true, at(320)));
        assertThat(one(store::nextDue)).contains(at(320));
    }
}
