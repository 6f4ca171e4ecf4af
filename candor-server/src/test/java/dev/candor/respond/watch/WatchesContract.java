package dev.candor.respond.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.base.ids.Randomness;
import dev.candor.catalog.change.ChangeEvent;
import dev.candor.catalog.change.ChangeKind;
import dev.candor.catalog.change.ChangeStore;
import dev.candor.catalog.change.Outcome;
import dev.candor.paging.channel.HttpSending;
import dev.candor.platform.db.Engine;
import dev.candor.platform.db.Tx;
import dev.candor.platform.journal.Fact;
import dev.candor.platform.outbox.Lane;
import dev.candor.platform.outbox.OutboxLoop;
import dev.candor.platform.outbox.Outcomes;
import dev.candor.respond.RespondWorld;
import dev.candor.testing.ExpectedErrors;
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
    private HttpSending.Called answer = new HttpSending.Called.Answered(204);
    private final List<Duration> asked = new ArrayList<>();
    private long requests = 500;
    private boolean well = true;
    private Runnable meanwhile = () -> {};

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
                asked.add(Duration.between(from, until));
                boolean past = until.isBefore(world.clock.instant());
                return new Sample(past ? 500 : requests, 0, Optional.empty());
            }

            @Override
            public List<String> failing(Tx tx, String service) {
                return failing;
            }

            @Override
            public boolean seenWell(Tx tx, String service, Instant since) {
                return well;
            }
        });
        sending = new OutboxLoop(
                Lane.WEBHOOKS,
                world.platform.ledger(),
                world.platform.outbox(),
                Map.of(
                        RollbackSender.KIND,
                        new RollbackSender(
                                (url, headers, body) -> {
                                    called.add(url + " " + headers.getFirst().value());
                                    assertThat(watch().state())
                                            .as("stored before it is called")
                                            .isEqualTo(Watch.State.CALLING);
                                    meanwhile.run();
                                    return answer;
                                },
                                world.platform)),
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
                id.toString(),
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
        assertThat(watch().state()).isEqualTo(Watch.State.CALLED);
        assertThat(called).containsExactly(ROLLBACK + " rollback/" + change.id());
        failing = List.of();
        pass(50);
        assertThat(watch().state()).as("a minute must prove it").isEqualTo(Watch.State.CALLED);
        pass(30);
        assertThat(watch().state()).isEqualTo(Watch.State.ROLLED_BACK);
        assertThat(called).hasSize(1);
        assertThat(told()).containsExactly("watch.began", "watch.rollback", "watch.called", "watch.rolled-back");
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
    void a_rollback_that_is_refused_is_told_and_somebody_is_paged() {
        answer = new HttpSending.Called.Answered(403);
        begin(Duration.ofMinutes(10), Optional.of(ROLLBACK));
        failing = List.of("home");
        pass(30);
        assertThat(watch().state()).isEqualTo(Watch.State.NOT_BETTER);
        assertThat(watch().said()).isEqualTo("the rollback was refused: it answered 403");
        assertThat(called).hasSize(1);
        assertThat(world.incidents()).containsExactly("1 triggered shop");
    }

    @Test
    void only_where_no_connection_was_made_it_is_called_again() {
        answer = new HttpSending.Called.NeverMade("nobody listens", false);
        begin(Duration.ofMinutes(10), Optional.of(ROLLBACK));
        failing = List.of("home");
        pass(60);
        assertThat(watch().state()).isEqualTo(Watch.State.ROLLING_BACK);
        assertThat(called).hasSizeGreaterThan(1);
        int before = called.size();
        answer = new HttpSending.Called.Answered(204);
        failing = List.of();
        pass(180);
        assertThat(watch().state()).isEqualTo(Watch.State.ROLLED_BACK);
        assertThat(called).hasSize(before + 1).containsOnly(ROLLBACK + " rollback/" + change.id());
    }

    @Test
    void where_no_connection_can_be_made_for_five_minutes_somebody_is_paged_and_nobody_calls_afterwards() {
        answer = new HttpSending.Called.NeverMade("nobody listens", false);
        begin(Duration.ofMinutes(10), Optional.of(ROLLBACK));
        failing = List.of("home");
        pass(6 * 60);
        assertThat(watch().state()).isEqualTo(Watch.State.NOT_BETTER);
        assertThat(watch().said()).isEqualTo("the rollback could not be called: nobody listens");
        int before = called.size();
        answer = new HttpSending.Called.Answered(204);
        pass(6 * 60);
        assertThat(called).hasSize(before);
    }

    @Test
    void a_call_that_may_have_arrived_is_never_made_again_and_somebody_is_paged() {
        for (HttpSending.Called unclear :
                List.of(new HttpSending.Called.Unknown("no answer in time"), new HttpSending.Called.Answered(503))) {
            answer = unclear;
            called.clear();
            failing = List.of();
            begin(Duration.ofMinutes(10), Optional.of(ROLLBACK));
            failing = List.of("home");
            pass(6 * 60);
            assertThat(called).hasSize(1);
            assertThat(watch().state()).isEqualTo(Watch.State.OUTCOME_UNKNOWN);
            assertThat(watch().said())
                    .startsWith("the rollback's outcome is unknown: ")
                    .endsWith("; it is not called again");
        }
        assertThat(world.alert(1).summary()).contains("the rollback's outcome is unknown: no answer in time");
    }

    @Test
    @ExpectedErrors("The sender rollback threw")
    void whoever_dies_while_calling_leaves_it_unknown_and_nobody_calls_again() {
        meanwhile = () -> {
            meanwhile = () -> {};
            throw new IllegalStateException("the process ends here");
        };
        begin(Duration.ofMinutes(10), Optional.of(ROLLBACK));
        failing = List.of("home");
        pass(6 * 60);
        assertThat(called).hasSize(1);
        assertThat(watch().state()).isEqualTo(Watch.State.OUTCOME_UNKNOWN);
        assertThat(world.incidents()).containsExactly("1 triggered shop");
    }

    @Test
    void who_was_paged_hears_that_it_is_well_again_once_a_minute_proves_it() {
        begin(Duration.ofMinutes(10), Optional.empty());
        failing = List.of("home");
        pass(30);
        assertThat(world.alert(1).open()).isTrue();
        failing = List.of();
        well = false;
        requests = 0;
        pass(5 * 60);
        assertThat(world.alert(1).open()).as("nothing proves it").isTrue();
        well = true;
        requests = 500;
        pass(90);
        assertThat(world.alert(1).open()).isFalse();
        assertThat(watch().said()).endsWith("; as good as before again");
        assertThat(told()).endsWith("watch.well");
    }

    @Test
    void as_good_as_before_needs_what_told_of_it_before() {
        begin(Duration.ofMinutes(10), Optional.of(ROLLBACK));
        failing = List.of("home");
        pass(20);
        failing = List.of();
        requests = 0;
        pass(6 * 60);
        assertThat(watch().state()).isEqualTo(Watch.State.NOT_BETTER);
        assertThat(watch().said()).isEqualTo("the rollback was taken, and nothing proves that it helped");
    }

    @Test
    void the_newest_watch_of_a_service_decides_and_the_older_says_why_it_ended() {
        begin(Duration.ofMinutes(10), Optional.of(ROLLBACK));
        var older = change;
        pass(30);
        begin(Duration.ofMinutes(10), Optional.of(ROLLBACK));
        var ended = world.platform
                .ledger()
                .read(tx -> watches.store().find(tx, older.id()))
                .orElseThrow();
        assertThat(ended.state()).isEqualTo(Watch.State.SUPERSEDED);
        assertThat(ended.said())
                .isEqualTo("ended because change " + change.number() + " of the same service is watched now");
        failing = List.of("home");
        pass(30);
        assertThat(called).containsExactly(ROLLBACK + " rollback/" + change.id());
    }

    @Test
    void a_rollback_that_is_only_ordered_is_not_called_once_a_newer_change_is_watched() {
        answer = new HttpSending.Called.NeverMade("nobody listens", false);
        begin(Duration.ofMinutes(10), Optional.of(ROLLBACK));
        failing = List.of("home");
        pass(10);
        begin(Duration.ofMinutes(10), Optional.of(ROLLBACK));
        called.clear();
        pass(5 * 60);
        assertThat(called).isEmpty();
    }

    @Test
    void a_look_reads_no_more_than_half_an_hour_however_long_a_change_is_watched() {
        begin(Duration.ofHours(3), Optional.of(ROLLBACK));
        pass(120);
        asked.clear();
        pass(2 * 60 * 60);
        int looks = 2 * 60 * 60 / 5;
        assertThat(asked).hasSize(2 * looks).allMatch(span -> span.compareTo(Duration.ofMinutes(30)) <= 0);
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
