package dev.candor.platform.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.base.ids.Randomness;
import dev.candor.base.json.Json;
import dev.candor.platform.db.Engine;
import dev.candor.platform.db.StoreContract;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

abstract class OutboxContract extends StoreContract {
    private static final Duration LEASE = Duration.ofSeconds(60);
    private final OutboxStore store = new OutboxStore(ids);

    OutboxContract(Engine engine) {
        super(engine);
    }

    private static Message message(String key, String receiver, Instant due, int priority) {
        return new Message(
                key,
                Lane.PAGES,
                "email",
                receiver,
                "alert/1",
                Json.object("text", "ünï"),
                due,
                Message.A_DAY,
                priority);
    }

    private boolean put(String key, String receiver, Instant due) {
        return did(tx -> store.put(tx, message(key, receiver, due, 5), T0));
    }

    private List<OutboxStore.Candidate> due(Instant now) {
        return list(tx -> store.due(tx, Lane.PAGES, List.of(), 100, now));
    }

    private Optional<Claim> claim(OutboxStore.Candidate candidate, String token, Instant now) {
        Optional<Claim> claim = database.inTransaction(tx -> store.claim(tx, candidate, token, LEASE, now));
        return claim;
    }

    private Claim claimFirst(String token, Instant now) {
        return claim(due(now).getFirst(), token, now).orElseThrow();
    }

    private Delivery delivery(String key) {
        return list(tx -> store.list(tx, "", "", Optional.empty(), 100)).stream()
                .filter(found -> found.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void putting_a_key_twice_is_one_message_and_the_first_stays() {
        assertThat(put("k", "ana", at(0))).isTrue();
        assertThat(put("k", "ben", at(0))).isFalse();
        assertThat(delivery("k").receiver()).isEqualTo("ana");
        assertThat(delivery("k").payload()).isEqualTo(Json.object("text", "ünï"));
    }

    @Test
    void everybodys_first_message_comes_before_anybodys_second() {
        for (int i = 0; i < 5; i++) {
            put("ana" + i, "ana", at(i));
        }
        put("ben0", "ben", at(10));
        put("cleo0", "cleo", at(11));
        assertThat(due(at(20)))
                .extracting(OutboxStore.Candidate::receiver)
                .containsExactly("ana", "ben", "cleo", "ana", "ana", "ana", "ana");
    }

    @Test
    void within_a_receiver_what_matters_more_goes_first_and_what_is_not_due_not_at_all() {
        write(tx -> {
            store.put(tx, message("later", "ana", at(100), 9), T0);
            store.put(tx, message("low", "ana", at(0), 1), T0);
            store.put(tx, message("high", "ana", at(5), 9), T0);
        });
        var keys = new ArrayList<String>();
        for (var candidate : due(at(10))) {
            keys.add(claim(candidate, "t", at(10)).orElseThrow().key());
        }
        assertThat(keys).containsExactly("high", "low");
    }

    @Test
    void a_lane_never_sees_the_messages_of_another() {
        put("k", "ana", at(0));
        assertThat(list(tx -> store.due(tx, Lane.WEBHOOKS, List.of(), 10, at(10))))
                .isEmpty();
    }

    @Test
    void of_two_workers_one_gets_the_message() {
        put("k", "ana", at(0));
        var seen = due(at(1)).getFirst();
        assertThat(claim(seen, "one", at(1))).isPresent();
        assertThat(claim(seen, "two", at(1))).isEmpty();
        assertThat(due(at(2))).isEmpty();
    }

    @Test
    void a_lease_that_ran_out_is_due_again_with_the_try_counted() {
        put("k", "ana", at(0));
        Claim lost = claimFirst("one", at(0));
        assertThat(lost.attempts()).isEqualTo(1);
        assertThat(lost.leaseUntil()).isEqualTo(at(60));
        assertThat(due(at(59))).isEmpty();
        assertThat(claimFirst("two", at(60)).attempts()).isEqualTo(2);
    }

    @Test
    void a_worker_that_lost_its_lease_settles_nothing_and_leaves_no_trace() {
        put("k", "ana", at(0));
        Claim lost = claimFirst("one", at(0));
        Claim held = claimFirst("two", at(60));
        assertThat(did(tx -> store.settle(tx, lost, new Settlement.Dead("old", true), at(61))))
                .isFalse();
        assertThat(delivery("k").state()).isEqualTo("claimed");
        assertThat(list(tx -> store.attempts(tx, held.id()))).isEmpty();
        assertThat(did(tx -> store.settle(tx, held, new Settlement.Sent("provider-7"), at(62))))
                .isTrue();
        assertThat(did(tx -> store.settle(tx, held, new Settlement.Sent("provider-7"), at(62))))
                .isFalse();
        assertThat(delivery("k").providerId()).isEqualTo("provider-7");
        assertThat(delivery("k").settledAt()).contains(at(62));
        assertThat(list(tx -> store.attempts(tx, held.id()))).hasSize(1);
    }

    @Test
    void a_retry_waits_for_its_time_and_keeps_what_went_wrong() {
        put("k", "ana", at(0));
        Claim claim = claimFirst("t", at(0));
        assertThat(did(tx -> store.settle(tx, claim, new Settlement.Again(at(30), "busy " + "x".repeat(2000)), at(1))))
                .isTrue();
        assertThat(delivery("k").state()).isEqualTo("pending");
        assertThat(delivery("k").settledAt()).isEmpty();
        assertThat(delivery("k").lastError()).startsWith("busy").hasSize(1000);
        assertThat(due(at(29))).isEmpty();
        assertThat(due(at(30))).hasSize(1);
        assertThat(one(tx -> store.nextDue(tx, Lane.PAGES, at(29)))).contains(at(30));
        assertThat(one(tx -> store.nextDue(tx, Lane.PAGES, at(30)))).isEmpty();
    }

    @Test
    void a_dead_letter_stays_until_it_is_replayed_with_a_fresh_day() {
        put("k", "ana", at(0));
        Claim claim = claimFirst("t", at(0));
        write(tx -> store.settle(tx, claim, new Settlement.Dead("no such mailbox", true), at(1)));
        assertThat(due(at(1_000_000))).isEmpty();
        assertThat(did(tx -> store.replay(tx, claim.id(), at(200_000)))).isTrue();
        assertThat(did(tx -> store.replay(tx, claim.id(), at(200_000)))).isFalse();
        Claim again = claimFirst("u", at(200_000));
        assertThat(again.giveUpAt()).isEqualTo(at(200_000).plus(Message.A_DAY));
        assertThat(again.attempts()).isEqualTo(2);
    }

    @Test
    void cancel_takes_only_what_is_unsent_and_starts_with_the_prefix() {
        put("page/1/0/person/ana/0", "ana", at(0));
        put("page/1/0/person/ana/1", "ana-push", at(120));
        put("resolved/1", "ben", at(0));
        put("page_1", "cleo", at(0));
        Claim first = claimFirst("t", at(0));
        write(tx -> store.settle(tx, first, new Settlement.Sent(""), at(0)));
        int cancelled = database.inTransaction(tx -> store.cancel(tx, "alert/1", "page/", at(5)));
        assertThat(cancelled).isEqualTo(1);
        assertThat(delivery("page/1/0/person/ana/0").state()).isEqualTo("sent");
        assertThat(delivery("page/1/0/person/ana/1").state()).isEqualTo("cancelled");
        assertThat(delivery("resolved/1").state()).isEqualTo("pending");
        assertThat(delivery("page_1").state()).isEqualTo("pending");
    }

    @Test
    void what_was_cancelled_while_under_way_is_not_tried_again() {
        put("page/failing", "ana", at(0));
        put("page/lucky", "ben", at(0));
        put("page/crashed", "cleo", at(0));
        var claims = due(at(0)).stream()
                .map(seen -> claim(seen, "t", at(0)).orElseThrow())
                .toList();
        int cancelled = database.inTransaction(tx -> store.cancel(tx, "alert/1", "page/", at(1)));
        assertThat(cancelled).isZero();
        for (Claim claim : claims) {
            switch (claim.receiver()) {
                case "ana" -> write(tx -> store.settle(tx, claim, new Settlement.Again(at(10), "busy"), at(2)));
                case "ben" -> write(tx -> store.settle(tx, claim, new Settlement.Sent("x"), at(2)));
                default -> {} // the worker died
            }
        }
        assertThat(delivery("page/failing").state()).isEqualTo("cancelled");
        assertThat(delivery("page/lucky").state()).isEqualTo("sent");
        assertThat(due(at(60)).stream().map(seen -> claim(seen, "u", at(60)))).allMatch(Optional::isEmpty);
        assertThat(delivery("page/crashed").state()).isEqualTo("cancelled");
        assertThat(due(at(10_000))).isEmpty();
    }

    @Test
    void hasten_brings_the_next_channel_forward_and_only_that() {
        put("page/1/0/person/ana/0", "mail", at(0));
        put("page/1/0/person/ana/1", "push", at(120));
        put("page/1/0/person/ana/2", "hook", at(300));
        put("page/1/0/person/anabel/0", "other", at(60));
        assertThat(did(tx -> store.hasten(tx, "alert/1", "page/1/0/person/ana/", at(5))))
                .isTrue();
        assertThat(delivery("page/1/0/person/ana/1").dueAt()).isEqualTo(at(5));
        assertThat(delivery("page/1/0/person/ana/2").dueAt()).isEqualTo(at(300));
        assertThat(delivery("page/1/0/person/anabel/0").dueAt()).isEqualTo(at(60));
        assertThat(did(tx -> store.hasten(tx, "alert/2", "page/1/0/person/ana/", at(5))))
                .isFalse();
    }

    @Test
    void depths_say_what_waits_and_since_when() {
        put("a", "ana", at(3));
        put("b", "ana", at(1));
        assertThat(list(store::depths)).containsExactly(new OutboxStore.Depth(Lane.PAGES, "pending", 2, at(1)));
    }

    @Test
    void prune_forgets_what_is_settled_long_ago_but_no_dead_letter() {
        put("old", "ana", at(0));
        put("dead", "ben", at(0));
        put("waiting", "cleo", at(0));
        for (var candidate : due(at(0))) {
            Claim claim = claim(candidate, "t", at(0)).orElseThrow();
            switch (claim.key()) {
                case "old" -> write(tx -> store.settle(tx, claim, new Settlement.Sent(""), at(0)));
                case "dead" -> write(tx -> store.settle(tx, claim, new Settlement.Dead("x", true), at(0)));
                default -> write(tx -> store.settle(tx, claim, new Settlement.Again(at(1), "x"), at(0)));
            }
        }
        int pruned = database.inTransaction(tx -> store.prune(tx, at(100)));
        assertThat(pruned).isEqualTo(1);
        assertThat(list(tx -> store.list(tx, "", "", Optional.empty(), 10)))
                .extracting(Delivery::key)
                .containsExactlyInAnyOrder("dead", "waiting");
        assertThat(one(tx -> Optional.of(tx.count("SELECT count(*) AS n FROM outbox_attempt"))))
                .contains(2L);
    }

    @Test
    void the_list_pages_from_new_to_old() {
        for (int i = 0; i < 5; i++) {
            put("k" + i, "ana", at(0));
        }
        var first = list(tx -> store.list(tx, "pending", "alert/1", Optional.empty(), 2));
        var second = list(tx ->
                store.list(tx, "pending", "alert/1", Optional.of(first.getLast().id()), 2));
        assertThat(first).extracting(Delivery::key).containsExactly("k4", "k3");
        assertThat(second).extracting(Delivery::key).containsExactly("k2", "k1");
        assertThat(list(tx -> store.list(tx, "dead", "", Optional.empty(), 2))).isEmpty();
    }

    /// A receiver that hangs, with more waiting for it than one look can see.
    @Test
    void six_thousand_messages_for_a_hanging_receiver_do_not_hide_the_one_for_ana() {
        write(tx -> {
            for (int i = 0; i < 6_000; i++) {
                store.put(tx, message("hook" + i, "hook", at(0), 5), T0);
            }
            store.put(tx, message("page", "ana", at(60), 5), T0);
        });
        clock.pass(Duration.ofMinutes(2));
        var underWay = new ArrayList<Runnable>();
        var asked = new ArrayList<String>();
        var loop = new OutboxLoop(
                Lane.PAGES,
                database,
                store,
                Map.of("email", claim -> {
                    asked.add(claim.receiver());
                    return new SendResult.TryLater("busy");
                }),
                (_, _, _, _) -> {},
                clock,
                Randomness.seeded(3),
                "worker",
                underWay::add,
                () -> {});
        for (int i = 0; i < 5; i++) {
            var _ = loop.tick(clock.instant());
        }
        assertThat(underWay).hasSize(5);
        underWay.forEach(Runnable::run);
        assertThat(asked).containsExactlyInAnyOrder("hook", "hook", "hook", "hook", "ana");
    }

    /// Sends one at a time, as its script says, and writes down what was taken.
    private class Provider implements Sender {
        final List<String> taken = new ArrayList<>();
        private final boolean one;
        SendResult answer = new SendResult.TryLater("503");
        Runnable during = () -> {};
        private int tries;

        Provider(boolean one) {
            this.one = one;
        }

        @Override
        public SendResult send(Claim claim) {
            tries++;
            during.run();
            if (answer instanceof SendResult.Accepted) {
                taken.add(claim.key());
            }
            return answer;
        }

        @Override
        public boolean hasOneProvider() {
            return one;
        }
    }

    private OutboxLoop loop(Provider provider) {
        return new OutboxLoop(
                Lane.PAGES,
                database,
                store,
                Map.of("email", provider),
                (_, _, _, _) -> {},
                clock,
                Randomness.seeded(3),
                "worker",
                Runnable::run,
                () -> {});
    }

    /// Until nothing is due.
    private void drain(OutboxLoop loop) {
        for (int i = 0; i < 1_000; i++) {
            Optional<Instant> next = loop.tick(clock.instant());
            if (next.isEmpty() || next.get().isAfter(clock.instant())) {
                return;
            }
        }
        throw new AssertionError("the loop spins");
    }

    private void fillDuringOutage(OutboxLoop loop, String receiver) {
        for (int i = 0; i < 12; i++) {
            int number = i;
            did(tx -> store.put(
                    tx, message(receiver + number, receiver, clock.instant(), 5 + number % 3), clock.instant()));
            drain(loop);
            clock.pass(Duration.ofSeconds(20));
        }
        for (int minute = 0; minute < 20; minute++) {
            drain(loop);
            clock.pass(Duration.ofMinutes(1));
        }
        drain(loop);
    }

    /// Goes on until something was taken, then until nothing is due, without time passing.
    private void comeBack(OutboxLoop loop, Provider provider) {
        provider.answer = new SendResult.Accepted("");
        for (int i = 0; i < 12_000 && provider.taken.isEmpty(); i++) {
            clock.pass(Duration.ofMillis(50)); // so short that one finds out alone
            drain(loop);
        }
    }

    @Test
    void when_a_receiver_is_back_all_that_waits_goes_at_once_the_most_severe_and_newest_first() {
        var provider = new Provider(false);
        OutboxLoop loop = loop(provider);
        fillDuringOutage(loop, "m");
        assertThat(provider.taken).isEmpty();
        comeBack(loop, provider);
        assertThat(provider.taken).hasSize(12).doesNotHaveDuplicates();
        var rest = new ArrayList<>(List.of("m11", "m8", "m5", "m2", "m10", "m7", "m4", "m1", "m9", "m6", "m3", "m0"));
        rest.remove(provider.taken.getFirst()); // whichever was tried first found out
        assertThat(provider.taken.subList(1, 12)).isEqualTo(rest);
    }

    @Test
    void a_receiver_that_is_back_brings_others_along_only_when_one_provider_reaches_them_all() {
        for (boolean one : new boolean[] {true, false}) {
            var provider = new Provider(one);
            OutboxLoop loop = loop(provider);
            write(tx -> tx.update("DELETE FROM outbox_attempt"));
            write(tx -> tx.update("DELETE FROM outbox"));
            fillDuringOutage(loop, "m");
            did(tx -> store.put(tx, message("ben", "ben", clock.instant(), 5), clock.instant()));
            for (int i = 0; i < 8; i++) {
                drain(loop);
                clock.pass(Duration.ofSeconds(40));
            }
            comeBack(loop, provider);
            assertThat(provider.taken.contains("ben") && provider.taken.contains("m0"))
                    .as("one provider " + one)
                    .isEqualTo(one);
        }
    }

    /// A mail server with a rate: it takes five in a second and refuses the rest, without a word about when.
    @Test
    void a_receiver_that_takes_only_some_is_not_away_and_gets_all_of_them_soon() {
        var provider = new Provider(true) {
            private Instant second = Instant.EPOCH;
            private int inSecond;

            @Override
            public SendResult send(Claim claim) {
                if (!second.plusSeconds(1).isAfter(clock.instant())) {
                    second = clock.instant();
                    inSecond = 0;
                }
                answer = inSecond++ < 5 ? new SendResult.Accepted("") : new SendResult.TryLater("454 Throttling");
                return super.send(claim);
            }
        };
        OutboxLoop loop = loop(provider);
        write(tx -> {
            for (int i = 0; i < 200; i++) {
                store.put(tx, message("m" + i, "person" + i, clock.instant(), 5), clock.instant());
            }
        });
        Instant begin = clock.instant();
        while (provider.taken.size() < 200 && clock.instant().isBefore(begin.plus(Duration.ofHours(2)))) {
            drain(loop);
            clock.pass(Duration.ofSeconds(1));
        }
        assertThat(Duration.between(begin, clock.instant())).isLessThan(Duration.ofMinutes(5));
    }

    /// Proxies that have nobody behind them say when to come again, too.
    @Test
    void a_receiver_that_is_away_and_says_when_to_come_again_is_away() {
        var provider = new Provider(false);
        provider.answer = new SendResult.TryLater("503", Optional.of(Duration.ofSeconds(5)), false);
        OutboxLoop loop = loop(provider);
        fillDuringOutage(loop, "m");
        comeBack(loop, provider);
        assertThat(provider.taken).hasSize(12);
    }

    @Test
    void what_could_not_be_stored_as_sent_still_ends_the_outage_when_it_is_sent_again() {
        var outages = new Outages();
        for (int second = 0; second < 40; second += 10) {
            outages.failed("ana", false, at(second));
        }
        assertThat(outages.isBack("ana", 2)).isTrue();
        assertThat(outages.isBack("ana", 3)).as("not stored, so not forgotten").isTrue();
        outages.taken("ana");
        assertThat(outages.isBack("ana", 3)).isFalse();
    }

    @Test
    void a_receiver_that_asks_for_time_is_not_run_over_when_it_takes_one() {
        var provider = new Provider(false);
        provider.answer = new SendResult.TryLater("429", Optional.of(Duration.ofMinutes(30)), true);
        OutboxLoop loop = loop(provider);
        for (int i = 0; i < 12; i++) {
            int number = i;
            did(tx -> store.put(tx, message("m" + number, "ana", clock.instant(), 5), clock.instant()));
            drain(loop);
            clock.pass(Duration.ofSeconds(20));
        }
        assertThat(provider.tries).isEqualTo(12);
        provider.answer = new SendResult.Accepted("");
        did(tx -> store.put(tx, message("new", "ana", clock.instant(), 5), clock.instant()));
        drain(loop);
        assertThat(provider.taken).containsExactly("new");
    }

    /// While something hangs: the receiver is back, and takes what comes now.
    private void freshComesThrough(Provider provider, OutboxLoop loop, int priority) {
        clock.pass(Duration.ofSeconds(5));
        provider.during = () -> {};
        provider.answer = new SendResult.Accepted("");
        did(tx -> store.put(tx, message("fresh", "m", clock.instant(), priority), clock.instant()));
        drain(loop);
    }

    /// Twelve wait, one of them hangs while another is taken.
    @Test
    void a_send_that_hangs_while_an_outage_ends_is_tried_again_at_once_when_it_fails() {
        var provider = new Provider(false);
        OutboxLoop loop = loop(provider);
        fillDuringOutage(loop, "m");
        provider.during = () -> { // what hangs: while it does, a fresh one comes through
            freshComesThrough(provider, loop, 5);
            clock.pass(Duration.ofSeconds(10));
            provider.answer = new SendResult.TryLater("no answer in 15 s");
            provider.during = () -> provider.answer = new SendResult.Accepted("");
        };
        clock.pass(Duration.ofMinutes(5));
        var _ = loop.tick(clock.instant());
        assertThat(provider.taken).hasSize(12).contains("fresh");
        int tries = provider.tries;
        provider.during = () -> provider.answer = new SendResult.TryLater("503");
        var _ = loop.tick(clock.instant());
        assertThat(provider.tries).as("at once").isEqualTo(tries + 1);
        drain(loop);
        assertThat(provider.tries).as("but not again and again").isEqualTo(tries + 1);
        provider.during = () -> provider.answer = new SendResult.Accepted("");
        clock.pass(Duration.ofMinutes(5));
        drain(loop);
        assertThat(provider.taken).hasSize(13).doesNotHaveDuplicates();
    }

    @Test
    void a_send_that_hung_through_the_end_and_is_asked_for_time_waits_as_long_as_it_was_asked() {
        var provider = new Provider(false);
        OutboxLoop loop = loop(provider);
        fillDuringOutage(loop, "m");
        provider.during = () -> {
            freshComesThrough(provider, loop, 5);
            provider.answer = new SendResult.TryLater("429", Optional.of(Duration.ofMinutes(30)), true);
            provider.during = () -> provider.answer = new SendResult.Accepted("");
        };
        clock.pass(Duration.ofMinutes(5));
        var _ = loop.tick(clock.instant());
        drain(loop);
        assertThat(provider.taken).as("one was asked to wait").hasSize(12);
        clock.pass(Duration.ofMinutes(30));
        drain(loop);
        assertThat(provider.taken).hasSize(13).doesNotHaveDuplicates();
    }

    /// Three hang through the end of an outage and fail one after the other, later: that is no second outage.
    @Test
    void sends_that_hung_through_the_end_of_an_outage_make_no_other() {
        var provider = new Provider(false);
        OutboxLoop loop = loop(provider);
        fillDuringOutage(loop, "m");
        hang(provider, loop, 3);
        provider.answer = new SendResult.Accepted("");
        drain(loop);
        assertThat(provider.taken)
                .contains("fresh", "hangs 1", "hangs 2", "hangs 3")
                .doesNotContain("asked to wait")
                .hasSize(16);
        clock.pass(Duration.ofMinutes(30));
        drain(loop);
        assertThat(provider.taken).hasSize(17).doesNotHaveDuplicates();
    }

    /// Sends so many that hang, one during the other; during the last the receiver comes back, and asks one to wait.
    private void hang(Provider provider, OutboxLoop loop, int more) {
        if (more > 0) {
            provider.during = () -> {
                hang(provider, loop, more - 1);
                clock.pass(Duration.ofSeconds(20));
            };
            did(tx -> store.put(tx, message("hangs " + more, "m", clock.instant(), 9), clock.instant()));
            var _ = loop.tick(clock.instant());
        } else {
            freshComesThrough(provider, loop, 9);
            provider.answer = new SendResult.TryLater("429", Optional.of(Duration.ofMinutes(30)), true);
            did(tx -> store.put(tx, message("asked to wait", "m", clock.instant(), 9), clock.instant()));
            drain(loop);
            provider.answer = new SendResult.TryLater("no answer in 20 s");
        }
    }

    @Test
    void what_another_worker_settles_ends_no_outage_here() {
        var provider = new Provider(false);
        OutboxLoop loop = loop(provider);
        fillDuringOutage(loop, "m");
        provider.during = () -> {
            provider.during = () -> {};
            write(tx -> tx.update("UPDATE outbox SET claim_token = 'other' WHERE state = 'claimed'"));
        };
        provider.answer = new SendResult.Accepted("");
        did(tx -> store.put(tx, message("lost", "m", clock.instant(), 9), clock.instant()));
        var _ = loop.tick(clock.instant());
        drain(loop);
        assertThat(provider.taken).as("nothing is brought forward").containsExactly("lost");
        did(tx -> store.put(tx, message("held", "m", clock.instant(), 9), clock.instant()));
        drain(loop);
        assertThat(provider.taken).as("what waits comes with it").hasSize(14);
    }

    @Test
    void a_receiver_that_asks_for_time_as_it_comes_back_gets_what_waits_with_the_next_it_takes() {
        var provider = new Provider(false);
        OutboxLoop loop = loop(provider);
        fillDuringOutage(loop, "m");
        provider.answer = new SendResult.TryLater("429", Optional.of(Duration.ofSeconds(1)), true);
        did(tx -> store.put(tx, message("first", "m", clock.instant(), 5), clock.instant()));
        drain(loop);
        provider.answer = new SendResult.Accepted("");
        clock.pass(Duration.ofSeconds(6));
        drain(loop);
        assertThat(provider.taken).hasSize(13);
    }

    @Test
    void a_receiver_that_goes_on_asking_for_time_is_not_away() {
        var outages = new Outages();
        for (int second = 0; second < 40; second += 10) {
            outages.failed("ana", false, at(second));
        }
        outages.failed("ana", true, at(40));
        outages.failed("ana", true, at(60));
        assertThat(outages.isBack("ana", 1)).isTrue();
        outages.failed("ana", true, at(71));
        assertThat(outages.isBack("ana", 1)).isFalse();
        assertThat(outages.isBack("ana", 3)).isFalse();
        outages.failed("ben", true, at(0));
        assertThat(outages.isBack("ben", 3)).as("it was never away").isFalse();
        outages.failed("cleo", false, at(0));
        outages.failed("cleo", true, at(20));
        outages.failed("cleo", false, at(40));
        outages.failed("cleo", false, at(50));
        assertThat(outages.isBack("cleo", 1)).as("busy in between").isFalse();
    }

    @Test
    void a_refusal_at_the_end_of_an_outage_draws_nothing_that_waits_into_it() {
        var provider = new Provider(false);
        OutboxLoop loop = loop(provider);
        fillDuringOutage(loop, "m");
        provider.answer = new SendResult.NeverWorks("403", "Look.");
        did(tx -> store.put(tx, message("bad", "m", clock.instant(), 9), clock.instant()));
        drain(loop);
        assertThat(provider.taken).isEmpty();
        provider.answer = new SendResult.Accepted("");
        clock.pass(Duration.ofMinutes(6));
        drain(loop);
        assertThat(provider.taken).hasSize(12);
    }

    @Test
    void a_clock_that_was_set_back_makes_no_try_an_overtaken_one() {
        var outages = new Outages();
        outages.ended("cleo", at(3600));
        assertThat(outages.hasEndedSince("cleo", at(10), at(20))).isFalse();
        assertThat(outages.hasEndedSince("cleo", at(3590), at(3610))).isTrue();
    }
}
