package dev.candor.detect.location;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.base.ids.Ids;
import dev.candor.base.ids.Randomness;
import dev.candor.catalog.CatalogStore;
import dev.candor.catalog.Catalogs;
import dev.candor.catalog.Item;
import dev.candor.catalog.Location;
import dev.candor.catalog.Service;
import dev.candor.catalog.apply.Applying;
import dev.candor.detect.Severity;
import dev.candor.detect.Signal;
import dev.candor.detect.SignalStore;
import dev.candor.detect.monitor.FromPlace;
import dev.candor.detect.monitor.Monitor;
import dev.candor.detect.monitor.MonitorState;
import dev.candor.detect.monitor.MonitorStore;
import dev.candor.detect.monitor.Observation;
import dev.candor.detect.monitor.Outcome;
import dev.candor.detect.monitor.StillFailing;
import dev.candor.detect.monitor.Verdict;
import dev.candor.detect.monitor.Verdicts;
import dev.candor.platform.audit.Audit;
import dev.candor.platform.db.Database;
import dev.candor.platform.db.Migrations.Schema;
import dev.candor.platform.db.TestDatabases;
import dev.candor.platform.journal.Journal;
import dev.candor.platform.secret.SecretBox;
import dev.candor.testing.MutableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From the views of three places to stored signals.
class VotesTest {
    private static final String SHOP = """
            services: [{name: shop}]
            locations: [{name: eu}, {name: us}]
            monitors:
              - {name: two, service: shop, kind: http, url: "https://shop.example/", every: 10s, locations: [main, us]}
              - {name: far, service: shop, kind: http, url: "https://shop.example/", every: 10s, locations: [eu, us]}
              - {name: lone, service: shop, kind: http, url: "https://shop.example/", every: 10s, locations: [eu]}
              - {name: home, service: shop, kind: http, url: "https://shop.example/", every: 10s, locations: [main, eu, us], down-after: {failures: 2, of: 3}}
              - {name: fresh, service: shop, kind: http, url: "https://shop.example/", every: 10s, locations: [eu, us], down-after: {failures: 3, of: 5}}
            """;

    private final MutableClock clock = new MutableClock("2026-03-02T03:00:00Z");
    private final Ids ids = new Ids(clock, Randomness.seeded(1));
    private final SignalStore signals = new SignalStore();

    @SuppressWarnings("NullAway.Init")
    private Database ledger;

    @SuppressWarnings("NullAway.Init")
    private Catalogs catalogs;

    @SuppressWarnings("NullAway.Init")
    private Verdicts verdicts;

    @SuppressWarnings("NullAway.Init")
    private Votes votes;

    @BeforeEach
    void open(@TempDir Path folder) {
        ledger = TestDatabases.sqlite(Schema.LEDGER, folder);
        catalogs = new Catalogs(
                ledger,
                new CatalogStore(
                        List.of(Service.KIND, Location.KIND, Monitor.KIND),
                        new SecretBox(List.of(new byte[32]), Randomness.seeded(2))));
        apply(SHOP);
        start();
    }

    private void apply(String shop) {
        assertThat(new Applying(ledger, catalogs, new Audit(ids), ids, clock)
                        .files(Map.of("a.yaml", shop), Map.of(), false, "omar")
                        .problems())
                .isEmpty();
    }

    /// When agents were last heard of before the last start.
    private Map<String, Instant> agents = Map.of("eu", clock.instant(), "us", clock.instant());

    private void restart() {
        votes.note(clock.instant());
        start();
    }

    private void start() {
        verdicts = new Verdicts(ledger, new MonitorStore(), signals, new Journal(ids), ids, clock, (_, _) -> {});
        var before = ledger.read(tx -> Expectations.Before.of(tx, agents));
        votes = new Votes(ledger, verdicts, clock, new Expectations(clock.instant(), () -> before, () -> agents));
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private Item<Monitor> home() {
        return catalogs.current().item(Monitor.KIND, "home").orElseThrow();
    }

    private MonitorState see(String location, Outcome outcome) {
        String why = outcome == Outcome.PASSED ? "" : "no answer in time";
        return votes.vote(home(), location, new Observation(clock.instant(), outcome, "timeout", why));
    }

    /// Ten seconds pass and everybody looks; those named fail.
    private MonitorState round(String... failing) {
        clock.pass(Duration.ofSeconds(10));
        MonitorState state = verdicts.state(home().id());
        for (String location : home().value().places().locations()) {
            state = see(location, List.of(failing).contains(location) ? Outcome.FAILED : Outcome.PASSED);
        }
        return state;
    }

    private List<String> told() {
        return ledger.read(tx -> signals.pending(tx, 100)).stream()
                .map(signal -> signal.event() + " " + signal.severity() + " " + signal.summary())
                .toList();
    }

    @Test
    void one_bad_place_is_told_by_its_name_and_the_monitor_is_degraded_not_down() {
        round();
        round("us");
        assertThat(round("us").verdict()).isEqualTo(Verdict.DEGRADED);
        assertThat(told()).as("the others get the time to fail too").isEmpty();
        MonitorState state = round("us");
        round("us");

        assertThat(state.verdict()).isEqualTo(Verdict.DEGRADED);
        assertThat(state.detail()).isEqualTo("from us: no answer in time; well from main, eu");
        assertThat(told())
                .containsExactly(Signal.Event.FIRING + " " + Severity.WARNING
                        + " home from us: only from us: no answer in time");
        round();
        round();
        assertThat(told()).hasSize(2).last().asString().endsWith("home from us is well again");
        assertThat(verdicts.state(home().id()).verdict()).isEqualTo(Verdict.UP);
    }

    @Test
    void an_outage_for_all_is_one_alert() {
        round();
        round("main", "eu", "us");
        assertThat(round("main", "eu", "us").verdict()).isEqualTo(Verdict.DOWN);
        for (int i = 0; i < 5; i++) {
            round("main", "eu", "us");
        }

        assertThat(told()).hasSize(1).first().asString().contains(Severity.CRITICAL + " home: from main, eu");
        round();
        round();
        assertThat(told()).hasSize(2).last().asString().endsWith("home is well again");
    }

    @Test
    void a_place_that_was_bad_alone_is_not_blamed_any_more_once_all_are() {
        round();
        for (int i = 0; i < 5; i++) {
            round("us");
        }
        for (int i = 0; i < 3; i++) {
            round("main", "eu", "us");
        }

        assertThat(told())
                .extracting(said -> said.replaceAll(":.*", ""))
                .containsExactly(
                        Signal.Event.FIRING + " " + Severity.WARNING + " home from us",
                        Signal.Event.FIRING + " " + Severity.CRITICAL + " home",
                        Signal.Event.RECOVERED + " " + Severity.WARNING + " home from us is well again");
    }

    @Test
    void silent_agents_leave_the_verdict_to_those_who_look_and_a_restart_forgets_no_bad_place() {
        round();
        for (int i = 0; i < 5; i++) {
            round("us");
        }
        restart();
        round("us");
        assertThat(told()).as("it was told before").hasSize(1);
        for (int i = 0; i < 12; i++) {
            clock.pass(Duration.ofSeconds(10));
            see("main", Outcome.PASSED);
        }
        assertThat(verdicts.state(home().id()).verdict()).isEqualTo(Verdict.UP);
        assertThat(told()).as("who is silent is not well").hasSize(1);
        for (int i = 0; i < 3; i++) {
            clock.pass(Duration.ofSeconds(10));
            see("main", Outcome.PASSED);
            see("us", Outcome.PASSED);
        }
        assertThat(told()).as("it sees again").hasSize(2).last().asString().endsWith("home from us is well again");
        for (int i = 0; i < 14; i++) {
            clock.pass(Duration.ofSeconds(10));
            see("main", i < 12 ? Outcome.PASSED : Outcome.FAILED);
        }
        assertThat(verdicts.state(home().id()).verdict()).isEqualTo(Verdict.DOWN);
    }

    @Test
    void a_place_that_was_silent_for_long_when_we_stopped_does_not_vote_after_the_start() {
        Item<Monitor> far = catalogs.current().item(Monitor.KIND, "far").orElseThrow();
        votes.vote(far, "eu", new Observation(clock.instant(), Outcome.PASSED, "", ""));
        clock.pass(Duration.ofDays(3));
        for (int i = 0; i < 20; i++) {
            clock.pass(Duration.ofSeconds(10));
            votes.vote(far, "us", new Observation(clock.instant(), Outcome.FAILED, "timeout", "no answer"));
        }
        assertThat(verdicts.state(far.id()).verdict()).isEqualTo(Verdict.DOWN);
        agents = Map.of("eu", clock.instant().minus(Duration.ofDays(3)), "us", clock.instant());
        int before = told().size();
        restart();
        votes.vote(far, "us", new Observation(clock.instant(), Outcome.FAILED, "timeout", "no answer"));
        assertThat(verdicts.state(far.id()).verdict()).isEqualTo(Verdict.DOWN);
        assertThat(told()).hasSize(before);
    }

    @Test
    void after_a_silence_of_all_whoever_comes_back_first_does_not_decide_alone() {
        Item<Monitor> far = catalogs.current().item(Monitor.KIND, "far").orElseThrow();
        var silence = new Silence(catalogs, votes, verdicts, Set::of, clock.instant());
        for (String location : List.of("eu", "us")) {
            votes.vote(far, location, new Observation(clock.instant(), Outcome.PASSED, "", ""));
        }
        clock.pass(Duration.ofMinutes(10));
        silence.tick(clock.instant());
        assertThat(verdicts.state(far.id()).verdict()).isEqualTo(Verdict.UNKNOWN);
        for (int i = 0; i < 3; i++) {
            clock.pass(Duration.ofSeconds(10));
            votes.vote(far, "us", new Observation(clock.instant(), Outcome.FAILED, "timeout", "no answer"));
        }
        assertThat(verdicts.state(far.id()).verdict()).isEqualTo(Verdict.DEGRADED);
        for (int i = 0; i < 20; i++) {
            clock.pass(Duration.ofSeconds(10));
            votes.vote(far, "us", new Observation(clock.instant(), Outcome.FAILED, "timeout", "no answer"));
        }
        assertThat(verdicts.state(far.id()).verdict())
                .as("the other one is silent for itself by now")
                .isEqualTo(Verdict.DOWN);
        clock.pass(Duration.ofMinutes(10));
        for (int i = 0; i < 3; i++) {
            clock.pass(Duration.ofSeconds(10));
            votes.vote(far, "eu", new Observation(clock.instant(), Outcome.PASSED, "", ""));
        }
        assertThat(verdicts.state(far.id()).verdict())
                .as("only who was heard right before the silence is expected, and it saw trouble")
                .isEqualTo(Verdict.DEGRADED);
    }

    @Test
    void who_is_only_expected_is_not_blamed_for_what_it_saw_before_the_silence() {
        round();
        round("us");
        round("us");
        assertThat(told()).isEmpty();
        clock.pass(Duration.ofMinutes(10));
        for (int i = 0; i < 4; i++) {
            clock.pass(Duration.ofSeconds(10));
            see("main", Outcome.PASSED);
            see("eu", Outcome.PASSED);
        }
        assertThat(told()).isEmpty();
    }

    @Test
    void who_was_silent_before_the_start_is_known_before_the_first_report_of_this_one() {
        Item<Monitor> far = catalogs.current().item(Monitor.KIND, "far").orElseThrow();
        for (String location : List.of("eu", "us")) {
            votes.vote(far, location, new Observation(clock.instant(), Outcome.PASSED, "", ""));
        }
        Instant stopped = clock.instant();
        agents = Map.of("eu", stopped, "us", stopped);
        clock.pass(Duration.ofMinutes(30));
        restart();
        agents = Map.of("eu", clock.instant(), "us", stopped); // its old results came first, and its row is new
        for (int i = 0; i < 3; i++) {
            clock.pass(Duration.ofSeconds(10));
            votes.vote(far, "eu", new Observation(clock.instant(), Outcome.FAILED, "timeout", "no answer"));
        }
        assertThat(verdicts.state(far.id()).verdict()).isEqualTo(Verdict.DEGRADED);
    }

    @Test
    void after_a_pause_the_first_look_begins_anew() {
        Item<Monitor> far = catalogs.current().item(Monitor.KIND, "far").orElseThrow();
        for (int i = 0; i < 4; i++) {
            clock.pass(Duration.ofSeconds(10));
            votes.vote(far, "eu", new Observation(clock.instant(), Outcome.FAILED, "timeout", "no answer"));
        }
        assertThat(votes.state(far.id(), "eu").verdict()).isEqualTo(Verdict.DOWN);
        votes.keepOnly(Map.of(home().id(), Set.of("main", "eu", "us")));
        assertThat(votes.state(far.id(), "eu").verdict()).isEqualTo(Verdict.UNKNOWN);
        votes.vote(far, "eu", new Observation(clock.instant(), Outcome.PASSED, "", ""));
        assertThat(votes.state(far.id(), "eu").verdict()).isEqualTo(Verdict.UP);
        restart();
        assertThat(votes.state(far.id(), "us").verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void when_nobody_reports_any_more_nothing_is_known() {
        Item<Monitor> far = catalogs.current().item(Monitor.KIND, "far").orElseThrow();
        Item<Monitor> lone = catalogs.current().item(Monitor.KIND, "lone").orElseThrow();
        var silence = new Silence(catalogs, votes, verdicts, Set::of, clock.instant());
        for (int i = 0; i < 3; i++) {
            clock.pass(Duration.ofSeconds(10));
            var seen = new Observation(clock.instant(), Outcome.PASSED, "", "");
            votes.vote(far, "eu", seen);
            votes.vote(far, "us", seen);
            votes.vote(lone, "eu", seen);
            silence.tick(clock.instant());
        }
        assertThat(verdicts.state(far.id()).verdict()).isEqualTo(Verdict.UP);
        assertThat(verdicts.state(lone.id()).verdict()).isEqualTo(Verdict.UP);
        for (int i = 0; i < 20; i++) {
            clock.pass(Duration.ofSeconds(10));
            silence.tick(clock.instant());
        }
        for (Item<Monitor> monitor : List.of(far, lone)) {
            assertThat(verdicts.state(monitor.id()).verdict()).isEqualTo(Verdict.UNKNOWN);
            assertThat(verdicts.state(monitor.id()).detail()).contains("no location has looked lately: eu for");
        }
        assertThat(told()).isEmpty();
    }

    @Test
    void after_a_restart_whoever_comes_first_does_not_decide_alone() {
        round();
        for (int i = 0; i < 5; i++) {
            round("us");
        }
        clock.pass(Duration.ofMinutes(5));
        restart();
        for (int i = 0; i < 3; i++) {
            see("us", Outcome.FAILED);
        }
        assertThat(verdicts.state(home().id()).verdict()).isEqualTo(Verdict.DEGRADED);
        assertThat(told()).as("only that one place is bad, as before").hasSize(1);
        for (int i = 0; i < 4; i++) {
            round("us", "eu");
        }
        assertThat(verdicts.state(home().id()).verdict()).isEqualTo(Verdict.DOWN);
        int before = told().size();
        clock.pass(Duration.ofMinutes(5));
        restart();
        for (int i = 0; i < 3; i++) {
            see("main", Outcome.PASSED);
        }
        assertThat(verdicts.state(home().id()).verdict()).isEqualTo(Verdict.DOWN);
        assertThat(told().subList(before, told().size()))
                .as("nobody said that it is well")
                .noneMatch(signal -> signal.startsWith("RECOVERED"));
    }

    private MonitorState look(String name, String location, Outcome outcome) {
        Item<Monitor> monitor = catalogs.current().item(Monitor.KIND, name).orElseThrow();
        String why = outcome == Outcome.PASSED ? "" : "no answer in time";
        return votes.vote(monitor, location, new Observation(clock.instant(), outcome, "timeout", why));
    }

    @Test
    void agents_that_were_all_silent_for_long_when_we_stopped_do_not_vote_after_the_start() {
        round();
        round();
        for (int i = 0; i < 366; i++) {
            clock.pass(Duration.ofSeconds(10));
            see("main", i < 360 ? Outcome.PASSED : Outcome.FAILED);
        }
        assertThat(verdicts.state(home().id()).verdict()).isEqualTo(Verdict.DOWN);
        int before = told().size();
        restart();
        for (int i = 0; i < 12; i++) {
            clock.pass(Duration.ofSeconds(10));
            assertThat(see("main", Outcome.FAILED).verdict()).isEqualTo(Verdict.DOWN);
        }
        assertThat(told()).as("nobody said that it is well").hasSize(before);
    }

    @Test
    void a_place_that_could_not_look_at_first_keeps_its_view() {
        for (int i = 0; i < 12; i++) {
            clock.pass(Duration.ofSeconds(10));
            look("two", "main", Outcome.PASSED);
            look("two", "us", i < 2 ? Outcome.PASSED : Outcome.FAILED);
        }
        agents = Map.of("us", clock.instant());
        int before = told().size();
        restart();
        clock.pass(Duration.ofSeconds(2));
        assertThat(look("two", "main", Outcome.NOT_RUN).verdict()).isEqualTo(Verdict.DEGRADED);
        clock.pass(Duration.ofSeconds(1));
        assertThat(look("two", "us", Outcome.FAILED).verdict()).isEqualTo(Verdict.DEGRADED);
        clock.pass(Duration.ofMinutes(10)); // asleep
        assertThat(look("two", "main", Outcome.NOT_RUN).verdict()).isEqualTo(Verdict.DEGRADED);
        assertThat(look("two", "us", Outcome.FAILED).verdict()).isEqualTo(Verdict.DEGRADED);
        for (int i = 0; i < 12; i++) {
            clock.pass(Duration.ofSeconds(10));
            look("two", "main", Outcome.NOT_RUN);
        }
        assertThat(look("two", "main", Outcome.NOT_RUN).verdict())
                .as("nobody has looked for long")
                .isEqualTo(Verdict.UNKNOWN);
        assertThat(told().subList(before, told().size()))
                .noneMatch(signal -> signal.contains(Severity.CRITICAL.toString()) || signal.startsWith("RECOVERED"));
    }

    @Test
    void after_a_pause_and_for_a_new_monitor_whoever_comes_first_does_not_decide_alone() {
        for (int i = 0; i < 12; i++) {
            clock.pass(Duration.ofSeconds(10));
            look("two", "main", Outcome.PASSED);
            look("two", "us", Outcome.PASSED);
        }
        votes.keepOnly(Map.of(home().id(), Set.of("main", "eu", "us")));
        clock.pass(Duration.ofMinutes(1));
        for (int i = 0; i < 3; i++) {
            clock.pass(Duration.ofMillis(1500));
            assertThat(look("two", "us", Outcome.FAILED).verdict()).isNotEqualTo(Verdict.DOWN);
        }
        assertThat(told()).isEmpty();
        for (int i = 0; i < 6; i++) {
            clock.pass(Duration.ofSeconds(10));
            look("two", "us", Outcome.FAILED);
        }
        assertThat(look("two", "us", Outcome.FAILED).verdict())
                .as("nobody else looks")
                .isEqualTo(Verdict.DOWN);
    }

    @Test
    void a_place_without_a_living_agent_is_not_waited_for() {
        clock.pass(Duration.ofMinutes(10));
        restart();
        clock.pass(Duration.ofMinutes(10));
        for (int i = 0; i < 3; i++) {
            clock.pass(Duration.ofSeconds(1));
            look("home", "main", Outcome.FAILED);
        }
        assertThat(verdicts.state(home().id()).verdict()).isEqualTo(Verdict.DOWN);
    }

    @Test
    void a_stored_view_is_asked_for_again_when_the_ledger_is_back() {
        for (int i = 0; i < 3; i++) {
            clock.pass(Duration.ofSeconds(10));
            look("two", "us", Outcome.FAILED);
        }
        restart();
        UUID two = catalogs.current().item(Monitor.KIND, "two").orElseThrow().id();
        ledger.inTransaction(tx -> tx.update("ALTER TABLE vote RENAME TO elsewhere"));
        assertThat(votes.state(two, "us").verdict()).isEqualTo(Verdict.UNKNOWN);
        ledger.inTransaction(tx -> tx.update("ALTER TABLE elsewhere RENAME TO vote"));
        clock.pass(Duration.ofSeconds(10));
        assertThat(votes.state(two, "us").verdict()).isEqualTo(Verdict.DOWN);
    }

    @Test
    void bad_places_of_a_watched_monitor_are_not_taken_for_removed_ones() {
        round();
        for (int i = 0; i < 5; i++) {
            round("us");
        }
        var watched = new HashMap<UUID, Item<Monitor>>();
        watched.put(home().id(), home());
        FromPlace.all(home()).forEach(place -> watched.put(place.id(), place));
        verdicts.reconcile(watched);
        assertThat(told()).hasSize(1);
        verdicts.reconcile(Map.of());
        assertThat(told()).hasSize(2).last().asString().contains("no longer monitored");
    }

    @Test
    void what_a_place_still_sees_is_known_to_those_who_want_to_resolve_it() {
        round();
        for (int i = 0; i < 5; i++) {
            round("us");
        }
        assertThat(failing()).containsExactly("home from us");
        assertThat(isWatched("home from us")).isTrue();
        assertThat(isWatched("home from mars")).isFalse();
        ledger.inTransaction(tx -> {
            new MonitorStore().pause(tx, home().id(), "ana");
            return true;
        });
        assertThat(isWatched("home from us")).isFalse();
        assertThat(failing()).isEmpty();
    }

    private List<String> failing() {
        var still = new StillFailing(new MonitorStore(), catalogs);
        List<String> at =
                ledger.read(tx -> still.at(tx, "shop").stream().map(Item::name).toList());
        for (String name : at) {
            boolean behind = ledger.read(
                    tx -> still.behind(tx, "shop", StillFailing.key(name)).isPresent());
            assertThat(behind).as(name).isTrue();
        }
        return at;
    }

    private boolean isWatched(String name) {
        var still = new StillFailing(new MonitorStore(), catalogs);
        return ledger.read(tx -> still.watched(tx, "shop", StillFailing.key(name)));
    }

    private void bothSeeWell() {
        for (int i = 0; i < 6; i++) {
            clock.pass(Duration.ofSeconds(10));
            look("far", "eu", Outcome.PASSED);
            look("far", "us", Outcome.PASSED);
        }
    }

    private void silent(int seconds) {
        var silence = new Silence(catalogs, votes, verdicts, Set::of, clock.instant());
        for (int i = 0; i < seconds; i += 10) {
            clock.pass(Duration.ofSeconds(10));
            var _ = silence.tick(clock.instant());
        }
    }

    /// The line of the only place that still looks comes and goes, a little longer than a view is believed.
    private int burstsThatAreDown(Runnable burst) {
        bothSeeWell();
        int down = 0;
        for (int i = 0; i < 20; i++) {
            silent(60);
            burst.run();
            down += verdicts.state(far().id()).verdict() == Verdict.DOWN ? 1 : 0;
        }
        return down;
    }

    private Item<Monitor> far() {
        return catalogs.current().item(Monitor.KIND, "far").orElseThrow();
    }

    @Test
    void a_place_that_is_gone_for_good_is_not_believed_again_after_each_silence() {
        assertThat(burstsThatAreDown(() -> {
                    for (int i = 0; i < 3; i++) {
                        clock.pass(Duration.ofSeconds(3));
                        look("far", "eu", Outcome.FAILED);
                    }
                }))
                .isGreaterThanOrEqualTo(18);
    }

    /// Agents keep what they saw while the line was cut: each burst brings looks of some seconds ago.
    @Test
    void a_place_that_is_gone_for_good_is_found_out_also_when_the_other_reports_what_it_saw_before() {
        assertThat(burstsThatAreDown(() -> {
                    clock.pass(Duration.ofSeconds(9));
                    for (int ago = 21; ago > 0; ago -= 10) {
                        votes.vote(
                                far(),
                                "eu",
                                new Observation(
                                        clock.instant().minusSeconds(ago), Outcome.FAILED, "timeout", "no answer"));
                    }
                }))
                .isGreaterThanOrEqualTo(18);
    }

    /// Its agent is there in each burst and says that it cannot look.
    @Test
    void a_place_that_can_never_look_hides_no_outage() {
        assertThat(burstsThatAreDown(() -> {
                    for (int i = 0; i < 3; i++) {
                        clock.pass(Duration.ofSeconds(3));
                        agents = Map.of("eu", clock.instant(), "us", clock.instant());
                        look("far", "eu", Outcome.FAILED);
                        look("far", "us", Outcome.NOT_RUN);
                    }
                }))
                .isGreaterThanOrEqualTo(18);
    }

    /// In the first short burst only one comes through, in the second it comes first, and is alone bad.
    @Test
    void a_place_that_missed_one_burst_is_still_believed_in_the_next() {
        bothSeeWell();
        silent(70);
        look("far", "eu", Outcome.PASSED);
        silent(70);
        agents = Map.of();
        for (int i = 0; i < 3; i++) {
            look("far", "eu", Outcome.FAILED);
            clock.pass(Duration.ofMillis(700));
        }
        assertThat(verdicts.state(far().id()).verdict()).isNotEqualTo(Verdict.DOWN);
        look("far", "us", Outcome.PASSED);
        for (int burst = 0; burst < 5; burst++) { // it has looked: it is believed as at first
            silent(70);
            look("far", "eu", Outcome.FAILED);
            look("far", "eu", Outcome.FAILED);
            look("far", "us", Outcome.PASSED);
        }
        assertThat(told()).noneMatch(word -> word.contains("CRITICAL"));
    }

    /// A place that could not look in one burst, and is slower than the bad one in the next.
    @Test
    void a_place_that_could_not_look_once_is_no_reason_to_believe_the_other_alone() {
        bothSeeWell();
        silent(70);
        look("far", "us", Outcome.NOT_RUN);
        look("far", "eu", Outcome.PASSED);
        silent(70);
        for (int i = 0; i < 3; i++) {
            look("far", "eu", Outcome.FAILED);
            clock.pass(Duration.ofMillis(700));
        }
        assertThat(verdicts.state(far().id()).verdict()).isNotEqualTo(Verdict.DOWN);
        look("far", "us", Outcome.PASSED);
        assertThat(told()).isEmpty();
    }

    /// Its disk is full: the agent goes on saying that it is there, and nothing it saw.
    @Test
    void a_place_whose_agent_is_there_and_never_looks_hides_no_outage() {
        assertThat(burstsThatAreDown(this::onlyTheBadOneLooks)).isGreaterThanOrEqualTo(18);
    }

    @Test
    void nor_does_one_that_says_now_and_then_that_it_cannot_look() {
        for (int every : new int[] {2, 3}) {
            int[] burst = {0};
            assertThat(burstsThatAreDown(() -> {
                        onlyTheBadOneLooks();
                        burst[0]++;
                        if (burst[0] % every == 0) {
                            look("far", "us", Outcome.NOT_RUN);
                        }
                    }))
                    .as("in each %d. burst", every)
                    .isGreaterThanOrEqualTo(18);
        }
    }

    private void onlyTheBadOneLooks() {
        for (int i = 0; i < 3; i++) {
            clock.pass(Duration.ofSeconds(3));
            agents = Map.of("eu", clock.instant(), "us", clock.instant());
            look("far", "eu", Outcome.FAILED);
        }
    }

    @Test
    void a_place_that_could_not_look_for_a_long_burst_and_is_well_again_is_waited_for() {
        bothSeeWell();
        silent(70);
        for (int i = 0; i < 8; i++) {
            clock.pass(Duration.ofSeconds(10));
            agents = Map.of("eu", clock.instant(), "us", clock.instant());
            look("far", "eu", Outcome.PASSED);
            look("far", "us", Outcome.NOT_RUN);
        }
        silent(70);
        agents = Map.of("eu", clock.instant(), "us", clock.instant());
        for (int i = 0; i < 3; i++) {
            look("far", "eu", Outcome.FAILED);
            clock.pass(Duration.ofMillis(700));
        }
        look("far", "us", Outcome.PASSED);
        assertThat(told()).noneMatch(word -> word.contains("CRITICAL"));
    }

    @Test
    void at_a_new_monitor_nobody_decides_before_the_others_had_time_to_look() {
        clock.pass(Duration.ofMinutes(10));
        agents = Map.of("eu", clock.instant(), "us", clock.instant());
        for (int i = 0; i < 3; i++) {
            look("fresh", "eu", Outcome.FAILED);
            clock.pass(Duration.ofSeconds(2));
        }
        look("fresh", "us", Outcome.PASSED);
        assertThat(told()).noneMatch(word -> word.contains("CRITICAL"));
    }

    /// Ten seconds pass and everybody looks; those named fail.
    private MonitorState both(String... failing) {
        clock.pass(Duration.ofSeconds(10));
        agents = Map.of("eu", clock.instant(), "us", clock.instant());
        MonitorState state = verdicts.state(far().id());
        for (String location : List.of("eu", "us")) {
            var _ = votes.heard();
            state = look("far", location, List.of(failing).contains(location) ? Outcome.FAILED : Outcome.PASSED);
        }
        return state;
    }

    private List<String> critical() {
        return told().stream().filter(said -> said.contains("CRITICAL")).toList();
    }

    /// The agents of two places die with an outage. It is long over, and seen well from the third, when they
    /// are back.
    @Test
    void a_place_that_was_down_when_it_fell_silent_begins_anew_with_its_next_look() {
        round();
        for (int i = 0; i < 5; i++) {
            round("main", "eu", "us");
        }
        for (int i = 0; i < 60; i++) {
            clock.pass(Duration.ofSeconds(10));
            see("main", Outcome.PASSED);
        }
        assertThat(critical()).hasSize(2).last().asString().startsWith("RECOVERED");
        for (int i = 0; i < 3; i++) {
            clock.pass(Duration.ofSeconds(2));
            assertThat(see("eu", Outcome.PASSED).verdict()).isEqualTo(Verdict.UP);
            assertThat(see("us", Outcome.PASSED).verdict()).isEqualTo(Verdict.UP);
        }
        assertThat(critical()).hasSize(2);
    }

    @Test
    void nor_does_it_need_fewer_failures_than_another_to_be_down_again() {
        both("us");
        both("us");
        for (int i = 0; i < 60; i++) {
            clock.pass(Duration.ofSeconds(10));
            look("far", "eu", Outcome.PASSED);
        }
        look("far", "us", Outcome.FAILED);
        assertThat(votes.state(far().id(), "us").verdict()).isEqualTo(Verdict.UNKNOWN);
        look("far", "us", Outcome.FAILED);
        assertThat(votes.state(far().id(), "us").verdict()).isEqualTo(Verdict.DOWN);
    }

    @Test
    void at_a_new_monitor_a_place_that_has_looked_and_has_no_view_yet_is_waited_for() {
        clock.pass(Duration.ofMinutes(10));
        agents = Map.of("eu", clock.instant(), "us", clock.instant());
        look("fresh", "us", Outcome.FAILED);
        for (int i = 0; i < 4; i++) {
            clock.pass(Duration.ofSeconds(2));
            assertThat(look("fresh", "eu", Outcome.FAILED).verdict()).isNotEqualTo(Verdict.DOWN);
        }
        look("fresh", "us", Outcome.PASSED);
        assertThat(critical()).isEmpty();
        for (int i = 0; i < 10; i++) {
            clock.pass(Duration.ofSeconds(10));
            look("fresh", "eu", Outcome.FAILED);
        }
        assertThat(look("fresh", "eu", Outcome.FAILED).verdict())
                .as("the other one is silent for itself by now")
                .isEqualTo(Verdict.DOWN);
    }

    /// Its disk is full since it last saw trouble: its agent goes on saying that it is there.
    @Test
    void a_start_does_not_believe_an_agent_that_was_there_and_has_not_looked_for_long() {
        round();
        for (int i = 0; i < 3; i++) {
            round("eu");
        }
        for (int i = 0; i < 60; i++) {
            clock.pass(Duration.ofSeconds(10));
            see("main", Outcome.PASSED);
            see("us", i < 50 ? Outcome.PASSED : Outcome.FAILED);
        }
        agents = Map.of("eu", clock.instant(), "us", clock.instant());
        restart();
        clock.pass(Duration.ofSeconds(2));
        assertThat(see("us", Outcome.FAILED).verdict()).isEqualTo(Verdict.DEGRADED);
        see("main", Outcome.PASSED);
        assertThat(critical()).isEmpty();
    }

    @Test
    void at_a_new_monitor_agents_that_fell_silent_together_are_waited_for_together() {
        for (int i = 0; i < 3; i++) {
            both();
        }
        clock.pass(Duration.ofMinutes(10));
        var _ = votes.heard();
        for (int i = 0; i < 4; i++) {
            clock.pass(Duration.ofSeconds(1));
            var _ = votes.heard();
            agents = Map.of("eu", clock.instant(), "us", clock.instant().minus(Duration.ofMinutes(10)));
            assertThat(look("fresh", "eu", Outcome.FAILED).verdict()).isNotEqualTo(Verdict.DOWN);
        }
        look("fresh", "us", Outcome.PASSED);
        assertThat(critical()).isEmpty();
    }

    /// @param seconds between two starts
    private int downInTwoMinutesOfStartsEvery(int seconds) {
        clock.pass(Duration.ofMinutes(10));
        int down = 0;
        for (int second = 0; second < 120; second += seconds) {
            for (int i = 0; i < seconds; i += 10) {
                agents = Map.of("eu", clock.instant(), "us", clock.instant());
                down += look("fresh", "eu", Outcome.FAILED).verdict() == Verdict.DOWN ? 1 : 0;
                clock.pass(Duration.ofSeconds(Math.min(seconds, 10)));
            }
            restart();
        }
        return down;
    }

    @Test
    void starts_again_and_again_do_not_hide_an_outage_behind_a_place_that_never_looks() {
        assertThat(downInTwoMinutesOfStartsEvery(30)).isGreaterThanOrEqualTo(6);
        assertThat(critical()).hasSize(1);
    }

    @Test
    void a_time_in_which_we_did_not_run_is_not_waited() {
        both();
        both();
        for (int start = 0; start < 5; start++) {
            votes.note(clock.instant());
            clock.pass(Duration.ofMinutes(5));
            start();
            clock.pass(Duration.ofSeconds(2));
            assertThat(look("far", "eu", Outcome.FAILED).verdict()).isNotEqualTo(Verdict.DOWN);
        }
        look("far", "us", Outcome.PASSED);
        assertThat(critical()).isEmpty();
    }

    @Test
    void what_was_waited_for_is_forgotten_with_the_monitor() {
        clock.pass(Duration.ofMinutes(10));
        for (int pause = 0; pause < 3; pause++) {
            agents = Map.of("eu", clock.instant(), "us", clock.instant());
            for (int i = 0; i < 4; i++) { // the wait is nearly over
                clock.pass(Duration.ofSeconds(10));
                assertThat(look("fresh", "eu", Outcome.FAILED).verdict()).isNotEqualTo(Verdict.DOWN);
            }
            votes.keepOnly(Map.of(home().id(), Set.of("main", "eu", "us")));
            restart();
        }
    }

    /// What came through of the one that sees it well is old soon; the other only counts as it was.
    @Test
    void what_is_only_believed_of_a_place_is_no_news() {
        var silence = new Silence(catalogs, votes, verdicts, Set::of, clock.instant());
        both();
        both("us");
        both("us");
        silent(70);
        var old = new Observation(clock.instant().minusSeconds(45), Outcome.PASSED, "", "");
        votes.vote(far(), "eu", old);
        for (int i = 0; i < 9; i++) {
            clock.pass(Duration.ofSeconds(10));
            var _ = silence.tick(clock.instant());
            assertThat(critical()).isEmpty();
        }
        assertThat(verdicts.state(far().id()).verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    /// The agent of the one dies before its first look at a monitor that is looked at each hour.
    private void looksOnlyFromEuEachHour() {
        apply(SHOP.replace("every: 10s", "every: 1h"));
        clock.pass(Duration.ofMinutes(10));
        agents = Map.of("eu", clock.instant(), "us", clock.instant());
        look("far", "eu", Outcome.PASSED);
        clock.pass(Duration.ofMinutes(20));
    }

    private void anOutageIsTold() {
        for (int i = 0; i < 10; i++) {
            look("far", "eu", Outcome.FAILED);
            clock.pass(Duration.ofSeconds(10));
        }
        assertThat(verdicts.state(far().id()).verdict()).isEqualTo(Verdict.DOWN);
        assertThat(critical()).hasSize(1);
    }

    @Test
    void a_monitor_that_is_looked_at_more_often_now_waits_for_nobody_as_long_as_before() {
        looksOnlyFromEuEachHour();
        apply(SHOP);
        anOutageIsTold();
    }

    @Test
    void nor_does_it_after_a_restart() {
        looksOnlyFromEuEachHour();
        votes.note(clock.instant());
        apply(SHOP);
        start();
        anOutageIsTold();
    }

    @Test
    void who_was_waited_for_long_enough_is_not_waited_for_again_when_a_monitor_is_looked_at_less_often() {
        clock.pass(Duration.ofMinutes(10));
        agents = Map.of("eu", clock.instant(), "us", clock.instant());
        for (int i = 0; i < 10; i++) {
            look("far", "eu", Outcome.PASSED);
            clock.pass(Duration.ofSeconds(10));
        }
        apply(SHOP.replace("every: 10s", "every: 1h"));
        look("far", "eu", Outcome.FAILED);
        assertThat(look("far", "eu", Outcome.FAILED).verdict()).isEqualTo(Verdict.DOWN);
    }

    /// Before the first notes, what is stored of looks is of the last change of verdict.
    @Test
    void the_first_start_with_notes_does_not_believe_who_went_down_last_and_fell_silent_long_ago() {
        round();
        round("eu");
        round("eu");
        assertThat(votes.state(home().id(), "eu").verdict()).isEqualTo(Verdict.DOWN);
        Instant last = clock.instant();
        clock.pass(Duration.ofDays(5));
        agents = Map.of("eu", last, "us", clock.instant());
        start();
        for (int i = 0; i < 5; i++) {
            clock.pass(Duration.ofSeconds(2));
            see("main", Outcome.PASSED);
            assertThat(see("us", Outcome.FAILED).verdict()).isNotEqualTo(Verdict.DOWN);
        }
        assertThat(critical()).isEmpty();
    }

    @Test
    void it_believes_who_went_down_long_ago_and_is_there() {
        for (int i = 0; i < 4; i++) {
            round("eu", "us");
        }
        assertThat(verdicts.state(home().id()).verdict()).isEqualTo(Verdict.DOWN);
        clock.pass(Duration.ofDays(5));
        agents = Map.of("eu", clock.instant(), "us", clock.instant());
        start();
        clock.pass(Duration.ofSeconds(2));
        assertThat(see("main", Outcome.PASSED).verdict()).isEqualTo(Verdict.DOWN);
        assertThat(critical()).noneMatch(said -> said.startsWith("RECOVERED"));
    }
}
