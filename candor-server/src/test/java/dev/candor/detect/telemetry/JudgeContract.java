package dev.candor.detect.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.base.ids.Ids;
import dev.candor.base.ids.Randomness;
import dev.candor.catalog.CatalogStore;
import dev.candor.catalog.Catalogs;
import dev.candor.catalog.Service;
import dev.candor.catalog.apply.Applying;
import dev.candor.detect.Signal;
import dev.candor.detect.SignalStore;
import dev.candor.platform.audit.Audit;
import dev.candor.platform.db.Database;
import dev.candor.platform.db.Engine;
import dev.candor.platform.db.Migrations.Schema;
import dev.candor.platform.db.TestDatabases;
import dev.candor.platform.secret.SecretBox;
import dev.candor.telemetry.window.Dimension;
import dev.candor.telemetry.window.Window;
import dev.candor.testing.AwayDatabase;
import dev.candor.testing.MutableClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From lines to alerts over minutes, restarts and absent databases; on both engines.
abstract class JudgeContract {
    private static final String CONFIG = """
            services: [{name: shop}, {name: quiet, sudden: "off", objective: none}]
            """;
    private static final DateTimeFormatter HAPROXY =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Engine engine;
    private final MutableClock clock = new MutableClock("2026-03-02T03:00:00Z");
    private final Ids ids = new Ids(clock, Randomness.seeded(1));
    private final SignalStore signals = new SignalStore();
    private final List<Signal> spooled = new ArrayList<>();

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Database database;

    @SuppressWarnings("NullAway.Init")
    private AwayDatabase ledger;

    @SuppressWarnings("NullAway.Init")
    private Database results;

    @SuppressWarnings("NullAway.Init")
    private Catalogs catalogs;

    @SuppressWarnings("NullAway.Init")
    private Senders senders;

    @SuppressWarnings("NullAway.Init")
    private WindowStore windows;

    @SuppressWarnings("NullAway.Init")
    private Judge judge;

    JudgeContract(Engine engine) {
        this.engine = engine;
    }

    @BeforeEach
    void start() {
        database = TestDatabases.open(engine, Schema.LEDGER, folder);
        results = TestDatabases.open(engine, Schema.RESULTS, folder);
        ledger = new AwayDatabase(database);
        catalogs = new Catalogs(
                ledger,
                new CatalogStore(
                        List.of(Service.KIND, LogSource.KIND),
                        new SecretBox(List.of(new byte[32]), Randomness.seeded(1))));
        assertThat(new Applying(ledger, catalogs, new Audit(ids), ids, clock)
                        .files(Map.of("c.yaml", CONFIG), Map.of(), false, "omar")
                        .problems())
                .isEmpty();
        restart();
    }

    /// As after `kill -9`: nothing in memory is left.
    private void restart() {
        senders = new Senders();
        windows = new WindowStore(results);
        judge = new Judge(ledger, catalogs, senders, windows, new EpisodeStore(), signals, ids, spooled::add);
    }

    @AfterEach
    void close() {
        database.close();
        results.close();
    }

    /// @param bad how many of `perSecond` requests fail, all at server n7
    private void pass(String service, int seconds, int perSecond, int bad) {
        for (int second = 0; second < seconds; second++) {
            Instant now = clock.pass(Duration.ofSeconds(1));
            var lines = new StringBuilder();
            for (int i = 0; i < perSecond; i++) {
                boolean fails = i < bad;
                lines.append("10.0.0.1:1000 [")
                        .append(HAPROXY.format(now))
                        .append("] web app/")
                        .append(fails ? "n7" : "n" + i % 5)
                        .append(" 0/0/1/2/3 ")
                        .append(fails ? 503 : 200)
                        .append(" 217 - - ---- 1/1/0/0/0 0/0 \"GET /cart HTTP/1.1\"\n");
            }
            byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
            senders.unconfigured(service, List.of(), "http", "10.0.0.9", now)
                    .orElseThrow()
                    .take(bytes, 0, bytes.length, now);
            judge.tick(now);
        }
    }

    private List<Signal> told() {
        return database.read(tx -> signals.pending(tx, 100));
    }

    private List<Signal.Event> events() {
        return told().stream().map(Signal::event).toList();
    }

    private List<Episode> episodes() {
        return database.read(tx -> new EpisodeStore().of(tx, "shop", 10));
    }

    @Test
    void a_service_that_is_no_longer_configured_gives_back_what_its_windows_hold() {
        for (boolean forgotten : new boolean[] {false, true}) {
            restart();
            pass("shop", 20, 10, 0);
            Room room = senders.room("shop");
            if (forgotten) {
                senders.forget("shop");
            }
            assertThat(room.closeAll().isEmpty()).isEqualTo(forgotten);
        }
    }

    @Test
    void a_bad_server_is_named_within_seconds_told_again_and_ends() {
        pass("shop", 120, 50, 0);
        assertThat(told()).isEmpty();
        pass("shop", 20, 50, 5);
        assertThat(told()).hasSize(1);
        Signal first = told().getFirst();
        assertThat(first.event()).isEqualTo(Signal.Event.FIRING);
        assertThat(first.service()).isEqualTo("shop");
        assertThat(first.dedupKey()).startsWith("telemetry/shop/");
        assertThat(first.summary()).contains("more requests fail than usual").contains("pstream n7");
        pass("shop", 15, 50, 5);
        assertThat(told()).as("with the next window").hasSize(2);
        pass("shop", 55, 50, 5);
        assertThat(told())
                .as("with the first minute")
                .hasSize(3)
                .allMatch(signal -> signal.dedupKey().equals(first.dedupKey()));
        pass("shop", 240, 50, 0);
        assertThat(events()).last().isEqualTo(Signal.Event.RECOVERED);
        assertThat(episodes()).singleElement().satisfies(episode -> {
            assertThat(episode.endedAt()).isPresent();
            assertThat(episode.explanation().toString()).contains("n7");
        });
        assertThat(told()).allMatch(signal -> signal.dedupKey().equals(first.dedupKey()));
    }

    @Test
    void a_restart_in_the_middle_of_a_rise_keeps_one_alert_and_its_end() {
        pass("shop", 120, 50, 0);
        pass("shop", 40, 50, 5);
        assertThat(told()).isNotEmpty();
        String key = told().getFirst().dedupKey();
        restart();
        pass("shop", 30, 50, 5);
        restart();
        pass("shop", 300, 50, 0);
        assertThat(told()).allMatch(signal -> signal.dedupKey().equals(key));
        assertThat(events()).last().isEqualTo(Signal.Event.RECOVERED);
        assertThat(episodes()).hasSize(1);
    }

    @Test
    void with_the_ledger_away_a_rise_is_told_through_the_spool() {
        pass("shop", 120, 50, 0);
        ledger.away(true);
        pass("shop", 30, 50, 5);
        assertThat(spooled).isNotEmpty().first().matches(signal -> signal.event() == Signal.Event.FIRING);
        ledger.away(false);
        pass("shop", 300, 50, 0);
        assertThat(events()).last().isEqualTo(Signal.Event.RECOVERED);
        assertThat(told())
                .allMatch(signal -> signal.dedupKey().equals(spooled.getFirst().dedupKey()));
    }

    @Test
    void what_is_switched_off_tells_nothing_and_is_counted_all_the_same() {
        pass("quiet", 60, 50, 0);
        pass("quiet", 60, 50, 25);
        assertThat(told()).isEmpty();
        assertThat(sum("quiet").failures()).isGreaterThan(1000);
    }

    private Window sum(String service) {
        return Window.merge(windows.between(service, WindowStore.Span.MINUTE, Instant.EPOCH, clock.instant()), 100);
    }

    @Test
    void every_request_is_stored_once_in_windows_and_minutes_over_restarts() {
        pass("shop", 95, 20, 1);
        judge.finish(clock.instant());
        restart();
        pass("shop", 50, 20, 1);
        judge.finish(clock.instant());
        assertThat(sum("shop").requests()).isEqualTo(145 * 20);
        assertThat(sum("shop").failures()).isEqualTo(145);
        assertThat(Window.merge(windows.between("shop", WindowStore.Span.WINDOW, Instant.EPOCH, clock.instant()), 100)
                        .requests())
                .isEqualTo(145 * 20);
        assertThat(sum("shop").top(Dimension.UPSTREAM).of("n7").failures()).isEqualTo(145);
        windows.prune(clock.instant(), clock.instant());
        restart();
        assertThat(sum("shop").requests()).isZero();
    }

    @Test
    void a_sender_that_falls_silent_in_a_rise_is_no_recovery() {
        pass("shop", 120, 50, 0);
        pass("shop", 40, 50, 5);
        for (int second = 0; second < 3600; second++) {
            judge.tick(clock.pass(Duration.ofSeconds(1)));
        }
        assertThat(events()).last().isEqualTo(Signal.Event.WITHDRAWN);
        assertThat(events()).doesNotContain(Signal.Event.RECOVERED);
    }
}
