package dev.candor.detect.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.base.ids.Ids;
import dev.candor.base.ids.Randomness;
import dev.candor.catalog.CatalogStore;
import dev.candor.catalog.Catalogs;
import dev.candor.catalog.Item;
import dev.candor.catalog.Service;
import dev.candor.catalog.Team;
import dev.candor.catalog.apply.Applying;
import dev.candor.detect.Signal;
import dev.candor.detect.SignalStore;
import dev.candor.paging.escalation.EscalationPolicy;
import dev.candor.platform.audit.Audit;
import dev.candor.platform.db.Migrations.Schema;
import dev.candor.platform.db.TestDatabases;
import dev.candor.platform.journal.Journal;
import dev.candor.platform.secret.SecretBox;
import dev.candor.testing.AwayDatabase;
import dev.candor.testing.MutableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From runs to stored signals, and what happens to them when the configuration changes under an open one.
class VerdictsTest {
    private static final String SHOP = """
            services: [{name: shop}, {name: depot}]
            monitors: [{name: home, service: shop, kind: http, url: "https://shop.example/", every: 30s}]
            """;

    private final MutableClock clock = new MutableClock("2026-03-02T03:00:00Z");
    private final Ids ids = new Ids(clock, Randomness.seeded(1));
    private final SignalStore signals = new SignalStore();
    private final MonitorStore store = new MonitorStore();
    private final List<Signal> spooled = new ArrayList<>();
    private final List<Map<String, @Nullable Object>> memories = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private AwayDatabase ledger;

    @SuppressWarnings("NullAway.Init")
    private Catalogs catalogs;

    @SuppressWarnings("NullAway.Init")
    private Verdicts verdicts;

    @BeforeEach
    void open(@TempDir Path folder) {
        ledger = new AwayDatabase(TestDatabases.sqlite(Schema.LEDGER, folder));
        catalogs = new Catalogs(
                ledger,
                new CatalogStore(
                        List.of(Team.KIND, EscalationPolicy.KIND, Service.KIND, Monitor.KIND),
                        new SecretBox(List.of(new byte[32]), Randomness.seeded(2))));
        verdicts = restarted();
        apply(SHOP);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private Verdicts restarted() {
        return new Verdicts(ledger, store, signals, new Journal(ids), ids, clock, this::keep);
    }

    private void apply(String yaml) {
        var applying = new Applying(ledger, catalogs, new Audit(ids), ids, clock);
        assertThat(applying.files(Map.of("a.yaml", yaml), Map.of(), false, "omar")
                        .problems())
                .isEmpty();
    }

    private Item<Monitor> home() {
        return catalogs.current().item(Monitor.KIND, "home").orElseThrow();
    }

    private Set<UUID> reconcile() {
        var watched = new HashMap<UUID, Item<Monitor>>();
        catalogs.current().all(Monitor.KIND).forEach(item -> watched.put(item.id(), item));
        return verdicts.reconcile(watched);
    }

    private void run(Outcome outcome, int seconds) {
        clock.pass(Duration.ofSeconds(seconds));
        verdicts.observe(home(), "main", new Observation(clock.instant(), outcome, "status", "503 instead of 200"));
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            run(Outcome.FAILED, 30);
        }
    }

    private List<String> told() {
        return ledger.read(tx -> signals.pending(tx, 100)).stream()
                .map(signal -> signal.event() + " " + signal.service() + " " + signal.dedupKey())
                .toList();
    }

    private static String firing(String service) {
        return Signal.Event.FIRING + " " + service + " monitor/home";
    }

    private static String withdrawn(String service) {
        return Signal.Event.WITHDRAWN + " " + service + " monitor/home";
    }

    private static String recovered(String service) {
        return Signal.Event.RECOVERED + " " + service + " monitor/home";
    }

    @Test
    void good_runs_that_change_nothing_are_not_stored_each_and_what_counts_survives_a_restart() {
        run(Outcome.PASSED, 30);
        String first = stored();
        for (int i = 0; i < 30; i++) {
            run(Outcome.PASSED, 30);
        }
        assertThat(stored()).isEqualTo(first);
        run(Outcome.FAILED, 30);
        String failing = stored();
        assertThat(failing).isNotEqualTo(first);
        verdicts = restarted();
        run(Outcome.FAILED, 30);
        assertThat(told()).containsExactly(firing("shop"));
        run(Outcome.PASSED, 30);
        assertThat(told()).as("one good run ends nothing").hasSize(1);
        verdicts = restarted();
        run(Outcome.PASSED, 30);
        assertThat(told()).containsExactly(firing("shop"), recovered("shop"));
    }

    private String stored() {
        return ledger.read(tx -> store.state(tx, home().id())).orElseThrow().json();
    }

    @Test
    void a_failure_that_goes_on_is_said_again_every_five_minutes_and_its_end_once() {
        fail(2 + 9);
        assertThat(told()).containsExactly(firing("shop"));
        fail(12);
        assertThat(told()).containsExactly(firing("shop"), firing("shop"), firing("shop"));
        var begin = ledger.read(tx -> signals.pending(tx, 100));
        assertThat(begin).extracting(Signal::at).containsOnly(begin.getFirst().at());
        run(Outcome.PASSED, 30);
        run(Outcome.PASSED, 30);
        assertThat(told()).endsWith(recovered("shop")).hasSize(4);
        run(Outcome.PASSED, 600);
        assertThat(told()).hasSize(4);
    }

    @Test
    void a_monitor_that_left_the_configuration_ends_its_signal_also_when_nobody_was_running_then() {
        fail(3);
        apply("services: [{name: shop}, {name: depot}]");
        verdicts = restarted();
        assertThat(reconcile()).isEmpty();
        assertThat(told()).containsExactly(firing("shop"), withdrawn("shop"));
        assertThat(reconcile()).isEmpty();
        assertThat(told()).hasSize(2);
    }

    @Test
    void a_monitor_that_moves_ends_its_signal_where_it_was_and_begins_anew_where_it_is() {
        fail(3);
        apply(SHOP.replace("service: shop", "service: depot"));
        assertThat(reconcile()).containsExactly(home().id());
        assertThat(verdicts.state(home().id()).verdict()).isEqualTo(Verdict.UNKNOWN);
        fail(2);
        assertThat(told()).containsExactly(firing("shop"), withdrawn("shop"), firing("depot"));
    }

    @Test
    void a_paused_monitor_is_unknown_and_pages_nobody_until_it_fails_again_after_its_pause() {
        fail(3);
        pause(true);
        assertThat(reconcile()).isEmpty();
        assertThat(verdicts.state(home().id()).verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(verdicts.state(home().id()).detail()).isEqualTo("was paused by ana");
        fail(3); // runs that were under way, or late
        assertThat(told()).containsExactly(firing("shop"), withdrawn("shop"));
        pause(false);
        reconcile();
        fail(2);
        assertThat(told()).containsExactly(firing("shop"), withdrawn("shop"), firing("shop"));
    }

    /// The incident it opened waits for somebody who knows: that is the monitor, once it looks again.
    @Test
    void what_is_well_after_a_pause_or_a_move_tells_so_where_it_had_told_of_the_failure() {
        fail(3);
        pause(true);
        reconcile();
        pause(false);
        reconcile();
        run(Outcome.PASSED, 30);
        run(Outcome.PASSED, 30);
        assertThat(told()).containsExactly(firing("shop"), withdrawn("shop"), recovered("shop"));
        fail(3);
        apply(SHOP.replace("service: shop", "service: depot"));
        reconcile();
        run(Outcome.PASSED, 30);
        run(Outcome.PASSED, 30);
        assertThat(told().subList(3, 6)).containsExactly(firing("shop"), withdrawn("shop"), recovered("shop"));
    }

    private void pause(boolean pause) {
        UUID id = home().id();
        ledger.inTransaction(tx -> {
            if (pause) {
                store.pause(tx, id, "ana");
            } else {
                store.resume(tx, id);
            }
            return true;
        });
    }

    private void keep(Signal signal, Map<String, @Nullable Object> memory) {
        spooled.add(signal);
        memories.add(memory);
    }

    /// What waited in the spool is stored, as the intake does.
    private void drain() {
        ledger.inTransaction(tx -> {
            spooled.forEach(signal -> signals.put(tx, signal, clock.instant()));
            memories.forEach(memory -> verdicts.store(tx, memory));
            return true;
        });
        memories.forEach(verdicts::stored);
    }

    @Test
    void the_end_is_also_told_when_we_crashed_before_the_state_was_stored() {
        run(Outcome.PASSED, 30);
        ledger.away(true);
        fail(3);
        ledger.away(false);
        verdicts = restarted();
        run(Outcome.PASSED, 30); // looks before the spool is drained
        drain();

        for (int i = 0; i < 3; i++) {
            run(Outcome.PASSED, 30);
        }

        assertThat(told()).containsExactly(firing("shop"), recovered("shop"));
    }

    @Test
    void with_the_ledger_away_a_failure_and_its_end_are_told_through_the_spool() {
        run(Outcome.PASSED, 30);
        ledger.away(true);

        fail(3);
        for (int i = 0; i < 5; i++) {
            run(Outcome.PASSED, 30);
        }

        assertThat(spooled.stream().map(Signal::event)).containsExactly(Signal.Event.FIRING, Signal.Event.RECOVERED);
        assertThat(spooled).allSatisfy(signal -> {
            assertThat(signal.source()).isEqualTo("monitor/home");
            assertThat(signal.dedupKey()).isEqualTo("monitor/home");
        });
        ledger.away(false);
        run(Outcome.PASSED, 30);
        drain();
        assertThat(told()).containsExactly(firing("shop"), recovered("shop"));
        var monitor = home().id();
        assertThat(ledger.read(tx -> store.flips(tx, monitor, 10)).stream().map(MonitorStore.Flip::to))
                .containsSubsequence(Verdict.UP, Verdict.DOWN);
    }

    @Test
    void the_end_of_a_failure_that_began_with_the_ledger_away_is_told_when_it_is_back() {
        run(Outcome.PASSED, 30);
        ledger.away(true);
        fail(3);
        ledger.away(false);
        drain();

        run(Outcome.PASSED, 30);
        run(Outcome.PASSED, 30);
        run(Outcome.PASSED, 30);

        assertThat(told()).containsExactly(firing("shop"), recovered("shop"));
    }

    @Test
    void a_monitor_deleted_before_its_state_was_stored_takes_its_signal_back() {
        run(Outcome.PASSED, 30);
        ledger.away(true);
        fail(3);
        ledger.away(false);
        drain();

        apply("services: [{name: shop}, {name: depot}]");
        reconcile();

        assertThat(told()).containsExactly(firing("shop"), withdrawn("shop"));
    }

    @Test
    void a_failure_that_was_told_before_the_ledger_went_away_is_not_told_again_through_the_spool() {
        run(Outcome.PASSED, 30);
        fail(3);
        ledger.away(true);

        fail(20);

        assertThat(spooled).isEmpty();
        ledger.away(false);
        run(Outcome.FAILED, 30);
        assertThat(told()).containsExactly(firing("shop"), firing("shop"));
    }
}
