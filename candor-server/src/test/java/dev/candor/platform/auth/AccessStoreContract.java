package dev.candor.platform.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.platform.db.Engine;
import dev.candor.platform.db.StoreContract;
import java.time.Duration;
import org.junit.jupiter.api.Test;

abstract class AccessStoreContract extends StoreContract {
    private final AccessStore store = new AccessStore();

    AccessStoreContract(Engine engine) {
        super(engine);
    }

    @Test
    void only_the_first_first_password_counts() {
        assertThat(did(store::anybodyHasAPassword)).isFalse();
        assertThat(did(tx -> store.setFirstPassword(tx, "omar", "h1", T0))).isTrue();
        assertThat(did(tx -> store.setFirstPassword(tx, "omar", "h2", T0))).isFalse();
        assertThat(one(tx -> store.passwordHash(tx, "omar"))).contains("h1");
        assertThat(did(store::anybodyHasAPassword)).isTrue();
        assertThat(one(tx -> store.passwordHash(tx, "dora"))).isEmpty();
    }

    @Test
    void a_new_password_ends_every_session_of_that_person_only() {
        write(tx -> {
            store.openSession(tx, "s1", "ana", T0);
            store.openSession(tx, "s2", "ana", T0);
            store.openSession(tx, "s3", "ben", T0);
            store.setPassword(tx, "ana", "new", at(1));
        });
        assertThat(one(tx -> store.session(tx, "s1", at(2)))).isEmpty();
        assertThat(one(tx -> store.session(tx, "s2", at(2)))).isEmpty();
        assertThat(one(tx -> store.session(tx, "s3", at(2)))).contains("ben");
    }

    @Test
    void a_session_ends_when_it_is_idle_too_long_and_goes_on_when_it_is_used() {
        write(tx -> store.openSession(tx, "s", "ana", T0));
        var nearlyIdle = T0.plus(AccessStore.IDLE).minusSeconds(1);
        assertThat(one(tx -> store.session(tx, "s", nearlyIdle))).contains("ana");
        assertThat(one(tx -> store.session(tx, "s", T0.plus(AccessStore.IDLE)))).isEmpty();
        write(tx -> store.touch(tx, "s", nearlyIdle));
        assertThat(one(tx -> store.session(tx, "s", T0.plus(AccessStore.IDLE).plusSeconds(60))))
                .contains("ana");
    }

    @Test
    void no_session_lives_longer_than_a_week_however_much_it_is_used() {
        write(tx -> store.openSession(tx, "s", "ana", T0));
        for (var now = T0; now.isBefore(T0.plus(AccessStore.LONGEST)); now = now.plus(Duration.ofHours(1))) {
            var seen = now;
            write(tx -> store.touch(tx, "s", seen));
        }
        assertThat(one(tx -> store.session(tx, "s", T0.plus(AccessStore.LONGEST).minusSeconds(1))))
                .contains("ana");
        assertThat(one(tx -> store.session(tx, "s", T0.plus(AccessStore.LONGEST))))
                .isEmpty();
    }

    @Test
    void signing_out_ends_one_session() {
        write(tx -> {
            store.openSession(tx, "s1", "ana", T0);
            store.openSession(tx, "s2", "ana", T0);
            store.endSession(tx, "s1");
        });
        assertThat(one(tx -> store.session(tx, "s1", T0))).isEmpty();
        assertThat(one(tx -> store.session(tx, "s2", T0))).contains("ana");
    }

    @Test
    void a_one_time_token_can_be_looked_at_often_and_used_once_for_its_purpose_in_time() {
        write(tx -> store.issue(tx, "h", "reset", "ana", at(100), T0));
        assertThat(one(tx -> store.look(tx, "h", "acknowledge", at(1)))).isEmpty();
        assertThat(one(tx -> store.look(tx, "h", "reset", at(99)))).contains("ana");
        assertThat(one(tx -> store.look(tx, "h", "reset", at(100)))).isEmpty();
        assertThat(did(tx -> store.redeem(tx, "h", "acknowledge", at(5)).isPresent()))
                .isFalse();
        assertThat(did(tx -> store.redeem(tx, "h", "reset", at(100)).isPresent()))
                .isFalse();
        assertThat(did(tx -> store.redeem(tx, "h", "reset", at(5)).isPresent())).isTrue();
        assertThat(did(tx -> store.redeem(tx, "h", "reset", at(6)).isPresent())).isFalse();
        assertThat(one(tx -> store.look(tx, "h", "reset", at(6)))).isEmpty();
    }

    @Test
    void an_api_token_works_until_it_is_revoked_or_expires() {
        var id = ids.next();
        var brief = ids.next();
        assertThat(did(tx -> store.addToken(tx, id, "ci", "h", Role.RESPONDER, "omar", T0)))
                .isTrue();
        assertThat(did(tx -> store.addToken(tx, ids.next(), "ci", "other", Role.ADMIN, "omar", T0)))
                .isFalse();
        write(tx -> {
            store.addToken(tx, brief, "brief", "b", Role.VIEWER, "omar", T0);
            tx.update("UPDATE api_token SET expires_at = ? WHERE id = ?", at(50), brief);
        });
        assertThat(one(tx -> store.token(tx, "h", at(1))).map(AccessStore.ApiToken::role))
                .contains(Role.RESPONDER);
        assertThat(one(tx -> store.token(tx, "b", at(49)))).isPresent();
        assertThat(one(tx -> store.token(tx, "b", at(50)))).isEmpty();
        assertThat(list(store::tokens)).extracting(AccessStore.ApiToken::name).containsExactly("brief", "ci");
        assertThat(did(tx -> store.revoke(tx, id, at(60)))).isTrue();
        assertThat(did(tx -> store.revoke(tx, id, at(61)))).isFalse();
        assertThat(one(tx -> store.token(tx, "h", at(61)))).isEmpty();
    }

    @Test
    void when_a_token_was_used_is_remembered_to_the_minute() {
        var id = ids.next();
        write(tx -> {
            store.addToken(tx, id, "ci", "h", Role.RESPONDER, "omar", T0);
            store.tokenUsed(tx, id, at(0));
            store.tokenUsed(tx, id, at(30));
        });
        assertThat(one(tx -> store.token(tx, "h", at(31))).flatMap(AccessStore.ApiToken::usedAt))
                .contains(at(0));
        write(tx -> store.tokenUsed(tx, id, at(61)));
        assertThat(one(tx -> store.token(tx, "h", at(62))).flatMap(AccessStore.ApiToken::usedAt))
                .contains(at(61));
    }
}
