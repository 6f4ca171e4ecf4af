package dev.candor.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.base.ids.Ids;
import dev.candor.base.ids.Randomness;
import dev.candor.platform.auth.AccessStore;
import dev.candor.platform.auth.Action;
import dev.candor.platform.auth.Gate;
import dev.candor.platform.auth.Hashes;
import dev.candor.platform.auth.People;
import dev.candor.platform.auth.Resource;
import dev.candor.platform.auth.Role;
import dev.candor.platform.db.Database;
import dev.candor.platform.db.Migrations.Schema;
import dev.candor.platform.db.TestDatabases;
import dev.candor.testing.Eventually;
import dev.candor.testing.ExpectedErrors;
import dev.candor.testing.MutableClock;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The origin over real sockets, as clients of all kinds speak to it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebServerTest {
    private final MutableClock clock = new MutableClock("2026-03-02T03:00:00Z");
    private final AccessStore access = new AccessStore();
    private int sessions;
    private final EventStream events = new EventStream();
    private final Map<String, Role> people = Map.of("vera", Role.VIEWER, "ana", Role.RESPONDER, "omar", Role.ADMIN);

    @SuppressWarnings("NullAway.Init")
    private Database ledger;

    @SuppressWarnings("NullAway.Init")
    private Gate gate;

    @SuppressWarnings("NullAway.Init")
    private WebServer server;

    private final List<String> beginnings = new CopyOnWriteArrayList<>();

    @BeforeAll
    void start(@TempDir Path folder) {
        ledger = TestDatabases.sqlite(Schema.LEDGER, folder);
        var names = new People() {
            @Override
            public Optional<Role> role(String person) {
                return Optional.ofNullable(people.get(person));
            }

            @Override
            public Optional<String> named(String nameOrEmail) {
                return Optional.of(nameOrEmail);
            }
        };
        gate = new Gate(ledger, access, names, new Ids(clock, Randomness.seeded(1)), Randomness.seeded(2), clock);
        Access anybody = Access.anybody("a test");
        var routes = new ArrayList<Route>(List.of(
                Route.get("/", anybody, _ -> Answer.text(200, "root")),
                Route.get("/things/{name}", anybody, call -> Answer.text(200, "thing " + call.value("name"))),
                Route.get("/things/new", anybody, _ -> Answer.text(200, "a new one")),
                Route.get("/files/{rest...}", anybody, call -> Answer.text(200, "file " + call.value("rest"))),
                Route.of("POST", "/json", anybody, 1000, call -> Answer.json(call.json())),
                Route.of("POST", "/beginning", anybody, 10, call -> {
                            beginnings.add(text(call.body()));
                            return Answer.text(200, text(call.body()));
                        })
                        .beginningOf(1 << 20),
                Route.get("/whoami", anybody, call -> Answer.text(200, call.address() + " " + call.origin())),
                Route.get("/empty", anybody, _ -> Answer.empty(204)),
                Route.get("/bug", anybody, _ -> {
                    throw new IllegalStateException("planted");
                }),
                Route.get("/refuse", anybody, _ -> {
                    throw new RefusedException(Answer.problem(409, "No", "not like this"));
                }),
                Route.get("/events", anybody, _ -> Answer.events(events.opening("test", "state", "now"))),
                Route.get(
                        "/events/{owner}",
                        anybody,
                        call -> Answer.events(events.opening(
                                call.value("owner"), () -> welcome(call.value("owner")), "state", "now")))));
        for (Resource resource : Resource.values()) {
            for (Action action : Action.values()) {
                String path = "/gate/" + resource + "/" + action;
                routes.add(Route.get(
                        path,
                        Access.permitted(resource, action),
                        call -> Answer.text(200, call.principal().actor())));
                routes.add(Route.post(
                        path,
                        Access.permitted(resource, action),
                        call -> Answer.text(200, call.principal().actor())));
            }
        }
        server = new WebServer(
                new InetSocketAddress("127.0.0.1", 0),
                new Router(routes),
                gate,
                TrustedProxies.of(List.of("192.0.2.1")),
                Optional.of("https://console.example"),
                Optional.empty());
        server.start();
    }

    @AfterAll
    void stop() {
        events.closeAll();
        server.close();
        ledger.close();
    }

    private static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }

    @Test
    void where_the_beginning_of_a_body_is_enough_a_long_one_is_read_to_its_end_and_an_endless_one_is_cut_off()
            throws IOException {
        Reply whole = send("POST", "/beginning", "0123456789" + "x".repeat(1 << 20));
        assertThat(whole.status()).isEqualTo(200);
        assertThat(whole.body()).isEqualTo("0123456789");
        assertThat(send("POST", "/beginning", "short").body()).isEqualTo("short");
        String much = "POST /beginning HTTP/1.1\r\nHost: console.example\r\nContent-Length: 4000000\r\n\r\n"
                + "0".repeat(10 + (1 << 20));
        Reply endless = raw(much); // the rest never comes, and nobody waits for it
        assertThat(endless.status()).isEqualTo(200);
        assertThat(endless.headers()).containsEntry("Connection", "close");
    }

    @Test
    void where_the_beginning_of_a_body_is_enough_one_that_breaks_off_still_is_a_request() throws Exception {
        int before = beginnings.size();
        String head = "POST /beginning HTTP/1.1\r\nHost: console.example\r\nContent-Length: 4000\r\n\r\n";
        for (String sent : List.of("", "01234", "0123456789" + "x".repeat(1000))) {
            try (Socket socket = connect()) {
                socket.getOutputStream().write((head + sent).getBytes(StandardCharsets.ISO_8859_1));
                socket.getOutputStream().flush();
            }
        }
        Eventually.until("all three are heard", () -> beginnings.size() == before + 3);
        assertThat(beginnings.subList(before, before + 3)).containsExactlyInAnyOrder("", "01234", "0123456789");
    }

    record Reply(int status, Map<String, String> headers, String body) {}

    private Socket connect() throws IOException {
        var socket = new Socket("127.0.0.1", server.uri().getPort());
        socket.setSoTimeout(10_000);
        return socket;
    }

    /// Sends these very bytes and reads until the server closes.
    private Reply raw(String request) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return reply(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static Reply reply(String text) {
        int end = text.indexOf("\r\n\r\n");
        assertThat(end).as(text).isPositive();
        String[] lines = text.substring(0, end).split("\r\n");
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.put(
                    lines[i].substring(0, colon), lines[i].substring(colon + 1).strip());
        }
        return new Reply(Integer.parseInt(lines[0].split(" ")[1]), headers, text.substring(end + 4));
    }

    private Reply get(String path, String... headers) throws IOException {
        return send("GET", path, "", headers);
    }

    private Reply send(String method, String path, String body, String... headers) throws IOException {
        var request =
                new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: console.example\r\nConnection: close\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        if (!body.isEmpty() || method.equals("POST")) {
            request.append("Content-Length: ")
                    .append(body.getBytes(StandardCharsets.UTF_8).length)
                    .append("\r\n");
        }
        return raw(request + "\r\n" + body);
    }

    @Test
    void a_fixed_segment_wins_over_a_value_and_that_over_the_rest() throws IOException {
        assertThat(get("/").body()).isEqualTo("root");
        assertThat(get("/things/new").body()).isEqualTo("a new one");
        assertThat(get("/things/old/").body()).isEqualTo("thing old");
        assertThat(get("/things/a%20b+c%C3%BC").body()).isEqualTo("thing a b+c\u00fc");
        assertThat(get("/files/a/b/c.txt").body()).isEqualTo("file a/b/c.txt");
        assertThat(get("/things/old/older").status()).isEqualTo(404);
        assertThat(get("/files").status()).isEqualTo(404);
        assertThat(get("//").status()).isIn(400, 404);
    }

    @Test
    void what_is_not_there_is_404_and_what_cannot_be_done_there_405_with_what_can() throws IOException {
        Reply missing = get("/nowhere");
        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.headers())
                .containsEntry("Content-Type", "application/problem+json")
                .containsKey("Content-Security-Policy");
        Reply wrong = send("POST", "/things/new", "x");
        assertThat(wrong.status()).isEqualTo(405);
        assertThat(wrong.headers()).containsEntry("Allow", "GET, HEAD");
        assertThat(send("DELETE", "/json", "").headers()).containsEntry("Allow", "POST");
        assertThat(send("HEAD", "/json", "").status()).isEqualTo(405);
    }

    @Test
    void head_answers_like_get_without_a_body() throws IOException {
        Reply head = send("HEAD", "/things/new", "");
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers()).containsEntry("Content-Length", Integer.toString("a new one".length()));
        assertThat(get("/empty").status()).isEqualTo(204);
    }

    @Test
    void old_clients_are_answered_and_the_connection_ends() throws IOException {
        assertThat(raw("GET /things/new HTTP/1.0\r\n\r\n").body()).isEqualTo("a new one");
        assertThat(raw("GET /whoami HTTP/1.0\r\n\r\n").body()).isEqualTo("127.0.0.1 http://localhost");
    }

    @Test
    void nonsense_is_refused_without_a_trace() throws IOException {
        assertThat(raw("hello\r\n\r\n").status()).isEqualTo(400);
        assertThat(raw("GET / HTTP/1.1\r\nConnection: close\r\n\r\n").status()).isEqualTo(400);
        assertThat(get("/things/%zz").status()).isEqualTo(400);
        assertThat(get("/things/new", "X-Long: " + "x".repeat(40_000)).status()).isEqualTo(431);
        assertThat(
                        raw("POST /json HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")
                                .status())
                .isEqualTo(400);
    }

    @Test
    void a_body_is_limited_before_it_is_read() throws IOException {
        Reply announced =
                raw("POST /json HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 5000000000\r\n\r\n");
        assertThat(announced.status()).isEqualTo(413);
        assertThat(announced.body()).contains("1000 bytes");
        String chunk = "400\r\n" + "x".repeat(0x400) + "\r\n";
        assertThat(raw("POST /json HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
                                + chunk + "0\r\n\r\n")
                        .status())
                .isEqualTo(413);
        assertThat(send("POST", "/json", "{\"a\": \"" + "x".repeat(900) + "\"}").status())
                .isEqualTo(200);
    }

    @Test
    void broken_json_is_400_with_the_place() throws IOException {
        Reply broken = send("POST", "/json", "{\n \"a\": tru\n}");
        assertThat(broken.status()).isEqualTo(400);
        assertThat(broken.body()).contains("line 2");
        assertThat(send("POST", "/json", "[1]").status()).isEqualTo(400);
        assertThat(send("POST", "/json", "").status()).isEqualTo(400);
        assertThat(send("POST", "/json", "[".repeat(900)).status()).isEqualTo(400);
    }

    @Test
    void a_client_that_goes_away_in_the_middle_is_no_error_of_ours() throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream()
                    .write("POST /json HTTP/1.1\r\nHost: a\r\nContent-Length: 500\r\n\r\n{"
                            .getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
        }
        assertThat(get("/things/new").status()).isEqualTo(200);
    }

    @Test
    @ExpectedErrors("GET /bug failed")
    void a_bug_of_ours_is_500_without_telling_its_insides() throws IOException {
        Reply bug = get("/bug");
        assertThat(bug.status()).isEqualTo(500);
        assertThat(bug.body()).doesNotContain("planted");
        assertThat(get("/refuse").status()).isEqualTo(409);
    }

    @Test
    void a_forged_forwarding_header_is_ignored_unless_a_trusted_proxy_sent_it() throws IOException {
        assertThat(get("/whoami", "X-Forwarded-For: 203.0.113.9", "X-Forwarded-Proto: https")
                        .body())
                .isEqualTo("127.0.0.1 http://console.example");
        var proxies = TrustedProxies.of(List.of("192.0.2.1"));
        Map<String, String> headers = Map.of("x-forwarded-for", "10.9.9.9, 203.0.113.9", "x-forwarded-proto", "https");
        assertThat(proxies.see("192.0.2.1", headers, false)).isEqualTo(new TrustedProxies.Seen("203.0.113.9", "https"));
        assertThat(proxies.see("192.0.2.2", headers, false)).isEqualTo(new TrustedProxies.Seen("192.0.2.2", "http"));
    }

    private String session(String person) {
        String token = "session-" + ++sessions + "-of-" + person + "x".repeat(20);
        ledger.inTransaction(tx -> {
            access.openSession(tx, Hashes.sha256(token), person, clock.instant());
            return true;
        });
        return "Cookie: candor-session=" + token;
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void the_matrix_of_roles_resources_and_actions_is_kept_on_the_wire(Role role) throws IOException {
        String person = people.entrySet().stream()
                .filter(entry -> entry.getValue() == role)
                .findFirst()
                .orElseThrow()
                .getKey();
        String cookie = session(person);
        String token = gate.newToken("token-" + role, role, "omar").orElseThrow();
        for (Resource resource : Resource.values()) {
            for (Action action : Action.values()) {
                String path = "/gate/" + resource + "/" + action;
                int expected = role.compareTo(resource.least(action)) >= 0 ? 200 : 403;
                assertThat(get(path, cookie).status())
                        .as("%s %s %s", role, action, resource)
                        .isEqualTo(expected);
                assertThat(get(path, "Authorization: Bearer " + token).status()).isEqualTo(expected);
                assertThat(get(path, "Accept: application/json").status()).isEqualTo(401);
            }
        }
    }

    @Test
    void the_matrix_grows_with_the_role_and_guards_what_is_secret() {
        for (Resource resource : Resource.values()) {
            assertThat(resource.least(Action.READ)).isLessThanOrEqualTo(resource.least(Action.WRITE));
            assertThat(resource.permits(Role.ADMIN, Action.WRITE)).isTrue();
        }
        for (Resource secret : List.of(
                Resource.TOKENS, Resource.AUDIT, Resource.SETTINGS, Resource.SUBSCRIBERS, Resource.CONFIGURATION)) {
            assertThat(secret.permits(Role.RESPONDER, Action.READ)).isFalse();
        }
        assertThat(Resource.CHANNELS.permits(Role.VIEWER, Action.READ)).isFalse();
    }

    @Test
    void a_change_with_a_cookie_is_taken_from_our_own_pages_only() throws IOException {
        String cookie = session("omar");
        String path = "/gate/ALERTS/ACT";
        assertThat(send("POST", path, "", cookie).status()).isEqualTo(403);
        assertThat(send("POST", path, "", cookie, "Origin: http://evil.example").status())
                .isEqualTo(403);
        assertThat(send("POST", path, "", cookie, "Origin: http://console.example", "Sec-Fetch-Site: cross-site")
                        .status())
                .isEqualTo(403);
        assertThat(send("POST", path, "", cookie, "Origin: null").status()).isEqualTo(403);
        assertThat(send("POST", path, "", cookie, "Origin: http://console.example")
                        .status())
                .isEqualTo(200);
        assertThat(send("POST", path, "", cookie, "Sec-Fetch-Site: same-origin").body())
                .isEqualTo("omar");
        String token = gate.newToken("csrf", Role.ADMIN, "omar").orElseThrow();
        assertThat(send("POST", path, "", "Authorization: bearer " + token, "Sec-Fetch-Site: cross-site")
                        .body())
                .isEqualTo("token:csrf");
    }

    @Test
    void who_is_not_signed_in_is_sent_to_the_login_or_told_how() throws IOException {
        Reply page = get("/gate/ALERTS/READ");
        assertThat(page.status()).isEqualTo(303);
        assertThat(page.headers()).containsEntry("Location", "/login?next=%2Fgate%2FALERTS%2FREAD");
        assertThat(send("POST", "/gate/ALERTS/ACT", "").headers()).containsEntry("WWW-Authenticate", "Bearer");
        assertThat(get("/gate/ALERTS/READ", "Authorization: Bearer cdr_forged").status())
                .isEqualTo(401);
        assertThat(get("/gate/ALERTS/READ", "Cookie: candor-session=short").status())
                .isEqualTo(303);
        assertThat(get("/gate/ALERTS/READ", session("stranger")).status()).isEqualTo(303);
    }

    @Test
    void a_session_that_is_used_stays_and_one_that_is_not_ends() throws IOException {
        var begin = clock.instant();
        String used = session("ana");
        String unused = session("vera");
        for (int i = 0; i < 5; i++) {
            clock.pass(Duration.ofHours(5));
            assertThat(get("/gate/ALERTS/READ", used).status()).isEqualTo(200);
        }
        assertThat(get("/gate/ALERTS/READ", unused).status()).isEqualTo(303);
        clock.set(begin);
    }

    @Test
    void a_token_that_was_revoked_is_refused() throws IOException {
        String token = gate.newToken("short-lived", Role.ADMIN, "omar").orElseThrow();
        assertThat(gate.newToken("short-lived", Role.ADMIN, "omar")).isEmpty();
        assertThat(get("/gate/AUDIT/READ", "Authorization: Bearer " + token).status())
                .isEqualTo(200);
        ledger.inTransaction(tx -> access.revoke(
                tx,
                access.token(tx, Hashes.sha256(token), clock.instant())
                        .orElseThrow()
                        .id(),
                clock.instant()));
        assertThat(get("/gate/AUDIT/READ", "Authorization: Bearer " + token).status())
                .isEqualTo(401);
    }

    private static String readUntil(InputStream in, String text) throws IOException {
        var seen = new StringBuilder();
        while (!seen.toString().contains(text)) {
            int next = in.read();
            assertThat(next).as("the stream ended after: " + seen).isNotNegative();
            seen.append((char) next);
        }
        return seen.toString();
    }

    @Test
    void a_stream_begins_with_the_state_goes_on_with_events_and_drops_who_does_not_read() throws IOException {
        try (Socket reading = connect();
                Socket asleep = connect()) {
            asleep.setReceiveBufferSize(4096);
            for (Socket socket : List.of(reading, asleep)) {
                socket.getOutputStream()
                        .write("GET /events HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                socket.getOutputStream().flush();
            }
            String head = readUntil(reading.getInputStream(), "data: now\n\n");
            assertThat(head).contains("text/event-stream").contains("event: state\n");
            Eventually.until("both are connected", () -> events.clients() == 2);
            events.send("change", "one\ntwo");
            assertThat(readUntil(reading.getInputStream(), "data: two\n\n")).contains("event: change\ndata: one\n");
            var drain = Thread.ofVirtual().start(() -> {
                try {
                    reading.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
                } catch (IOException closed) {
                    Thread.currentThread().interrupt();
                }
            });
            String large = "y".repeat(200_000);
            Eventually.until("the one that does not read is dropped", () -> {
                if (events.clients() > 1) {
                    events.send("change", large);
                }
                return events.clients() <= 1;
            });
            assertThat(drain.isAlive()).isTrue();
            assertThat(events.clients()).isEqualTo(1);
        }
        Eventually.until("the one that went away is noticed", () -> {
            events.ping();
            return events.clients() == 0;
        });
    }

    private final List<String> askedAbout = new CopyOnWriteArrayList<>();
    private volatile boolean databaseAway;

    private boolean welcome(String owner) {
        askedAbout.add(owner);
        if (databaseAway) {
            throw new IllegalStateException("away");
        }
        return !owner.equals("gone");
    }

    @Test
    void each_owner_of_streams_is_asked_about_once_and_nobody_after_the_first_of_whom_it_cannot_be_told()
            throws IOException {
        var sockets = new ArrayList<Socket>();
        try {
            for (String owner : List.of("ana", "ana", "gone", "gone", "ben")) {
                Socket socket = connect();
                sockets.add(socket);
                socket.getOutputStream()
                        .write(("GET /events/" + owner + " HTTP/1.1\r\nHost: a\r\n\r\n")
                                .getBytes(StandardCharsets.UTF_8));
                readUntil(socket.getInputStream(), "data: now\n\n");
            }
            databaseAway = true;
            assertThat(events.endUnwelcome()).isFalse();
            assertThat(askedAbout).hasSize(1);
            assertThat(events.clients()).isEqualTo(5);
            databaseAway = false;
            askedAbout.clear();
            assertThat(events.endUnwelcome()).isTrue();
            assertThat(askedAbout).containsExactlyInAnyOrder("ana", "gone", "ben");
            assertThat(events.clients()).isEqualTo(3);
            readUntil(sockets.get(2).getInputStream(), "0\r\n\r\n"); // the last chunk
        } finally {
            events.closeAll();
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    @Test
    void of_many_streams_of_one_owner_the_oldest_are_closed_and_all_when_it_may_listen_no_longer() throws IOException {
        var sockets = new ArrayList<Socket>();
        try {
            for (int i = 0; i < 23; i++) {
                Socket socket = connect();
                sockets.add(socket);
                socket.getOutputStream()
                        .write("GET /events HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                readUntil(socket.getInputStream(), "data: now\n\n");
            }
            assertThat(events.clients()).isEqualTo(20);
            readUntil(sockets.getFirst().getInputStream(), "0\r\n\r\n"); // the last chunk
            events.end("somebody else");
            assertThat(events.clients()).isEqualTo(20);
            events.end("test");
            assertThat(events.clients()).isZero();
            readUntil(sockets.getLast().getInputStream(), "0\r\n\r\n");
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }
}
