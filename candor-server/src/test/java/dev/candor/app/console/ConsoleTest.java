package dev.candor.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.app.Candor;
import dev.candor.app.Settings;
import dev.candor.base.json.Json;
import dev.candor.catalog.document.Nodes;
import dev.candor.detect.monitor.Monitor;
import dev.candor.detect.monitor.Observation;
import dev.candor.detect.monitor.Outcome;
import dev.candor.page.IncidentPhase;
import dev.candor.paging.alert.Alert;
import dev.candor.platform.auth.Role;
import dev.candor.platform.http.Access;
import dev.candor.platform.http.Route;
import dev.candor.platform.outbox.Delivery;
import dev.candor.respond.incident.Incident;
import dev.candor.respond.runbook.By;
import dev.candor.tell.update.Draft;
import dev.candor.testing.Eventually;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The console of a real server, asked as browsers ask.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ConsoleTest {
    private static final String PASSWORD = "a long enough password";
    private static final String HOSTILE = "<script>alert(1)</script> {{7*7191}} \"'><img src=x onerror=alert(2)>";
    private static final String CONFIGURATION = """
            teams: [{name: web}]
            people:
              - {name: ana, email: ana@shop.example, teams: [web], role: responder}
              - {name: dora, email: dora@shop.example, role: viewer}
              - {name: omar, email: omar@shop.example, role: admin}
            channels: [{name: room, kind: webhook, url: "http://shop.example/hook?token=hush-hush"}]
            schedules:
              - {name: primary, rotations: [{people: [ana], every: 1 week}]}
            escalation-policies:
              - {name: usual, steps: [{notify: [{schedule: primary}], then-after: 5m}]}
            services:
              - {name: shop, team: web, escalation-policy: usual}
              - {name: depot}
            locations: [{name: eu, keys: [hush-hush-key-of-eu]}]
            monitors:
              - {name: shop-home, service: shop, kind: http, url: "http://shop.example/", every: 1h, down-after: {failures: 20, of: 20}, locations: [main, eu]}
              - {name: nightly, service: depot, kind: heartbeat, cron: "0 3 * * *"}
              - {name: depot-home, service: depot, kind: http, url: "http://depot.example/", every: 1h, down-after: {failures: 20, of: 20}}
            log-sources:
              - {name: shop-nginx, service: shop, tag: shop}
            vendors:
              - {name: mail, page: "http://127.0.0.1:1/", every: 1h}
            pages:
              - {name: Shop, slug: shop, components: [{name: Website, services: [shop]}]}
            runbooks:
              - name: watch-shop
                description: "<script>alert(1)</script>"
                mitigation: {expires: 2h}
                parameters: [{name: customer, pattern: "[a-z]{1,20}"}]
                steps:
                  - {name: agree, kind: approval, text: "May {{customer}}?"}
                  - {name: do, kind: http, url: "http://shop.example/{{customer}}", repeat: keyed, verify: [{http: "http://shop.example/"}], undo: {kind: http, url: "http://shop.example/", repeat: keyed, verify: [{http: "http://shop.example/"}]}}
            """;

    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("teams", "web"),
            Map.entry("people", "ana"),
            Map.entry("channels", "room"),
            Map.entry("schedules", "primary"),
            Map.entry("policies", "usual"),
            Map.entry("services", "shop"),
            Map.entry("locations", "eu"),
            Map.entry("log-sources", "shop-nginx"),
            Map.entry("pages", "shop"),
            Map.entry("vendors", "mail"),
            Map.entry("runbooks", "watch-shop"));

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private static Path data;

    private Candor candor;
    private String base;
    private String omar;
    private String dora;

    @BeforeAll
    void serve() throws Exception {
        var loaded = Settings.load(
                Optional.empty(),
                Map.of("data", data.toString(), "listen", "127.0.0.1:0", "page-listen", "127.0.0.1:0"),
                Map.of(
                        "CANDOR_SMTP_HOST",
                        "127.0.0.1",
                        "CANDOR_SMTP_PORT",
                        "1",
                        "CANDOR_SMTP_FROM",
                        "candor@shop.example"));
        assertThat(loaded.problems()).isEmpty();
        candor = new Candor(loaded.settings());
        assertThat(candor.applying()
                        .files(Map.of("shop.yaml", CONFIGURATION), Map.of(), false, "candor")
                        .problems())
                .isEmpty();
        candor.runbooks().actions().start("watch-shop", Map.of("customer", "acme"), Optional.empty(), By.person("ana"));
        String hash = candor.passwords().hash(PASSWORD);
        for (String name : List.of("omar", "dora")) {
            candor.platform().ledger().inTransaction(tx -> {
                candor.platform()
                        .access()
                        .setPassword(tx, name, hash, candor.platform().clock().instant());
                return true;
            });
        }
        candor.start();
        base = candor.consoleUrl();
        omar = signedIn("omar");
        dora = signedIn("dora");
        assertThat(post("/alerts/new", Map.of("service", "shop", "severity", "critical", "summary", HOSTILE), omar)
                        .statusCode())
                .isEqualTo(303);
        Eventually.until("the alert and its page", () -> !open().isEmpty() && !pages().isEmpty());
        assertThat(post("/changes", Map.of("summary", HOSTILE, "kind", "deploy", "service", "shop"), omar)
                        .statusCode())
                .isEqualTo(303);
        assertThat(post("/incidents/1/note", Map.of("text", HOSTILE), omar).statusCode())
                .isEqualTo(303);
        assertThat(post("/incidents/1/edit", Map.of("title", HOSTILE, "severity", "sev2", "commander", "ana"), omar)
                        .statusCode())
                .isEqualTo(303);
    }

    @AfterAll
    void stop() {
        http.close();
        candor.close();
    }

    private List<Alert> open() {
        return candor.platform().ledger().read(candor.paging().alerts().store()::open);
    }

    private Alert first() {
        return candor.platform()
                .ledger()
                .read(tx -> candor.paging().alerts().store().byNumber(tx, 1))
                .orElseThrow();
    }

    private List<Delivery> pages() {
        return candor
                .platform()
                .ledger()
                .read(tx -> candor.platform().outbox().list(tx, "", "", Optional.empty(), 100))
                .stream()
                .filter(delivery -> delivery.key().startsWith("page/"))
                .toList();
    }

    private HttpResponse<String> get(String path, String cookie) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(base + path))
                        .header("Cookie", cookie)
                        .header("Accept", "text/html")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, Map<String, String> fields, String cookie) throws Exception {
        return post(path, fields, cookie, "same-origin");
    }

    private HttpResponse<String> post(String path, Map<String, String> fields, String cookie, String site)
            throws Exception {
        var form = new ArrayList<String>();
        fields.forEach((name, value) -> form.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
        var request = HttpRequest.newBuilder(URI.create(base + path))
                .header("Cookie", cookie)
                .header("Accept", "text/html")
                .header("Sec-Fetch-Site", site)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(String.join("&", form)));
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private String signedIn(String name) throws Exception {
        var answer = post("/login", Map.of("name", name, "password", PASSWORD), "none=1");
        assertThat(answer.statusCode()).isEqualTo(303);
        String cookie = answer.headers().firstValue("set-cookie").orElseThrow();
        assertThat(cookie).contains("HttpOnly", "SameSite=Lax");
        return cookie.substring(0, cookie.indexOf(';'));
    }

    private List<String> screens(Role role, boolean permitted) {
        return new Console(candor)
                .routes().stream()
                        .filter(route ->
                                route.method().equals("GET") && !route.path().equals("/events"))
                        .filter(route -> route.access() instanceof Access.Permitted needed
                                && needed.resource().permits(role, needed.action()) == permitted)
                        .map(this::path)
                        .toList();
    }

    /// As if it were next week: of the weeks before a page was there nothing is drafted.
    private String lastWeek() {
        candor.bulletins().tick(candor.platform().clock().instant().plus(Duration.ofDays(7)));
        return candor.platform()
                .ledger()
                .read(tx -> candor.bulletins().store().list(tx, 1))
                .getFirst()
                .week()
                .toString();
    }

    /// The public id of something that was said of the first incident.
    private String said() {
        if (published().isEmpty()) {
            Incident incident = candor.platform()
                    .ledger()
                    .read(tx -> candor.respond().incidents().store().byNumber(tx, 1))
                    .orElseThrow();
            var draft = new Draft("shop", HOSTILE, IncidentPhase.INVESTIGATING, HOSTILE, Map.of());
            assertThat(candor.tell().updates().publish(incident.id(), draft, "omar"))
                    .isEmpty();
        }
        return published().getLast().code();
    }

    private String path(Route route) {
        return route.path()
                .replace("{page}", "shop")
                .replace("{week}", route.path().contains("{week}") ? lastWeek() : "")
                .replace("{number}", "1")
                .replace("{code}", route.path().contains("{code}") ? said() : "")
                .replace("{slug}", "shop")
                .replace("{id}", pages().getFirst().id().toString())
                .replace("{name}", NAMES.getOrDefault(route.path().split("/", -1)[1], "shop-home"));
    }

    @Test
    void a_wrong_password_and_an_unknown_name_get_the_same_answer() throws Exception {
        var wrong = post("/login", Map.of("name", "ana", "password", "not the password"), "none=1");
        var unknown = post("/login", Map.of("name", "eve", "password", "not the password"), "none=1");
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(unknown.statusCode()).isEqualTo(401);
        assertThat(wrong.headers().firstValue("set-cookie")).isEmpty();
        assertThat(wrong.body().replace("\"ana\"", "\"eve\"")).isEqualTo(unknown.body());
    }

    @Test
    void who_is_not_signed_in_is_sent_to_the_login_and_comes_back_only_to_our_own_pages() throws Exception {
        assertThat(get("/alerts", "none=1").headers().firstValue("location")).contains("/login?next=%2Falerts");
        var back = post("/login", Map.of("name", "dora", "password", PASSWORD, "next", "/alerts"), "none=1");
        assertThat(back.headers().firstValue("location")).contains("/alerts");
        for (String elsewhere : List.of("//evil.example/", "https://evil.example/", "/\\evil.example")) {
            var answer = post("/login", Map.of("name", "dora", "password", PASSWORD, "next", elsewhere), "none=1");
            assertThat(answer.headers().firstValue("location")).as(elsewhere).contains("/");
        }
    }

    @Test
    void signing_out_ends_the_session() throws Exception {
        String cookie = signedIn("dora");
        assertThat(get("/", cookie).statusCode()).isEqualTo(200);
        assertThat(post("/logout", Map.of(), cookie).statusCode()).isEqualTo(303);
        assertThat(get("/", cookie).statusCode()).isEqualTo(303);
    }

    @Test
    void an_admin_sees_every_screen() throws Exception {
        List<String> paths = screens(Role.ADMIN, true);
        assertThat(paths).hasSizeGreaterThan(20);
        for (String path : paths) {
            var answer = get(path, omar);
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            assertThat(answer.headers().firstValue("content-security-policy").orElse(""))
                    .as(path)
                    .contains("script-src 'self'");
        }
    }

    @Test
    void a_viewer_sees_what_a_viewer_may_and_no_buttons_that_would_be_refused() throws Exception {
        for (String path : screens(Role.VIEWER, true)) {
            var answer = get(path, dora);
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            assertThat(answer.body())
                    .as(path)
                    .doesNotContain(
                            "/acknowledge\"",
                            "/resolve\"",
                            "/pause\"",
                            "/move\"",
                            "/proof/people/",
                            "href=\"/settings\"",
                            "href=\"/deliveries\"",
                            "/new\"",
                            "/edit\"");
        }
        for (String path : screens(Role.VIEWER, false)) {
            assertThat(get(path, dora).statusCode()).as(path).isEqualTo(403);
        }
        assertThat(post("/alerts/1/resolve", Map.of(), dora).statusCode()).isEqualTo(403);
        assertThat(first().open()).isTrue();
    }

    @Test
    void a_form_sent_from_another_site_is_refused() throws Exception {
        assertThat(post("/alerts/1/resolve", Map.of(), omar, "cross-site").statusCode())
                .isEqualTo(403);
        assertThat(post("/login", Map.of("name", "omar", "password", PASSWORD), "none=1", "cross-site")
                        .statusCode())
                .isEqualTo(403);
        assertThat(first().open()).isTrue();
    }

    @Test
    void looking_at_an_acknowledge_link_changes_nothing_and_its_button_acknowledges() throws Exception {
        String link = String.valueOf(pages().getLast().payload().get("acknowledge"));
        String path = link.substring(base.length());
        for (int i = 0; i < 3; i++) {
            var look = get(path, "none=1");
            assertThat(look.statusCode()).isEqualTo(200);
            assertThat(look.body()).contains("I have it").doesNotContain("<script>alert", "<img src=x");
        }
        assertThat(first().state()).isInstanceOf(Alert.State.Triggered.class);
        assertThat(post(path, Map.of(), "none=1", "none").statusCode()).isEqualTo(200);
        assertThat(first().state())
                .isInstanceOfSatisfying(
                        Alert.State.Acknowledged.class,
                        state -> assertThat(state.by()).isEqualTo("ana"));
        assertThat(post(path, Map.of(), "none=1", "none").statusCode()).isEqualTo(200);
        assertThat(get("/a/" + "x".repeat(30), "none=1").statusCode()).isEqualTo(404);
    }

    /// The console and the API refuse with the same reason, and nothing is said to anybody.
    @Test
    void what_a_monitor_still_sees_is_not_resolved_by_a_click() throws Exception {
        var monitor =
                candor.catalogs().current().item(Monitor.KIND, "shop-home").orElseThrow();
        Instant now = candor.platform().clock().instant();
        for (int i = 0; i < 20; i++) {
            var seen = new Observation(now.plusSeconds(i), Outcome.FAILED, "status", "503 instead of 200");
            candor.detect().verdicts().observe(monitor, "main", seen);
        }
        Eventually.until("the monitor's alert", () -> open().stream().anyMatch(this::ofMonitor));
        long number = open().stream()
                .filter(this::ofMonitor)
                .findFirst()
                .orElseThrow()
                .number();
        var clicked = post("/alerts/" + number + "/resolve", Map.of(), omar);
        assertThat(clicked.statusCode()).isEqualTo(422);
        assertThat(clicked.body()).contains("shop-home still sees the failure");
        assertThat(get("/alerts/" + number, omar).body()).doesNotContain("resolved by");
        var called = http.send(
                HttpRequest.newBuilder(URI.create(base + "/api/alerts/" + number + "/resolve"))
                        .header("Cookie", omar)
                        .header("Sec-Fetch-Site", "same-origin")
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(called.statusCode()).as(called.body()).isEqualTo(409);
        assertThat(called.body()).contains("shop-home still sees the failure");
        assertThat(open()).anyMatch(this::ofMonitor);
        for (int i = 3; i < 8; i++) {
            candor.detect()
                    .verdicts()
                    .observe(monitor, "main", new Observation(now.plusSeconds(i), Outcome.PASSED, "", ""));
        }
        Eventually.until("its end", () -> open().stream().noneMatch(this::ofMonitor));
    }

    @Test
    void an_incident_nobody_watches_any_more_asks_for_a_decision_and_is_had_by_nobody_until_somebody_says_so()
            throws Exception {
        var monitor =
                candor.catalogs().current().item(Monitor.KIND, "depot-home").orElseThrow();
        Instant now = candor.platform().clock().instant();
        for (int i = 0; i < 20; i++) { // more than it comes to by itself while the tests run
            var seen = new Observation(now.plusSeconds(i), Outcome.FAILED, "status", "503 instead of 200");
            candor.detect().verdicts().observe(monitor, "main", seen);
        }
        Eventually.until("the incident", () -> depot().isPresent());
        Incident incident = depot().orElseThrow();
        String path = "/incidents/" + incident.number();
        assertThat(get("/", omar).body()).contains(path + "/acknowledge");
        assertThat(post("/monitors/depot-home/pause", Map.of(), omar).statusCode())
                .isEqualTo(303);
        Eventually.until(
                "its alert ended",
                () -> open().stream().noneMatch(alert -> alert.service().equals("depot")));
        String hint = "Nobody watches it any more: resolve it or go on";
        assertThat(get("/", omar).body()).contains(hint, path + "/acknowledge").doesNotContain("and somebody has");
        assertThat(get(path, omar).body()).contains(hint, path + "/acknowledge");
        assertThat(new Unproven(candor).gaps(now))
                .extracting(Unproven.Gap::path)
                .contains(path);
        assertThat(post(path + "/acknowledge", Map.of(), omar).statusCode()).isEqualTo(303);
        assertThat(depot().orElseThrow().commander()).isEqualTo("omar");
        assertThat(get("/", omar).body()).doesNotContain(path + "/acknowledge");
        assertThat(post(path + "/resolve", Map.of(), omar).statusCode()).isEqualTo(303);
        assertThat(get(path, omar).body()).doesNotContain(hint);
        assertThat(depot()).isEmpty();
    }

    @Test
    void a_page_is_there_for_readers_when_it_is_saved() throws Exception {
        var document = Nodes.json("request", Json.object("name", "Second", "slug", "second"));
        assertThat(candor.applying().save("pages", document, "omar", "192.0.2.1"))
                .isEmpty();
        for (String path : List.of("/second/", "/second/api/v2/summary.json")) {
            assertThat(get(URI.create(candor.pagesUrl() + path)).statusCode()).isEqualTo(200);
        }
        assertThat(candor.applying().delete("pages", "Second", "omar", "192.0.2.1"))
                .isEmpty();
    }

    @Test
    void lists_refuse_a_state_or_cursor_they_do_not_know() throws Exception {
        for (String list : List.of(
                "alerts?state=foo",
                "alerts?cursor=foo",
                "incidents?state=foo",
                "incidents?cursor=foo",
                "deliveries?state=foo",
                "deliveries?cursor=foo",
                "maintenances?cursor=foo",
                "audit?cursor=foo")) {
            assertThat(get("/api/" + list, omar).statusCode()).as(list).isEqualTo(400);
        }
        assertThat(get("/api/incidents?state=triggered", omar).statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> get(URI uri) throws Exception {
        return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void signing_out_ends_the_streams_of_the_session() throws Exception {
        String cookie = signedIn("dora");
        int others = candor.live().clients();
        var request = HttpRequest.newBuilder(URI.create(base + "/events")).header("Cookie", cookie);
        var stream = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(stream.statusCode()).isEqualTo(200);
        assertThat(candor.live().clients()).isEqualTo(others + 1);
        assertThat(post("/logout", Map.of(), cookie).statusCode()).isEqualTo(303);
        stream.body().transferTo(OutputStream.nullOutputStream()); // ends
        assertThat(candor.live().clients()).isEqualTo(others);
    }

    private Optional<Incident> depot() {
        return candor.platform().ledger().read(candor.respond().incidents().store()::open).stream()
                .filter(incident -> incident.service().equals("depot"))
                .findFirst();
    }

    private boolean ofMonitor(Alert alert) {
        return alert.source().equals("monitor/shop-home");
    }

    @Test
    void hostile_text_is_shown_as_text_everywhere() throws Exception {
        int shown = 0;
        for (String path : screens(Role.ADMIN, true)) {
            String body = get(path, omar).body();
            if (path.endsWith(".md")) {
                body = body.replace("\\<", "&lt;"); // as Markdown escapes it
            }
            assertThat(body).as(path).doesNotContain("<script>alert", "<img src=x", "50337");
            shown += body.contains("&lt;script&gt;alert(1)") ? 1 : 0;
        }
        assertThat(shown).isGreaterThan(4);
        String preview = post(
                        "/incidents/1/update",
                        Map.of(
                                "do",
                                "preview",
                                "page",
                                "shop",
                                "title",
                                HOSTILE,
                                "phase",
                                "investigating",
                                "body",
                                HOSTILE),
                        omar)
                .body();
        assertThat(preview).contains("Preview").doesNotContain("<script>alert", "<img src=x");
        String alert = get("/alerts?q=%3Cscript%3Ealert(1)%3C/script%3E&done=%3Cscript%3Ealert(1)%3C/script%3E", omar)
                .body();
        assertThat(alert).doesNotContain("<script>alert");
    }

    @Test
    void what_is_published_is_previewed_first_and_then_on_the_page() throws Exception {
        int before = published().size();
        var fields =
                Map.of("page", "shop", "title", "Our shop is slow", "phase", "identified", "body", "We know *why*.");
        var preview = post("/incidents/1/update", with(fields, "preview"), omar);
        assertThat(preview.body()).contains("<em>why</em>", "value=\"publish\"");
        assertThat(published()).hasSize(before);
        assertThat(post("/incidents/1/update", with(fields, "publish"), omar).statusCode())
                .isEqualTo(303);
        assertThat(published()).hasSize(before + 1);
        assertThat(get("/incidents/1", omar).body()).contains("<em>why</em>", "Our shop is slow");
    }

    private List<dev.candor.tell.update.UpdateStore.Update> published() {
        return candor.platform()
                .ledger()
                .read(tx -> candor.tell().updates().store().ofPage(tx, "shop", 10));
    }

    private static Map<String, String> with(Map<String, String> fields, String what) {
        var more = new java.util.LinkedHashMap<>(fields);
        more.put("do", what);
        return more;
    }

    @Test
    void a_monitor_is_made_changed_and_deleted_in_its_own_words() throws Exception {
        String document =
                "name: made-here\nservice: shop\nkind: http\nurl: http://shop.example/made\nevery: 1h\nauth:\n  bearer:\n    token: hush-hush\n";
        assertThat(post("/monitors/new", Map.of("document", document.replace("every", "evry")), omar)
                        .body())
                .contains("evry")
                .contains("every");
        assertThat(post("/monitors/new", Map.of("document", document), omar).statusCode())
                .isEqualTo(303);
        String edit = get("/monitors/made-here/edit", omar).body();
        assertThat(edit).contains("made-here").doesNotContain("hush-hush");
        String masked = document.replace("hush-hush", "••••••").replace("1h", "2h");
        assertThat(post("/monitors/made-here/edit", Map.of("document", masked), omar)
                        .statusCode())
                .isEqualTo(303);
        var monitor = candor.catalogs()
                .current()
                .find(dev.candor.detect.monitor.Monitor.KIND, "made-here")
                .orElseThrow();
        assertThat(monitor.every().toHours()).isEqualTo(2);
        assertThat(monitor.spec().toString()).doesNotContain("••••••");
        assertThat(post(
                                "/monitors/shop-home/edit",
                                Map.of("document", document.replace("made-here", "shop-home")),
                                omar)
                        .body())
                .contains("belongs to the file");
        assertThat(post("/monitors/made-here/delete", Map.of(), omar).statusCode())
                .isEqualTo(303);
        assertThat(get("/monitors/made-here", omar).statusCode()).isEqualTo(404);
    }

    @Test
    void a_token_is_shown_once() throws Exception {
        var made = post("/settings/tokens", Map.of("name", "robot", "role", "viewer"), omar);
        assertThat(made.body()).contains("cdr_");
        assertThat(get("/settings", omar).body()).contains("robot").doesNotContain("cdr_");
    }
}
