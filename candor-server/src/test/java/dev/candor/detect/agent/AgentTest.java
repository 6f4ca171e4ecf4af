package dev.candor.detect.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.candor.base.ids.Ids;
import dev.candor.base.ids.Randomness;
import dev.candor.base.json.Json;
import dev.candor.base.time.SystemTime;
import dev.candor.catalog.CatalogStore;
import dev.candor.catalog.Catalogs;
import dev.candor.catalog.Item;
import dev.candor.catalog.Location;
import dev.candor.catalog.Service;
import dev.candor.catalog.apply.Applying;
import dev.candor.detect.monitor.Monitor;
import dev.candor.platform.audit.Audit;
import dev.candor.platform.auth.Principal;
import dev.candor.platform.db.Database;
import dev.candor.platform.db.Migrations.Schema;
import dev.candor.platform.db.TestDatabases;
import dev.candor.platform.http.Answer;
import dev.candor.platform.http.Call;
import dev.candor.platform.http.Route;
import dev.candor.platform.secret.SecretBox;
import dev.candor.probe.ProbeResult;
import dev.candor.probe.Prober;
import dev.candor.probe.net.AddressGuard;
import dev.candor.probe.net.Resolution;
import dev.candor.testing.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real agent that looks at a real server and reports over real HTTP.
class AgentTest {
    private static final String KEY = "key-of-the-location-eu";

    private record Taken(String monitor, String location, Instant at, ProbeResult result, boolean history) {}

    private final List<Taken> taken = new CopyOnWriteArrayList<>();
    private final AtomicInteger hits = new AtomicInteger();
    private final AtomicInteger answers = new AtomicInteger(200);
    private final AtomicBoolean remembers = new AtomicBoolean(true);

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Database ledger;

    @SuppressWarnings("NullAway.Init")
    private Catalogs catalogs;

    @SuppressWarnings("NullAway.Init")
    private Sightings sightings;

    @SuppressWarnings("NullAway.Init")
    private HttpServer target;

    @SuppressWarnings("NullAway.Init")
    private HttpServer server;

    private int serverPort;

    @BeforeEach
    void open() throws IOException {
        target = listening(0);
        target.createContext("/", exchange -> {
            hits.incrementAndGet();
            assertThat(exchange.getRequestHeaders().getFirst("X-Key")).isEqualTo("sesame");
            exchange.sendResponseHeaders(answers.get(), -1);
            exchange.close();
        });
        target.start();
        ledger = TestDatabases.sqlite(Schema.LEDGER, folder);
        var ids = new Ids(SystemTime.wall(), Randomness.seeded(1));
        catalogs = new Catalogs(
                ledger,
                new CatalogStore(
                        List.of(Service.KIND, Location.KIND, Monitor.KIND),
                        new SecretBox(List.of(new byte[32]), Randomness.seeded(1))));
        String config = """
                services: [{name: shop}]
                locations: [{name: eu, keys: [%s]}, {name: us}]
                monitors:
                  - {name: seen, service: shop, kind: http, url: "http://127.0.0.1:%d/", every: 1s, locations: [eu, us], headers: {X-Key: sesame}}
                  - {name: unseen, service: shop, kind: http, url: "http://127.0.0.1:%d/", locations: [main, us]}
                """.formatted(
                        KEY, target.getAddress().getPort(), target.getAddress().getPort());
        var outcome = new Applying(ledger, catalogs, new Audit(ids), ids, SystemTime.wall())
                .files(Map.of("c.yaml", config), Map.of(), false, "omar");
        assertThat(outcome.problems()).isEmpty();
        forgetful();
        serve();
    }

    /// What a server knows of agents right after its start.
    private void forgetful() {
        sightings = new Sightings(ledger, catalogs, SystemTime.wall(), new Sightings.Taker() {
            @Override
            public boolean mayStore() {
                return remembers.get();
            }

            @Override
            public void look(Item<Monitor> monitor, String location, Instant at, ProbeResult result) {
                taken.add(new Taken(monitor.name(), location, at, result, false));
            }

            @Override
            public void history(Item<Monitor> monitor, String location, Instant at, ProbeResult result) {
                taken.add(new Taken(monitor.name(), location, at, result, true));
            }
        });
    }

    @AfterEach
    void close() {
        server.stop(0);
        target.stop(0);
        ledger.close();
    }

    private static HttpServer listening(int port) throws IOException {
        return HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 50);
    }

    private void serve() throws IOException {
        server = listening(serverPort);
        serverPort = server.getAddress().getPort();
        for (Route route : new AgentDoor(catalogs, sightings, Set::<UUID>of).routes()) {
            server.createContext(route.path(), exchange -> relay(route, exchange));
        }
        server.start();
    }

    private static void relay(Route route, HttpExchange exchange) throws IOException {
        var headers = Map.of(
                "authorization", String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        String query = exchange.getRequestURI().getQuery();
        Answer answer = route.endpoint()
                .answer(new Call(
                        exchange.getRequestMethod(),
                        route.path(),
                        Map.of(),
                        query == null ? Map.of() : Map.of("location", List.of(query.substring(query.indexOf('=') + 1))),
                        headers,
                        exchange.getRequestBody().readAllBytes(),
                        "127.0.0.1",
                        "http://c.example",
                        Principal.NOBODY));
        exchange.sendResponseHeaders(answer.status(), answer.body().length);
        exchange.getResponseBody().write(answer.body());
        exchange.close();
    }

    private AgentStore.Agent agent() {
        return java.util.Objects.requireNonNull(sightings.latest().get("eu"));
    }

    private Agent agent(String version, InstantSource clock) {
        var prober = new Prober(
                clock,
                SystemTime.elapsed(),
                SystemTime.sleeper(),
                Randomness.secure(),
                (name, _, _) -> new Resolution.NoSuchName(name, false),
                AddressGuard.allowing(List.of("127.0.0.0/8:1-65535")));
        return new Agent(
                        new AgentLine(URI.create("http://127.0.0.1:" + serverPort), KEY, "eu"),
                        new AgentFolder(folder.resolve("agent")),
                        clock,
                        SystemTime.elapsed(),
                        SystemTime.sleeper(),
                        new Ids(clock, Randomness.secure()),
                        version,
                        prober)
                .start();
    }

    @Test
    void what_an_agent_sees_is_taken_once_through_cuts_and_restarts_with_another_version() throws IOException {
        try (Agent first = agent("0.1.0", SystemTime.wall())) {
            Eventually.until("the agent goes on", () -> taken.size() >= 2);
            assertThat(taken).allSatisfy(it -> {
                assertThat(it.monitor()).isEqualTo("seen");
                assertThat(it.location()).isEqualTo("eu");
                assertThat(it.result()).isInstanceOf(ProbeResult.Passed.class);
            });
            server.stop(0); // the line is cut
            answers.set(503);
            int before = hits.get();
            Eventually.until("the agent goes on", () -> hits.get() >= before + 3 && first.waiting() >= 3);
        }
        assertThat(taken).noneMatch(it -> it.result() instanceof ProbeResult.Failed);
        try (Agent second = agent("0.2.0", SystemTime.wall())) {
            int before = hits.get();
            Eventually.until(
                    "the agent goes on",
                    () -> hits.get() > before); // it goes on with what it was told before its restart
            serve();
            Eventually.until("the agent goes on", () -> second.waiting() == 0 && taken.size() >= hits.get());
            Eventually.until("the agent goes on", () -> agent().version().equals("0.2.0"));
        }
        assertThat(taken.stream().filter(it -> it.result() instanceof ProbeResult.Failed))
                .hasSizeGreaterThanOrEqualTo(4);
        assertThat(taken).hasSizeLessThanOrEqualTo(hits.get());
        assertThat(taken).extracting(Taken::at).isSorted();
        assertThat(Files.getPosixFilePermissions(folder.resolve("agent"))).hasSize(3);
    }

    @Test
    void a_wrong_clock_is_set_right_and_named() {
        try (Agent early = agent("0.1.0", () -> Instant.now().plus(Duration.ofHours(1)))) {
            Eventually.until("the agent goes on", () -> taken.size() >= 2);
            assertThat(early.waiting()).isLessThan(100);
        }
        assertThat(taken).allSatisfy(it -> {
            assertThat(it.at()).isBetween(Instant.now().minusSeconds(60), Instant.now());
            assertThat(it.history()).isFalse();
        });
        assertThat(agent().skew()).isBetween(Duration.ofMinutes(59), Duration.ofMinutes(61));
    }

    private Answer call(int route, String key, String body) {
        Route to = new AgentDoor(catalogs, sightings, Set::<UUID>of).routes().get(route);
        return to.endpoint()
                .answer(new Call(
                        to.method(),
                        to.path(),
                        Map.of(),
                        Map.of(),
                        Map.of("authorization", "Bearer " + key),
                        body.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        "127.0.0.1",
                        "http://c.example",
                        Principal.NOBODY));
    }

    private String report(long protocol, String location, String more) {
        return Json.write(Json.object(
                        "protocol",
                        protocol,
                        "location",
                        location,
                        "run",
                        "01890000-0000-7000-8000-000000000000",
                        "sent_at",
                        Instant.now().toEpochMilli(),
                        "results",
                        List.of()))
                .replace("\"results\":[]", "\"results\":[" + more + "]");
    }

    @Test
    void strangers_stolen_keys_and_old_versions_are_refused_in_words() {
        assertThat(call(0, "not-the-key-of-anybody", "").status()).isEqualTo(401);
        assertThat(call(1, "", report(1, "eu", "")).status()).isEqualTo(401);
        assertThat(call(1, KEY, report(1, "us", "")).status())
                .as("a key reports for its own location only")
                .isEqualTo(403);
        Answer old = call(1, KEY, report(0, "eu", ""));
        assertThat(old.status()).isEqualTo(400);
        assertThat(new String(old.body(), java.nio.charset.StandardCharsets.UTF_8))
                .contains("This server speaks protocol 1, the agent said 0");
        UUID unseen =
                catalogs.current().item(Monitor.KIND, "unseen").orElseThrow().id();
        String foreign =
                "{\"run\":\"01890000-0000-7000-8000-000000000000\",\"seq\":1,\"monitor\":\"" + unseen + "\",\"at\":"
                        + Instant.now().toEpochMilli() + ",\"outcome\":\"failed\",\"reason\":\"X\",\"detail\":\"no\"}";
        assertThat(call(1, KEY, report(1, "eu", foreign + ",{\"broken\":true},7"))
                        .status())
                .isEqualTo(200);
        assertThat(taken).as("it does not look at that one").isEmpty();
        assertThat(new String(call(0, KEY, "").body(), java.nio.charset.StandardCharsets.UTF_8))
                .contains("sesame")
                .doesNotContain("unseen");
    }

    @Test
    void what_waited_long_is_history_and_a_repeat_is_left_out() {
        UUID seen = catalogs.current().item(Monitor.KIND, "seen").orElseThrow().id();
        String template = "{\"run\":\"01890000-0000-7000-8000-000000000001\",\"seq\":%d,\"monitor\":\"" + seen
                + "\",\"at\":%d,\"outcome\":\"failed\",\"reason\":\"TIMEOUT\",\"detail\":\"no answer\",\"phases\":[1,2,3,4,5]}";
        long now = Instant.now().toEpochMilli();
        String both = template.formatted(1, now - 600_000) + "," + template.formatted(2, now - 100);

        assertThat(call(1, KEY, report(1, "eu", both)).status()).isEqualTo(200);
        assertThat(call(1, KEY, report(1, "eu", both)).status()).isEqualTo(200);

        assertThat(taken).extracting(Taken::history).containsExactly(true, false);
    }

    /// Else the first report of this start would stand for when its agent was heard before it.
    @Test
    void nothing_is_stored_of_agents_before_it_is_known_who_was_heard_before_the_start() {
        remembers.set(false);
        assertThat(call(1, KEY, report(1, "eu", "")).status()).isEqualTo(200);
        assertThat(ledger.<Integer>read(
                        tx -> sightings.store().since(tx, Instant.EPOCH).size()))
                .isZero();
        assertThat(agent().location()).isEqualTo("eu");
        remembers.set(true);
        assertThat(call(1, KEY, report(1, "eu", "")).status()).isEqualTo(200);
        assertThat(ledger.<Integer>read(
                        tx -> sightings.store().since(tx, Instant.EPOCH).size()))
                .isOne();
    }

    @Test
    void a_report_that_lay_on_a_cut_line_keeps_its_times() {
        UUID seen = catalogs.current().item(Monitor.KIND, "seen").orElseThrow().id();
        String template = "{\"run\":\"01890000-0000-7000-8000-000000000000\",\"seq\":%d,\"monitor\":\"" + seen
                + "\",\"at\":%d,\"outcome\":\"passed\",\"phases\":[1,2,3,4,5]}";
        Instant now = Instant.now();
        assertThat(call(1, KEY, report(1, "eu", "")).status()).isEqualTo(200); // its clock is right
        Instant written = now.minusSeconds(16);
        String late = report(
                        1, "eu", template.formatted(1, written.minusSeconds(1).toEpochMilli()))
                .replaceFirst("\"sent_at\":[0-9]+", "\"sent_at\":" + written.toEpochMilli());
        assertThat(call(1, KEY, late).status()).isEqualTo(200);

        assertThat(taken)
                .singleElement()
                .satisfies(it -> assertThat(it.at())
                        .isEqualTo(Instant.ofEpochMilli(written.minusSeconds(1).toEpochMilli())));
    }

    @Test
    void a_clock_that_is_set_right_is_believed_at_once() {
        UUID seen = catalogs.current().item(Monitor.KIND, "seen").orElseThrow().id();
        String template = "{\"run\":\"01890000-0000-7000-8000-000000000000\",\"seq\":%d,\"monitor\":\"" + seen
                + "\",\"at\":%d,\"outcome\":\"passed\",\"phases\":[1,2,3,4,5]}";
        long ahead = Instant.now().plus(Duration.ofHours(1)).toEpochMilli();
        String early = report(1, "eu", template.formatted(1, ahead - 100))
                .replaceFirst("\"sent_at\":[0-9]+", "\"sent_at\":" + ahead);
        assertThat(call(1, KEY, early).status()).isEqualTo(200);
        assertThat(agent().skew()).isBetween(Duration.ofMinutes(59), Duration.ofMinutes(61));

        long right = Instant.now().toEpochMilli();
        assertThat(call(1, KEY, report(1, "eu", template.formatted(2, right - 100)))
                        .status())
                .isEqualTo(200);
        assertThat(taken).hasSize(2).allSatisfy(it -> {
            assertThat(it.history()).isFalse();
            assertThat(it.at()).isBetween(Instant.now().minusSeconds(60), Instant.now());
        });
        assertThat(agent().skew()).isZero();
    }

    /// Its looks waited for the line; three minutes old, they must not seem new by the new time.
    @Test
    void what_waited_while_the_clock_was_set_back_is_no_newer_for_it() {
        UUID seen = catalogs.current().item(Monitor.KIND, "seen").orElseThrow().id();
        String template = "{\"run\":\"01890000-0000-7000-8000-000000000000\",\"seq\":%d,\"monitor\":\"" + seen
                + "\",\"at\":%d,\"outcome\":\"passed\",\"phases\":[1,2,3,4,5]}";
        long now = Instant.now().toEpochMilli();
        assertThat(call(1, KEY, report(1, "eu", "")).status()).isEqualTo(200); // its clock is right
        long sent = now - 600_000; // set back by ten minutes since
        String waiting = template.formatted(1, now - 180_000) + "," + template.formatted(2, sent - 1_000);
        String late = report(1, "eu", waiting).replaceFirst("\"sent_at\":[0-9]+", "\"sent_at\":" + sent);
        assertThat(call(1, KEY, late).status()).isEqualTo(200);

        assertThat(taken).extracting(Taken::history).containsExactly(true, false);
    }

    @Test
    void times_and_runs_that_are_none_are_refused_in_words() {
        String far = report(1, "eu", "").replaceFirst("\"sent_at\":[0-9]+", "\"sent_at\":9223372036854775807");
        assertThat(call(1, KEY, far).status()).isEqualTo(400);
        String dashes = report(1, "eu", "").replaceFirst("\"run\":\"[^\"]+\"", "\"run\":\"" + "-".repeat(36) + "\"");
        assertThat(call(1, KEY, dashes).status()).isEqualTo(400);
        assertThat(new String(call(1, KEY, dashes).body(), java.nio.charset.StandardCharsets.UTF_8))
                .contains("a UUID");
    }

    @Test
    void results_of_an_earlier_run_are_taken_once_also_when_the_server_starts_again() {
        UUID seen = catalogs.current().item(Monitor.KIND, "seen").orElseThrow().id();
        String earlier = "{\"run\":\"01890000-0000-7000-8000-00000000000a\",\"seq\":%d,\"monitor\":\"" + seen
                + "\",\"at\":" + Instant.now().toEpochMilli() + ",\"outcome\":\"passed\",\"phases\":[1,2,3,4,5]}";
        String body = report(1, "eu", earlier.formatted(1) + "," + earlier.formatted(2));
        assertThat(call(1, KEY, body).status()).isEqualTo(200);
        forgetful();
        assertThat(call(1, KEY, body).status()).isEqualTo(200);
        assertThat(taken).hasSize(2);
    }

    @Test
    void two_agents_of_one_address_have_each_its_own_clock() {
        UUID seen = catalogs.current().item(Monitor.KIND, "seen").orElseThrow().id();
        String template = "{\"run\":\"%s\",\"seq\":1,\"monitor\":\"" + seen
                + "\",\"at\":%d,\"outcome\":\"passed\",\"phases\":[1,2,3,4,5]}";
        String right = "01890000-0000-7000-8000-000000000000";
        String ahead = "01890000-0000-7000-8000-00000000000b";
        Instant now = Instant.now();
        Instant there = now.plusSeconds(30);
        String early = report(1, "eu", template.formatted(ahead, there.toEpochMilli()))
                .replaceFirst("\"sent_at\":[0-9]+", "\"sent_at\":" + there.toEpochMilli())
                .replaceFirst(right, ahead);
        assertThat(call(1, KEY, early).status()).isEqualTo(200);
        assertThat(call(1, KEY, report(1, "eu", "")).status()).isEqualTo(200); // as an agent does when it starts
        Instant looked = now.minusSeconds(1);
        assertThat(call(1, KEY, report(1, "eu", template.formatted(right, looked.toEpochMilli())))
                        .status())
                .isEqualTo(200);
        assertThat(taken).hasSize(2);
        assertThat(taken.getLast().at()).isEqualTo(Instant.ofEpochMilli(looked.toEpochMilli()));
    }

    @Test
    void what_the_ledger_cannot_say_now_is_asked_again() {
        UUID seen = catalogs.current().item(Monitor.KIND, "seen").orElseThrow().id();
        String earlier = "{\"run\":\"01890000-0000-7000-8000-00000000000a\",\"seq\":%d,\"monitor\":\"" + seen
                + "\",\"at\":" + Instant.now().toEpochMilli() + ",\"outcome\":\"passed\",\"phases\":[1,2,3,4,5]}";
        String body = report(1, "eu", earlier.formatted(1) + "," + earlier.formatted(2));
        assertThat(call(1, KEY, body).status()).isEqualTo(200);
        forgetful();
        rename("agent", "agent_away");
        String empty = report(1, "eu", "").replaceFirst("-000000000000", "-00000000000a");
        assertThat(call(1, KEY, empty).status()).isEqualTo(200); // how far it came cannot be read
        rename("agent_away", "agent");
        assertThat(call(1, KEY, body).status()).isEqualTo(200);
        assertThat(taken).hasSize(2);
    }

    private void rename(String table, String to) {
        ledger.inTransaction(tx -> {
            tx.update("ALTER TABLE " + table + " RENAME TO " + to);
            return true;
        });
    }
}
