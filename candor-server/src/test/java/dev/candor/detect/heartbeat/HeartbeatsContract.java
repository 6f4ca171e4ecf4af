package dev.candor.detect.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.base.ids.Ids;
import dev.candor.base.ids.Randomness;
import dev.candor.catalog.CatalogStore;
import dev.candor.catalog.Catalogs;
import dev.candor.catalog.Item;
import dev.candor.catalog.Service;
import dev.candor.catalog.apply.Applying;
import dev.candor.detect.monitor.Monitor;
import dev.candor.platform.audit.Audit;
import dev.candor.platform.auth.Principal;
import dev.candor.platform.db.Database;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.Route;
import dev.candor.platform.secret.SecretBox;
import dev.candor.platform.spool.Spool;
import dev.candor.probe.HeartbeatSpec;
import dev.candor.probe.ProbeResult;
import dev.candor.testing.MutableClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Jobs that ping, from the address they call to what their silence means; on both engines.
abstract class HeartbeatsContract {
    private static final String KEY = "0123456789abcdef0123456789abcdef";
    private static final String CONFIG = """
            services: [{name: billing, intake-keys: [%s]}]
            monitors:
              - {name: Nightly bill, service: billing, kind: heartbeat, cron: "0 3 * * *", time-zone: Europe/Berlin, grace: 30m, max-run: 2h}
              - {name: sync, service: billing, kind: heartbeat, period: 5m, grace: 1m}
            """.formatted(KEY);

    private final MutableClock clock = new MutableClock("2026-11-22T03:00:00Z");
    private final Ids ids = new Ids(clock, Randomness.seeded(1));
    private final List<UUID> looked = new ArrayList<>();

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Database ledger;

    @SuppressWarnings("NullAway.Init")
    private Catalogs catalogs;

    @SuppressWarnings("NullAway.Init")
    private Spool spool;

    @SuppressWarnings("NullAway.Init")
    private Heartbeats heartbeats;

    abstract Database open(Path in);

    @BeforeEach
    void start() {
        ledger = open(folder);
        catalogs = new Catalogs(
                ledger,
                new CatalogStore(
                        List.of(Service.KIND, Monitor.KIND),
                        new SecretBox(List.of(new byte[32]), Randomness.seeded(1))));
        var outcome = new Applying(ledger, catalogs, new Audit(ids), ids, clock)
                .files(Map.of("c.yaml", CONFIG), Map.of(), false, "omar");
        assertThat(outcome.problems()).isEmpty();
        restart();
    }

    private void restart() {
        if (spool != null) {
            spool.close();
        }
        spool = Spool.open(folder.resolve("pings"), () -> {});
        heartbeats = new Heartbeats(spool, ledger, catalogs, clock.instant());
        heartbeats.onPing(looked::add);
        heartbeats.tick(clock.instant());
    }

    @AfterEach
    void close() {
        spool.close();
        ledger.close();
    }

    private Item<Monitor> monitor(String name) {
        return catalogs.current().item(Monitor.KIND, name).orElseThrow();
    }

    private String look(String name) {
        Item<Monitor> item = monitor(name);
        ProbeResult result =
                heartbeats.look(item.id(), (HeartbeatSpec) item.value().spec(), clock.instant());
        return switch (result) {
            case ProbeResult.Failed(var _, var reason, String why) -> reason + " " + why;
            case ProbeResult.NotRun(String why) -> "NOT_RUN " + why;
            default -> result.getClass().getSimpleName();
        };
    }

    private Answer ping(String path, String body) {
        String[] parts = path.split("\\?")[0].split("/");
        var values = new HashMap<String, String>();
        for (int i = 0; i < parts.length; i++) {
            values.put(List.of("a", "b", "c").get(i), parts[i]);
        }
        Map<String, List<String>> query =
                path.contains("rid=") ? Map.of("rid", List.of(path.substring(path.indexOf("rid=") + 4))) : Map.of();
        Route route = new PingDoor(heartbeats, catalogs, ids, clock).routes().get(parts.length - 1);
        return route.endpoint()
                .answer(new Call(
                        "GET",
                        route.path(),
                        values,
                        query,
                        Map.of("user-agent", "curl/8"),
                        body.getBytes(StandardCharsets.UTF_8),
                        "192.0.2.1",
                        "http://c.example",
                        Principal.NOBODY));
    }

    private void pinged(String path) {
        assertThat(ping(path, "").status()).isEqualTo(200);
    }

    private void drain() {
        while (!spool.isEmpty()) {
            heartbeats.tick(clock.instant());
        }
    }

    private List<Ping> stored(String name) {
        return ledger.read(tx -> heartbeats.store().pings(tx, monitor(name).id(), 100));
    }

    @Test
    void silence_is_a_failure_once_the_grace_is_over() {
        assertThat(look("sync")).isEqualTo("NOT_RUN it has not said yet that it ran");
        pinged(KEY + "/sync");
        assertThat(looked).containsExactly(monitor("sync").id());
        clock.pass(Duration.ofSeconds(359));
        assertThat(look("sync")).isEqualTo("Passed");
        clock.pass(Duration.ofSeconds(1));
        assertThat(look("sync"))
                .isEqualTo(
                        "MISSED it was expected at 2026-11-22T03:05:00Z, with 1m of grace, and has not said that it ran since 2026-11-22T03:00:00Z");
        pinged(monitor("sync").id().toString());
        assertThat(look("sync")).isEqualTo("Passed");
    }

    @Test
    void a_job_that_pipes_megabytes_into_its_ping_is_heard() {
        assertThat(new PingDoor(heartbeats, catalogs, ids, clock).routes())
                .allMatch(route -> route.beyond() >= 16 << 20 && route.bodyLimit() >= 4 * Ping.BODY);
        assertThat(ping(KEY + "/sync/fail", "\u00fc".repeat(20_000)).status()).isEqualTo(200);
        drain();
        assertThat(stored("sync").getFirst().body()).hasSize(Ping.BODY);
    }

    @Test
    void a_wall_clock_schedule_is_kept_in_its_own_zone() {
        pinged(KEY + "/nightly-bill"); // 04:00 in Berlin
        clock.pass(Duration.ofHours(23).plusMinutes(29));
        assertThat(look("Nightly bill")).as("02:29 UTC is 03:29 in Berlin").isEqualTo("Passed");
        clock.pass(Duration.ofMinutes(1));
        assertThat(look("Nightly bill"))
                .startsWith("MISSED it was expected at 2026-11-23T02:00:00Z, with 30m of grace");
    }

    @Test
    void what_a_job_says_of_itself_counts() {
        assertThat(ping(KEY + "/sync/3", "disk full\nno space left on /var").status())
                .isEqualTo(200);
        assertThat(look("sync")).isEqualTo("REPORTED it said that it failed with exit code 3: no space left on /var");
        pinged(KEY + "/sync/log");
        assertThat(look("sync")).startsWith("REPORTED");
        pinged(KEY + "/sync/0");
        assertThat(look("sync")).isEqualTo("Passed");
        pinged(KEY + "/sync/fail");
        assertThat(look("sync")).isEqualTo("REPORTED it said that it failed");
    }

    @Test
    void a_run_that_never_ends_is_noticed_and_runs_are_paired() {
        pinged(KEY + "/nightly-bill/start?rid=r1");
        pinged(KEY + "/nightly-bill/start?rid=r2");
        clock.pass(Duration.ofMinutes(90));
        pinged(KEY + "/nightly-bill?rid=r2");
        drain();
        clock.pass(Duration.ofMinutes(31));
        assertThat(look("Nightly bill"))
                .isEqualTo("MISSED it started at 2026-11-22T03:00:00Z and has not ended after 2h");
        pinged(KEY + "/nightly-bill?rid=r1");
        assertThat(look("Nightly bill")).isEqualTo("Passed");
    }

    @Test
    void accepted_pings_survive_a_crash_and_are_stored_once() {
        pinged(KEY + "/sync");
        pinged(KEY + "/sync/1");
        restart(); // nothing was drained
        assertThat(look("sync")).startsWith("REPORTED");
        drain();
        assertThat(stored("sync")).extracting(Ping::kind).containsExactly(Ping.Kind.FAIL, Ping.Kind.SUCCESS);
        List<Ping> before = stored("sync");
        before.reversed().forEach(ping -> spool.append(ping.bytes())); // the spool forgot how far it was drained
        heartbeats.tick(clock.instant());
        assertThat(stored("sync")).isEqualTo(before);
        restart();
        assertThat(look("sync")).startsWith("REPORTED");
    }

    @Test
    void a_job_that_may_have_run_while_nobody_listened_is_unknown_and_not_missed() {
        pinged(KEY + "/sync");
        drain();
        clock.pass(Duration.ofMinutes(4));
        heartbeats.tick(clock.instant()); // the last sign of life before the machine goes down
        clock.pass(Duration.ofMinutes(10));
        restart();
        assertThat(look("sync"))
                .isEqualTo(
                        "NOT_RUN it may have run while Candor did not listen; the next word is expected by 2026-11-22T03:20:00Z");
        clock.pass(Duration.ofMinutes(6));
        assertThat(look("sync")).startsWith("MISSED it was expected by 2026-11-22T03:20:00Z");
    }

    @Test
    void a_job_that_was_missed_before_a_restart_stays_missed() {
        pinged(KEY + "/sync");
        drain();
        clock.pass(Duration.ofMinutes(10));
        heartbeats.tick(clock.instant());
        assertThat(look("sync")).startsWith("MISSED");
        clock.pass(Duration.ofSeconds(20));
        restart();
        assertThat(look("sync")).startsWith("MISSED it was expected at 2026-11-22T03:05:00Z");
    }

    @Test
    void a_flood_is_counted_and_only_its_end_is_kept() {
        for (int i = 0; i < 450; i++) {
            pinged(KEY + "/sync");
        }
        drain();
        assertThat(stored("sync")).hasSize(20);
        assertThat(ledger.read(tx ->
                                heartbeats.store().state(tx, monitor("sync").id()))
                        .orElseThrow()
                        .pings())
                .isEqualTo(450);
    }

    @Test
    void addresses_that_mean_nobody_or_say_nothing_are_answered_so() {
        assertThat(ping(KEY + "/nobody", "").status()).isEqualTo(404);
        assertThat(ping("00000000-0000-0000-0000-000000000000", "").status()).isEqualTo(404);
        assertThat(ping("wrongkey/sync", "").status()).isEqualTo(404);
        assertThat(ping(KEY + "/sync/256", "").status()).isEqualTo(400);
        assertThat(ping(KEY + "/sync/stop", "").status()).isEqualTo(400);
        assertThat(ping(KEY + "/sync", "x".repeat(20_000)).status()).isEqualTo(200);
        drain();
        assertThat(stored("sync").getFirst().body()).hasSize(Ping.BODY);
    }
}
