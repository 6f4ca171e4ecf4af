package dev.candor.detect.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.candor.base.ids.Ids;
import dev.candor.base.ids.Randomness;
import dev.candor.base.time.SystemTime;
import dev.candor.catalog.CatalogStore;
import dev.candor.catalog.Catalogs;
import dev.candor.catalog.Item;
import dev.candor.catalog.Service;
import dev.candor.catalog.apply.Applying;
import dev.candor.detect.Severity;
import dev.candor.detect.Signal;
import dev.candor.detect.SignalStore;
import dev.candor.detect.monitor.Monitor;
import dev.candor.detect.monitor.MonitorStore;
import dev.candor.platform.Platform;
import dev.candor.platform.audit.Audit;
import dev.candor.platform.db.Database;
import dev.candor.platform.secret.SecretBox;
import dev.candor.probe.http.GuardedHttp;
import dev.candor.probe.net.AddressGuard;
import dev.candor.probe.net.DnsResolver;
import dev.candor.testing.MutableClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Vendors followed over real HTTP, from their page to the signal; on both engines.
abstract class VendorsContract {
    private final MutableClock clock = new MutableClock("2026-11-22T09:00:00Z");
    private final Ids ids = new Ids(clock, Randomness.seeded(5));
    private final SignalStore signals = new SignalStore();
    private final Map<String, String> pages = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Database ledger;

    @SuppressWarnings("NullAway.Init")
    private Database results;

    @SuppressWarnings("NullAway.Init")
    private Catalogs catalogs;

    @SuppressWarnings("NullAway.Init")
    private Applying applying;

    @SuppressWarnings("NullAway.Init")
    private HttpServer server;

    @SuppressWarnings("NullAway.Init")
    private GuardedHttp http;

    @SuppressWarnings("NullAway.Init")
    private Vendors vendors;

    abstract Database open(Path in);

    abstract Database openResults(Path in);

    @BeforeEach
    void start() throws IOException {
        ledger = open(folder);
        results = openResults(folder);
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
        var secrets = new SecretBox(List.of(new byte[32]), Randomness.seeded(1));
        catalogs = new Catalogs(ledger, new CatalogStore(List.of(Service.KIND, Monitor.KIND, Vendor.KIND), secrets));
        applying = new Applying(ledger, catalogs, new Audit(ids), ids, clock);
        http = new GuardedHttp(
                clock,
                SystemTime.elapsed(),
                DnsResolver.system(SystemTime.elapsed()),
                AddressGuard.allowing(List.of("127.0.0.0/8:1024-65535")));
        var platform = new Platform(
                clock, SystemTime.elapsed(), SystemTime.sleeper(), ids, Randomness.seeded(2), ledger, results, secrets);
        vendors = new Vendors(platform, catalogs, signals, new PageFetch(http, Duration.ofSeconds(3)), Runnable::run);
    }

    @AfterEach
    void close() {
        server.stop(0);
        http.close();
        threads.shutdownNow();
        ledger.close();
        results.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            asked.add(path);
            exchange.getRequestBody().readAllBytes();
            String text = pages.get(path);
            byte[] body = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
            String tag = "\"" + (text == null ? 0 : text.hashCode()) + "\"";
            if (text == null) {
                exchange.sendResponseHeaders(404, -1);
            } else if (text.startsWith("redirect ")) {
                exchange.getResponseHeaders().set("Location", text.substring("redirect ".length()));
                exchange.sendResponseHeaders(302, -1);
            } else if (text.startsWith("status ")) {
                exchange.sendResponseHeaders(Integer.parseInt(text.substring("status ".length())), -1);
            } else if (text.equals("bomb")) {
                var packed = new ByteArrayOutputStream();
                try (var gzip = new GZIPOutputStream(packed)) {
                    gzip.write(new byte[64 << 20]);
                }
                exchange.getResponseHeaders().set("Content-Encoding", "gzip");
                exchange.sendResponseHeaders(200, packed.size());
                exchange.getResponseBody().write(packed.toByteArray());
            } else if (text.equals("stops")) {
                exchange.sendResponseHeaders(200, 1000); // and the rest never comes
            } else if (tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
                exchange.sendResponseHeaders(304, -1);
            } else {
                exchange.getResponseHeaders().set("ETag", tag);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        }
    }

    private void configure(String more) {
        String host = "127.0.0.1:" + server.getAddress().getPort();
        var outcome = applying.files(Map.of("c.yaml", """
                services: [{name: letters}]
                monitors: [{name: mail-api, service: letters, kind: http, url: "http://%s/api"}]
                vendors: [{name: mail, page: "http://%s", hosts: ["127.0.0.1"]%s}]
                """.formatted(host, host, more)), Map.of(), false, "omar");
        assertThat(outcome.problems()).isEmpty();
    }

    private Item<Vendor> mail() {
        return catalogs.current().item(Vendor.KIND, "mail").orElseThrow();
    }

    private VendorState look() {
        clock.pass(Duration.ofMinutes(3));
        vendors.tick(clock.instant());
        return state();
    }

    private VendorState state() {
        return ledger.read(tx -> vendors.store().find(tx, mail().id()))
                .orElseThrow()
                .state();
    }

    private List<VendorStore.Seen> open() {
        return ledger.read(tx -> vendors.store().open(tx, mail().id()));
    }

    private List<VendorStore.Seen> events() {
        return ledger.read(tx -> vendors.store().events(tx, mail().id(), 10));
    }

    private List<VendorStore.Change> changes() {
        return ledger.read(tx -> vendors.store().changes(tx, mail().id(), 10));
    }

    private List<Signal> signals() {
        return ledger.read(tx -> signals.pending(tx, 100));
    }

    private void well() {
        pages.put("/api/v2/summary.json", Documents.statuspage("none", "operational", ""));
        pages.put("/api/v2/incidents.json", "{\"incidents\":[]}");
    }

    private void trouble() {
        pages.put(
                "/api/v2/summary.json",
                Documents.statuspage("major", "partial_outage", Documents.incident("i1", "identified", "major")));
        pages.put(
                "/api/v2/incidents.json", "{\"incidents\":[" + Documents.incident("i1", "identified", "major") + "]}");
    }

    @Test
    void what_is_dated_ahead_is_neither_running_nor_the_newest_and_keeps_its_date() {
        configure("");
        well();
        look();
        clock.set(Instant.parse("2026-11-22T10:00:00Z"));
        String ahead = Documents.incident("i2", "investigating", "critical")
                .replace("2026-11-22", "2026-12-24")
                .replace("Letters are slow", "Dated by mistake");
        String real = Documents.incident("i1", "identified", "major");
        pages.put("/api/v2/summary.json", Documents.statuspage("none", "operational", ahead));
        pages.put("/api/v2/incidents.json", "{\"incidents\":[" + ahead + "]}");
        assertThat(look().standing()).isEqualTo(Standing.OPERATIONAL);
        assertThat(signals()).isEmpty();
        pages.put("/api/v2/summary.json", Documents.statuspage("none", "operational", ahead + "," + real));
        pages.put("/api/v2/incidents.json", "{\"incidents\":[" + ahead + "," + real + "]}");
        assertThat(look().standing()).isEqualTo(Standing.PARTIAL_OUTAGE);
        look();
        assertThat(events()).extracting(seen -> seen.event().id()).containsExactly("i1", "i2");
        VendorReport.Event kept = events().getLast().event();
        assertThat(kept.startedAt()).isEqualTo(Instant.parse("2026-12-24T09:10:00Z"));
        assertThat(kept.saidAt()).isEqualTo(Instant.parse("2026-11-22T10:03:00Z"));
        var line = ledger.read(tx -> new VendorViews(vendors, new MonitorStore()).line(tx, mail(), clock.instant()));
        assertThat(line.open()).extracting(seen -> seen.event().id()).containsExactly("i1");
        assertThat(line.known().orElseThrow().changedAt()).isEmpty();
    }

    @Test
    void trouble_is_told_once_to_the_service_behind_the_host_and_so_is_its_end() {
        configure("");
        well();
        assertThat(look().standing()).isEqualTo(Standing.OPERATIONAL);
        assertThat(signals()).isEmpty();
        trouble();
        assertThat(look().standing()).isEqualTo(Standing.PARTIAL_OUTAGE);
        look();
        assertThat(signals()).singleElement().satisfies(signal -> {
            assertThat(signal.event()).isEqualTo(Signal.Event.FIRING);
            assertThat(signal.service()).isEqualTo("letters");
            assertThat(signal.severity()).isEqualTo(Severity.INFO);
            assertThat(signal.summary()).contains("Vendor mail reports partial outage: Letters are slow");
        });
        well();
        assertThat(look().standing()).isEqualTo(Standing.OPERATIONAL);
        assertThat(signals()).extracting(Signal::event).containsExactly(Signal.Event.FIRING, Signal.Event.RECOVERED);
        assertThat(changes())
                .extracting(VendorStore.Change::standing)
                .containsExactly(Standing.OPERATIONAL, Standing.PARTIAL_OUTAGE, Standing.OPERATIONAL);
    }

    @Test
    void what_they_said_when_is_kept_and_an_incident_that_is_listed_no_more_has_ended() {
        configure("");
        clock.set(Instant.parse("2026-11-22T09:30:00Z"));
        well();
        look();
        trouble();
        look();
        assertThat(open()).singleElement().satisfies(seen -> {
            // Dated 09:20, but not there when we looked at 09:33.
            assertThat(seen.event().saidAt()).isEqualTo("2026-11-22T09:33:00Z");
            assertThat(seen.event().startedAt()).isEqualTo("2026-11-22T09:10:00Z");
            assertThat(seen.firstSeenAt()).isEqualTo("2026-11-22T09:36:00Z");
            assertThat(seen.event().updates()).hasSize(2);
        });
        well();
        look();
        assertThat(open()).isEmpty();
        assertThat(events())
                .singleElement()
                .satisfies(seen -> assertThat(seen.event().endedAt()).contains(clock.instant()));
    }

    @Test
    void never_tells_nobody_and_warning_pages() {
        configure(", tell: never");
        trouble();
        assertThat(look().standing()).isEqualTo(Standing.PARTIAL_OUTAGE);
        assertThat(signals()).isEmpty();
        configure(", tell: warning");
        look();
        assertThat(signals()).extracting(Signal::severity).containsExactly(Severity.WARNING);
        configure(", tell: never");
        look();
        assertThat(signals()).extracting(Signal::event).containsExactly(Signal.Event.FIRING, Signal.Event.WITHDRAWN);
    }

    @Test
    void a_page_that_cannot_be_read_is_no_alert_and_never_well() {
        configure("");
        for (String mishap : List.of(
                "<!doctype html><title>All Systems Operational</title>",
                "",
                "status 403",
                "status 503",
                "redirect http://localhost:" + server.getAddress().getPort() + "/api/v2/summary.json",
                "bomb",
                "stops",
                "{\"page\":{}}",
                Documents.statuspage("none", "operational", "").replace("2026-11-20", "2022-01-01"))) {
            pages.clear();
            pages.put("/api/v2/summary.json", mishap);
            clock.pass(Duration.ofHours(2));
            VendorState state = look();
            assertThat(state.readable()).as(mishap).isFalse();
            assertThat(state.standing()).as(mishap).isEqualTo(Standing.UNKNOWN);
            assertThat(state.unreadable()).as(mishap).isNotBlank();
        }
        assertThat(signals()).isEmpty();
    }

    @Test
    void reasons_say_what_happened() {
        configure(", format: statuspage");
        assertThat(look().unreadable()).isEqualTo("it answers 404");
        pages.put("/api/v2/summary.json", "bomb");
        clock.pass(Duration.ofHours(2));
        assertThat(look().unreadable()).isEqualTo("it is larger than 2 MiB");
        pages.put(
                "/api/v2/summary.json",
                "redirect http://localhost:" + server.getAddress().getPort() + "/x");
        pages.put("/x", Documents.statuspage("none", "operational", ""));
        clock.pass(Duration.ofHours(2));
        assertThat(look().unreadable()).contains("it leads to localhost");
        pages.put("/api/v2/summary.json", "status 401");
        clock.pass(Duration.ofHours(2));
        assertThat(look().unreadable()).contains("wants to know who asks");
    }

    @Test
    void trouble_that_was_told_stays_for_an_hour_of_silence_and_is_then_withdrawn() {
        configure("");
        trouble();
        look();
        pages.clear();
        assertThat(look().readable()).isTrue(); // one look that failed is no state yet
        assertThat(look().readable()).isFalse();
        assertThat(signals()).hasSize(1);
        assertThat(open()).hasSize(1);
        clock.pass(Duration.ofMinutes(70));
        look();
        assertThat(signals()).extracting(Signal::event).containsExactly(Signal.Event.FIRING, Signal.Event.WITHDRAWN);
    }

    @Test
    void the_format_is_found_once_and_remembered() {
        configure("");
        pages.put("/history.atom", Documents.ATOM);
        look();
        assertThat(state().source()).isEqualTo("atom");
        assertThat(asked).containsExactly("/api/v2/summary.json", "/proxy/127.0.0.1", "/summary.json", "/history.atom");
        asked.clear();
        look();
        assertThat(asked).containsExactly("/history.atom");
        pages.clear();
        pages.put("/summary.json", Documents.INSTATUS);
        look();
        assertThat(state().source()).isEqualTo("instatus");
    }

    @Test
    void what_did_not_change_is_not_sent_again_and_one_changed_document_brings_both() {
        configure("");
        trouble();
        look();
        var before = state();
        var after = look();
        assertThat(after.readAt()).isNotEqualTo(before.readAt());
        assertThat(after.standing()).isEqualTo(Standing.PARTIAL_OUTAGE);
        assertThat(open()).hasSize(1);
        pages.put("/api/v2/summary.json", Documents.statuspage("none", "operational", ""));
        look();
        assertThat(state().standing()).isEqualTo(Standing.PARTIAL_OUTAGE); // the list has it still open
        pages.put("/api/v2/incidents.json", "{\"incidents\":[]}");
        assertThat(look().standing()).isEqualTo(Standing.OPERATIONAL);
    }

    @Test
    void it_is_looked_at_when_it_is_due_and_ever_more_seldom_while_it_fails() {
        configure(", every: 1m");
        well();
        vendors.tick(clock.instant());
        int first = asked.size();
        vendors.tick(clock.pass(Duration.ofSeconds(50)));
        assertThat(asked).hasSize(first);
        vendors.tick(clock.pass(Duration.ofSeconds(20)));
        assertThat(asked).hasSizeGreaterThan(first);
        pages.clear();
        for (int i = 0; i < 9; i++) {
            clock.pass(Duration.ofMinutes(40));
            vendors.tick(clock.instant());
        }
        int many = asked.size();
        vendors.tick(clock.pass(Duration.ofMinutes(20)));
        assertThat(asked).hasSize(many);
    }

    @Test
    void a_vendor_that_is_followed_no_more_is_forgotten_and_its_alert_withdrawn() {
        configure("");
        trouble();
        look();
        Item<Vendor> gone = mail();
        var outcome = applying.files(Map.of("c.yaml", "services: [{name: letters}]"), Map.of(), false, "omar");
        assertThat(outcome.problems()).isEmpty();
        vendors.tick(clock.pass(Duration.ofMinutes(1)));
        boolean known = ledger.read(tx -> vendors.store().find(tx, gone.id())).isPresent();
        assertThat(known).isFalse();
        assertThat(signals()).extracting(Signal::event).containsExactly(Signal.Event.FIRING, Signal.Event.WITHDRAWN);
    }

    @Test
    void old_events_are_pruned_and_open_ones_stay() {
        configure("");
        trouble();
        look();
        pages.put(
                "/api/v2/incidents.json",
                Documents.COMPATIBLE_INCIDENTS.replace(
                        "}]}", "}," + Documents.incident("i1", "identified", "major") + "]}"));
        look();
        assertThat(events()).hasSize(3);
        ledger.inTransaction(tx -> {
            vendors.store().prune(tx, clock.instant());
            return true;
        });
        assertThat(events())
                .extracting(seen -> seen.event().title())
                .containsExactlyInAnyOrder("Letters are slow", "Nobody can sign in");
    }

    @Test
    void a_monitor_of_their_host_shows_what_they_say() {
        configure("");
        clock.set(Instant.parse("2026-11-22T09:30:00Z"));
        trouble();
        look();
        var views = new VendorViews(vendors, new MonitorStore());
        Item<Monitor> monitor =
                catalogs.current().item(Monitor.KIND, "mail-api").orElseThrow();
        Instant now = clock.instant();
        List<VendorViews.Beside> besides =
                ledger.read(tx -> views.beside(tx, monitor, now, java.util.Optional.empty(), now));
        assertThat(besides).singleElement().satisfies(beside -> {
            assertThat(beside.vendor()).isEqualTo("mail");
            assertThat(beside.comparison().words()).isEqualTo("they say trouble, we see none");
        });
        assertThat(ledger.read(tx -> views.view(tx, mail(), now)).line().word()).isEqualTo("partial outage");
    }
}
