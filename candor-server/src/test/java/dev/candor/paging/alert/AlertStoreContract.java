package dev.candor.paging.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.candor.base.json.Json;
import dev.candor.detect.Severity;
import dev.candor.platform.db.DatabaseException;
import dev.candor.platform.db.Engine;
import dev.candor.platform.db.StoreContract;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

abstract class AlertStoreContract extends StoreContract {
    private final AlertStore store = new AlertStore();

    AlertStoreContract(Engine engine) {
        super(engine);
    }

    private Alert alert(long number, String key, Severity severity, String muted) {
        var alert = new Alert(
                ids.next(),
                number,
                "shop",
                key,
                "door/json",
                severity,
                "checkout answers 503",
                Json.object("a", null),
                new Alert.State.Triggered(),
                muted,
                1,
                at(0),
                at(1),
                at(0),
                Optional.empty());
        write(tx -> store.insert(tx, alert));
        return alert;
    }

    private Alert reload(Alert alert) {
        return one(tx -> store.find(tx, alert.id())).orElseThrow();
    }

    @Test
    void an_alert_is_found_by_id_number_and_condition() {
        var alert = alert(7, "k", Severity.ERROR, "");
        assertThat(reload(alert)).isEqualTo(alert);
        assertThat(one(tx -> store.byNumber(tx, 7))).contains(alert);
        assertThat(one(tx -> store.open(tx, "shop", "k"))).contains(alert);
        assertThat(one(tx -> store.open(tx, "payments", "k"))).isEmpty();
    }

    @Test
    void one_condition_has_one_open_alert_and_a_new_one_once_that_is_resolved() {
        var first = alert(1, "k", Severity.ERROR, "");
        var failure = catchThrowableOfType(DatabaseException.class, () -> alert(2, "k", Severity.ERROR, ""));
        assertThat(failure.kind()).isEqualTo(DatabaseException.Kind.WRONG);
        write(tx -> store.resolve(tx, first.id(), "ana", at(9)));
        var second = alert(3, "k", Severity.ERROR, "");
        assertThat(one(tx -> store.open(tx, "shop", "k"))).contains(second);
    }

    @Test
    void states_go_forward_only_and_keep_who_did_it() {
        var alert = alert(1, "k", Severity.ERROR, "");
        assertThat(did(tx -> store.acknowledge(tx, alert.id(), "ana", at(5)))).isTrue();
        assertThat(did(tx -> store.acknowledge(tx, alert.id(), "ben", at(6)))).isFalse();
        assertThat(reload(alert).state()).isEqualTo(new Alert.State.Acknowledged(at(5), "ana"));
        assertThat(did(tx -> store.resolve(tx, alert.id(), "ben", at(7)))).isTrue();
        assertThat(did(tx -> store.resolve(tx, alert.id(), "ben", at(8)))).isFalse();
        assertThat(did(tx -> store.acknowledge(tx, alert.id(), "ana", at(9)))).isFalse();
        assertThat(reload(alert).state())
                .isEqualTo(new Alert.State.Resolved(
                        at(7), "ben", Optional.of(new Alert.State.Acknowledged(at(5), "ana"))));
    }

    @Test
    void a_repeat_counts_and_keeps_the_worst_severity_it_is_given() {
        var alert = alert(1, "k", Severity.WARNING, "");
        write(tx -> store.repeat(tx, alert.id(), Severity.CRITICAL, "worse", Map.of("hit", "b"), at(30)));
        assertThat(reload(alert).count()).isEqualTo(2);
        assertThat(reload(alert).summary()).isEqualTo("worse");
        assertThat(reload(alert).detail()).isEqualTo(Map.of("hit", "b"));
        assertThat(reload(alert).severity()).isEqualTo(Severity.CRITICAL);
        assertThat(reload(alert).lastSignalAt()).isEqualTo(at(30));
    }

    @Test
    void what_maintenance_muted_can_be_unmuted_once_while_it_is_triggered() {
        var muted = alert(1, "a", Severity.ERROR, "maintenance m1");
        var info = alert(2, "b", Severity.INFO, "only information");
        assertThat(list(store::mutedByMaintenance)).containsExactly(muted);
        assertThat(muted.needsSomebody()).isFalse();
        assertThat(did(tx -> store.unmute(tx, muted.id()))).isTrue();
        assertThat(did(tx -> store.unmute(tx, muted.id()))).isFalse();
        assertThat(reload(muted).needsSomebody()).isTrue();
        write(tx -> store.acknowledge(tx, info.id(), "ana", at(2)));
        assertThat(did(tx -> store.unmute(tx, info.id()))).isFalse();
    }

    @Test
    void lists_put_the_worst_first_page_by_number_and_know_the_incident() {
        var warning = alert(1, "a", Severity.WARNING, "");
        var critical = alert(2, "b", Severity.CRITICAL, "");
        var acknowledged = alert(3, "c", Severity.CRITICAL, "");
        var resolved = alert(4, "d", Severity.CRITICAL, "");
        var incident = ids.next();
        write(tx -> {
            store.acknowledge(tx, acknowledged.id(), "ana", at(2));
            store.resolve(tx, resolved.id(), "ana", at(2));
            store.joinIncident(tx, critical.id(), incident);
        });
        assertThat(list(store::open)).extracting(Alert::number).containsExactly(2L, 1L, 3L);
        assertThat(list(tx -> store.list(tx, "", "shop", Long.MAX_VALUE, 2)))
                .extracting(Alert::number)
                .containsExactly(4L, 3L);
        assertThat(list(tx -> store.list(tx, "triggered", "", 2, 10)))
                .extracting(Alert::id)
                .containsExactly(warning.id());
        assertThat(list(tx -> store.ofIncident(tx, incident)))
                .extracting(Alert::number)
                .containsExactly(2L);
    }
}
