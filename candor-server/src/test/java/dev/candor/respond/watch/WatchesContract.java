package dev.candor.respond.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.base.ids.Randomness;
import dev.candor.catalog.change.ChangeEvent;
import dev.candor.catalog.change.ChangeKind;
import dev.candor.catalog.change.ChangeStore;
import dev.candor.catalog.change.Outcome;
import dev.candor.platform.db.Engine;
import dev.candor.platform.db.Tx;
import dev.candor.platform.journal.Fact;
import dev.candor.platform.outbox.Lane;
import dev.candor.platform.outbox.OutboxLoop;
import dev.candor.platform.outbox.Outcomes;
import dev.candor.platform.outbox.SendResult;
import dev.candor.respond.RespondWorld;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A guarded change from its beginning to its end: the real rows, an evidence that a test decides about.
abstract class WatchesContract {
    private static final URI ROLLBACK = URI.create("https://ci.example/rollback?token=hush");

    private final Engine engine;
    private final ChangeStore changes = new ChangeStore();
    private final List<String> called = new ArrayList<>();
    private List<String> failing = List.of();
    private long requests = 500;
    private boolean watched = true;
    private SendResult answer = new SendResult.Accepted("204");

    @SuppressWarnings("NullAway.Init")
    private RespondWorld world;

    @SuppressWarnings("NullAway.Init")
    private Watches watches;

    @SuppressWarnings("NullAway.Init")
    private OutboxLoop sending;

    @SuppressWarnings("NullAway.Init")
    private ChangeEvent change;

    WatchesContract(Engine engine) {
        this.engine = engine;
    }

    @BeforeEach
    void open(@TempDir Path folder) {
        world = new RespondWorld(folder, """
                people: [{name: ana, email: ana@shop.example, contact: [{email: ana@shop.example}]}]
                escalation-policies: [{name: usual, steps: [{notify: [{person: ana}], then-after: 5m}]}]
                services: [{name: shop, escalation-policy: usual}]
                """, engine, Randomness.seeded(6));
        watches = new Watches(world.platform, new Evidence() {
            @Override
            public Sample sample(String service, Instant from, Instant until) {
                return new Sample(requests, 0, Optional.empty());
            }

            @Override
            public List<String> failing(Tx tx, String service) {
                return failing;
            }

            @Override
            public boolean watched(String service) {
                return watched;
            }
        });
        sending = new OutboxLoop(
                Lane.WEBHOOKS,
                world.platform.ledger(),
                world.platform.outbox(),
                Map.of(RollbackSender.KIND, claim -> {
                    called.add(claim.key() + " " + claim.payload().get("reasons"));
                    return answer;
                }),
                Outcomes.NOBODY,
                world.clock,
                Randomness.seeded(7),
                "test",
                Runnable::run,
                () -> {});
    }

    @AfterEach
    void close() {
        world.close();
    }

    private void begin(Duration lasting, Optional<URI> rollback) {
        var now = world.clock.instant();
        var id = world.platform.ids().next();
        var said = new ChangeEvent(
                id,
                0,
                ChangeKind.DEPLOY,
                "shop 1.4",
                "shop",
                Map.of(),
                "ben",
                "cli",
                "",
                "k",
                Outcome.RUNNING,
                "",
                now,
                Optional.empty(),
                now);
        change = world.platform.ledger().inTransaction(tx -> {
            var stored = changes.record(tx, said).change();
            watches.guard(tx, stored, lasting, rollback, now);
            return stored;
        });
    }

    /// Time goes by in steps of five seconds, with everything that runs in it.
    private void pass(int seconds) {
        for (int i = 0; i < seconds; i += 5) {
            var now = world.clock.pass(Duration.ofSeconds(5));
            assertThat(watches.tick(now)).isNotNull();
            assertThat(sending.tick(now)).isNotNull();
            world.settle();
        }
    }

    private Watch watch() {
        return world.platform
                .ledger()
                .read(tx -> watches.store().find(tx, change.id()))
                .orElseThrow();
    }

    private List<String> told() {
        return world
                .platform
                .ledger()
                .read(tx -> world.platform.journal().about(tx, List.of(change.subject()), 100))
                .stream()
                .map(Fact::kind)
                .toList();
    }

    @Test
    void a_change_that_does_no_harm_is_held_after_its_time_and_nobody_is_called() {
        begin(Duration.ofMinutes(2), Optional.of(ROLLBACK));
        pass(60);
        assertThat(watch().state()).isEqualTo(Watch.State.WATCHING);
        assertThat(watch().said()).isEqualTo("no worse than before after 1 min (500 requests, 0 failed)");
        pass(60);
        assertThat(watch().state()).isEqualTo(Watch.State.HELD);
        assertThat(told()).containsExactly("watch.began", "watch.held");
        var held = world.platform.ledger().read(tx -> changes.find(tx, change.id()));
        assertThat(held.orElseThrow().outcome()).isEqualTo(Outcome.DONE);
        assertThat(called).isEmpty();
        assertThat(world.incidents()).isEmpty();
    }

    @Test
    void a_change_that_does_harm_is_rolled_back_once_and_seen_to_be_good_again() {
        begin(Duration.ofMinutes(10), Optional.of(ROLLBACK));
        assertThat(watch().rollback()).startsWith("sealed:");
        pass(30);
        failing = List.of("home");
        pass(20);
        assertThat(watch().state()).isEqualTo(Watch.State.ROLLING_BACK);
        assertThat(called).containsExactly("rollback/" + change.id() + " [home fails]");
        failing = List.of();
        pass(50);
        assertThat(watch().state()).as("a minute must prove it").isEqualTo(Watch.State.ROLLING_BACK);
        pass(30);
        assertThat(watch().state()).isEqualTo(Watch.State.ROLLED_BACK);
        assertThat(called).hasSize(1);
        assertThat(told()).containsExactly("watch.began", "watch.rollback", "watch.rolled-back");
        var ended = world.platform
                .ledger()
                .read(tx -> changes.find(tx, change.id()))
                .orElseThrow();
        assertThat(ended.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(world.incidents()).isEmpty();
        failing = List.of("home");
        pass(60);
        assertThat(called).as("never again, whatever comes").hasSize(1);
    }

    @Test
    void where_the_rollback_does_not_help_somebody_is_paged_and_it_is_not_called_again() {
        begin(Duration.ofMinutes(10), Optional.of(ROLLBACK));
        failing = List.of("home");
        pass(6 * 60);
        assertThat(watch().state()).isEqualTo(Watch.State.NOT_BETTER);
        assertThat(watch().said()).isEqualTo("the rollback did not help: home fails");
        assertThat(called).hasSize(1);
        assertThat(world.incidents()).containsExactly("1 triggered shop");
        assertThat(world.alert(1).summary()).isEqualTo("shop: watched change 1: the rollback did not help: home fails");
        assertThat(world.timeline(1)).contains("page.planned");
    }

    @Test
    void where_the_rollback_cannot_be_called_somebody_is_paged() {
        answer = new SendResult.NeverWorks("the rollback answered 403", "Set a new token.");
        begin(Duration.ofMinutes(10), Optional.of(ROLLBACK));
        failing = List.of("home");
        pass(30);
        assertThat(watch().state()).isEqualTo(Watch.State.NOT_BETTER);
        assertThat(watch().said()).startsWith("the rollback could not be called");
        assertThat(world.incidents()).containsExactly("1 triggered shop");
    }

    @Test
    void a_rollback_that_answers_late_is_asked_again_with_the_same_key() {
        answer = new SendResult.TryLater("busy");
        begin(Duration.ofMinutes(10), Optional.of(ROLLBACK));
        failing = List.of("home");
        pass(60);
        answer = new SendResult.Accepted("204");
        failing = List.of();
        pass(180);
        assertThat(watch().state()).isEqualTo(Watch.State.ROLLED_BACK);
        assertThat(called).hasSizeGreaterThan(1).containsOnly("rollback/" + change.id() + " [home fails]");
    }

    @Test
    void nothing_is_as_good_as_before_that_nobody_saw() {
        begin(Duration.ofMinutes(10), Optional.of(ROLLBACK));
        failing = List.of("home");
        pass(20);
        failing = List.of();
        requests = 0;
        watched = false;
        pass(120);
        assertThat(watch().state()).isEqualTo(Watch.State.ROLLING_BACK);
        assertThat(watch().said()).endsWith("nothing seen yet");
        pass(240);
        assertThat(watch().state()).isEqualTo(Watch.State.NOT_BETTER);
        assertThat(watch().said())
                .isEqualTo("the rollback was taken, and nothing was seen since that proves it helped");
        assertThat(world.incidents()).containsExactly("1 triggered shop");
    }

    @Test
    void without_a_rollback_it_is_told_and_somebody_is_paged() {
        begin(Duration.ofMinutes(10), Optional.empty());
        failing = List.of("home");
        pass(10);
        assertThat(watch().state()).isEqualTo(Watch.State.WORSE);
        assertThat(told()).containsExactly("watch.began", "watch.worse");
        assertThat(called).isEmpty();
        assertThat(world.incidents()).containsExactly("1 triggered shop");
    }

    @Test
    void what_failed_before_the_change_is_not_its_fault() {
        failing = List.of("home");
        begin(Duration.ofMinutes(1), Optional.of(ROLLBACK));
        pass(90);
        assertThat(watch().state()).isEqualTo(Watch.State.HELD);
    }

    @Test
    void a_second_order_to_guard_the_same_change_changes_nothing() {
        begin(Duration.ofMinutes(1), Optional.of(ROLLBACK));
        var first = watch();
        var second = world.platform
                .ledger()
                .inTransaction(
                        tx -> watches.guard(tx, change, Duration.ofHours(2), Optional.empty(), world.clock.instant()));
        assertThat(second).isEmpty();
        assertThat(watch()).isEqualTo(first);
    }
}
