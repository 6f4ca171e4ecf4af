package dev.candor.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.candor.app.console.form.Form;
import dev.candor.app.console.form.Forms;
import dev.candor.app.console.form.Shape;
import dev.candor.catalog.Item;
import dev.candor.catalog.Person;
import dev.candor.catalog.Service;
import dev.candor.catalog.document.Nodes;
import dev.candor.detect.monitor.Monitor;
import dev.candor.platform.http.Access;
import dev.candor.platform.http.Route;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Documents made, changed and deleted by form, on a real server.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DocumentFormsTest {
    private static final String HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>";
    private static final String CONFIGURATION = """
            teams: [{name: web}]
            people:
              - {name: ana, email: ana@shop.example, teams: [web], role: responder}
              - {name: dora, email: dora@shop.example, role: viewer}
              - {name: omar, email: omar@shop.example, role: admin}
            schedules:
              - {name: primary, rotations: [{people: [ana], every: 1 week}]}
            escalation-policies:
              - {name: usual, steps: [{notify: [{schedule: primary}], then-after: 5m}]}
            services:
              - {name: shop, team: web, escalation-policy: usual}
            """;
    /// What somebody types to make one of each, by the address of its form.
    private static final Map<String, Map<String, String>> FILLED = Map.ofEntries(
            Map.entry("/teams/new", Map.of("name", "money")),
            Map.entry(
                    "/people/new",
                    Map.of(
                            "name", "ben",
                            "email", "ben@shop.example",
                            "role", "responder",
                            "teams", "web",
                            "contact.0.kind", "ntfy",
                            "contact.0.value", "https://push.example/hush-hush",
                            "contact.0.after", "5m")),
            Map.entry(
                    "/channels/new",
                    Map.of(
                            "name", "room",
                            "kind", "webhook",
                            "url", "https://chat.example/hush-hush",
                            "secret", "hush-hush")),
            Map.entry(
                    "/schedules/new",
                    Map.of(
                            "name", "second",
                            "time-zone", "Europe/Berlin",
                            "rotations.0.people", "ana",
                            "rotations.0.every", "3 days")),
            Map.entry(
                    "/policies/new",
                    Map.of("name", "soft", "steps.0.notify", "person/ana", "steps.0.then-after", "7m", "repeat", "2")),
            Map.entry(
                    "/services/new",
                    Map.of(
                            "name", "basket",
                            "description", "Where goods wait.",
                            "escalation-policy", "usual",
                            "depends-on", "shop",
                            "objective.target", "99.5%",
                            "objective.period", "28d",
                            "sudden", "off")),
            Map.entry("/locations/new", Map.of("name", "office", "description", "Where we sit.")),
            Map.entry(
                    "/pages/new",
                    Map.of("name", "Basket", "components.0.name", "Basket", "components.0.services", "shop")),
            Map.entry(
                    "/vendors/new",
                    Map.of(
                            "name", "mail",
                            "page", "http://127.0.0.1:1/",
                            "hosts", "api.vendor.example",
                            "components", "Sending",
                            "tell", "never")),
            Map.entry(
                    "/log-sources/new",
                    Map.of(
                            "name", "basket-nginx",
                            "service", "shop",
                            "tag", "basket",
                            "from", "10.0.0.0/8",
                            "customer", "key.shop",
                            "keys", "took: latency-millis",
                            "time-zone", "Europe/Berlin",
                            "failures.status", "400",
                            "failures.slower-than", "2s")),
            Map.entry(
                    "/monitors/new?kind=http",
                    Map.of("name", "basket-home", "service", "shop", "url", "http://basket.example/", "every", "1h")),
            Map.entry(
                    "/monitors/new?kind=page",
                    Map.of(
                            "name", "basket-page",
                            "service", "shop",
                            "url", "https://basket.example/",
                            "asset-hosts", "cdn.basket.example",
                            "cache", "both",
                            "tls.verify", "false")),
            Map.entry(
                    "/monitors/new?kind=steps",
                    Map.of(
                            "name", "basket-steps",
                            "service", "shop",
                            "values", "password: hush-hush",
                            "steps.0.name", "order",
                            "steps.0.method", "POST",
                            "steps.0.url", "http://basket.example/orders",
                            "steps.0.body", "{\"tell\": \"{{arrival}}\"}",
                            "steps.0.take", "token: json(\"$.token\")",
                            "steps.1.name", "told",
                            "steps.1.await-arrival", "20s")),
            Map.entry(
                    "/monitors/new?kind=agreement",
                    Map.of(
                            "name", "basket-agrees",
                            "service", "shop",
                            "left.name", "origin",
                            "left.url", "https://origin.basket.example/",
                            "right.name", "edge",
                            "right.url", "https://edge.basket.example/",
                            "ignore", "$.at",
                            "ignore-order", "true",
                            "left.timeout", "5s")),
            Map.entry(
                    "/monitors/new?kind=freshness",
                    Map.of(
                            "name", "basket-fresh",
                            "service", "shop",
                            "url", "https://basket.example/latest",
                            "newest", "$.at",
                            "max-age", "5m")),
            Map.entry(
                    "/monitors/new?kind=queue",
                    Map.of(
                            "name", "basket-queue",
                            "service", "shop",
                            "database", "postgresql://watcher:hush-hush@db.example/jobs",
                            "query", "SELECT min(at) AS oldest,\n count(*) AS depth FROM job",
                            "max-age", "2m",
                            "max-depth", "500")),
            Map.entry(
                    "/monitors/new?kind=sql",
                    Map.of(
                            "name", "basket-sql",
                            "service", "shop",
                            "database", "postgresql://watcher:hush-hush@db.example/shop",
                            "query", "SELECT count(*) FROM basket",
                            "show", "count")),
            Map.entry(
                    "/monitors/new?kind=postgresql",
                    Map.of(
                            "name", "basket-db",
                            "service", "shop",
                            "database", "postgresql://watcher:hush-hush@db.example/shop")),
            Map.entry(
                    "/monitors/new?kind=health",
                    Map.of(
                            "name", "basket-truth",
                            "service", "shop",
                            "url", "https://basket.example/orders",
                            "health", "https://basket.example/health")),
            Map.entry(
                    "/monitors/new?kind=heartbeat",
                    Map.of(
                            "name", "basket-bill",
                            "service", "shop",
                            "cron", "0 3 * * *",
                            "time-zone", "Europe/Berlin",
                            "grace", "30m",
                            "max-run", "2h")));

    @TempDir
    private static Path data;

    private Browser browser;
    private HttpServer target;

    @BeforeAll
    void serve() throws Exception {
        target = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        target.createContext("/", exchange -> {
            byte[] body = "a shop".getBytes(java.nio.charset.StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(exchange.getRequestURI().getPath().equals("/broken") ? 503 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        target.start();
        browser = new Browser(
                data, CONFIGURATION, "127.0.0.1:" + target.getAddress().getPort());
        for (String name : List.of("ana", "dora", "omar")) {
            browser.admit(name);
        }
    }

    @AfterAll
    void stop() {
        browser.close();
        target.stop(0);
    }

    private static Map<String, List<String>> with(Map<String, List<String>> fields, Map<String, String> more) {
        var all = new LinkedHashMap<>(fields);
        more.forEach((name, value) -> all.put(name, List.of(value)));
        return all;
    }

    /// What stands in a form before anybody typed.
    private Map<String, List<String>> blank(String address) throws Exception {
        return Browser.form(browser.get("omar", address).body(), address);
    }

    /// The addresses where one of its kind is made.
    private static List<String> addresses(Form form) {
        return form.hasChoice()
                ? form.shapes().stream()
                        .map(shape -> form.root() + "/new?kind=" + shape.word())
                        .toList()
                : List.of(form.root() + "/new");
    }

    private Object stored(Form form, String name) {
        return browser.candor.catalogs().current().all(form.kind()).stream()
                .filter(item -> item.name().equals(name))
                .findFirst()
                .map(Item::document)
                .map(browser.candor.catalogs().store()::opened)
                .orElse("nothing");
    }

    private void save(String kind, Map<String, ?> document) {
        assertThat(browser.candor.applying().save(kind, Nodes.json("test", document), "omar", ""))
                .isEmpty();
    }

    @Test
    void every_kind_is_made_shown_again_unchanged_changed_and_deleted_by_its_form() throws Exception {
        for (Form form : Forms.ALL) {
            for (String address : addresses(form)) {
                madeShownChangedAndDeleted(form, address);
            }
        }
    }

    private void madeShownChangedAndDeleted(Form form, String address) throws Exception {
        Map<String, String> typed = Objects.requireNonNull(FILLED.get(address));
        String name = Objects.requireNonNull(typed.get("name"));
        String path = form.root() + "/" + (form == Forms.PAGE ? "basket" : name);
        var answer = browser.post("omar", address, with(blank(address), typed));
        assertThat(answer.statusCode()).as(address + answer.body()).isEqualTo(303);
        Object made = stored(form, name);
        assertThat(made).as(address).isNotEqualTo("nothing");
        String edit = browser.get("omar", path + "/edit").body();
        assertThat(edit).as(address).doesNotContain("hush-hush");
        var shown = Browser.form(edit, path + "/edit");
        typed.forEach((field, value) -> {
            if (!value.contains("hush-hush") && !field.equals("name")) {
                assertThat(String.join("\n", shown.getOrDefault(field, List.of())))
                        .as(address + " " + field)
                        .isEqualTo(value);
            }
        });
        assertThat(browser.post("omar", path + "/edit", shown).statusCode())
                .as(address)
                .isEqualTo(303);
        assertThat(stored(form, name)).as("saved as it was shown: " + address).isEqualTo(made);
        assertThat(browser.post("omar", address, with(blank(address), typed)).body())
                .as(address)
                .contains("there is a " + form.kind().singular() + " of this name already");
        assertThat(browser.get("omar", path + "/delete").body()).contains("Delete it");
        assertThat(browser.post("omar", path + "/delete", Map.of()).statusCode())
                .isEqualTo(303);
        assertThat(stored(form, name)).as(address).isEqualTo("nothing");
    }

    @Test
    void wrong_input_is_said_at_its_field_and_nothing_typed_is_lost() throws Exception {
        var typed = with(
                blank("/people/new"),
                Map.of(
                        "name", "eve",
                        "email", "no address",
                        "contact.0.kind", "ntfy",
                        "contact.0.value", "push.example/eve",
                        "contact.0.after", "soon",
                        "time-zone", "Mars/Base"));
        var answer = browser.post("omar", "/people/new", typed);
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body())
                .contains("id=\"f-email-wrong\"", "id=\"f-contact-0-wrong\"", "id=\"f-contact-0-after-wrong\"")
                .contains("id=\"f-time-zone-wrong\"", "aria-invalid=\"true\"")
                .contains(
                        "value=\"no address\"", "value=\"push.example/eve\"", "value=\"soon\"", "value=\"Mars/Base\"");
        var again = Browser.form(answer.body(), "/people/new");
        again.remove("once");
        typed.remove("once");
        again.remove("contact.0.@at");
        typed.remove("contact.0.@at");
        assertThat(again).isEqualTo(typed);
        assertThat(browser.candor.catalogs().current().find(Person.KIND, "eve")).isEmpty();
    }

    @Test
    void lists_grow_and_shrink_without_a_script_and_what_was_typed_stays() throws Exception {
        var typed = with(
                blank("/policies/new"),
                Map.of("name", "long", "steps.0.notify", "person/ana", "steps.0.then-after", "1m"));
        var grown = browser.post("omar", "/policies/new", with(typed, Map.of("do", "add:steps")));
        assertThat(grown.statusCode()).isEqualTo(200);
        assertThat(grown.body()).contains("name=\"steps.1.notify\"").doesNotContain("name=\"steps.2.notify\"");
        var two = with(
                Browser.form(grown.body(), "/policies/new"),
                Map.of("steps.1.notify", "schedule/primary", "steps.1.then-after", "2m"));
        var wider = browser.post("omar", "/policies/new", with(two, Map.of("do", "add:steps.1.notify")));
        assertThat(Browser.form(wider.body(), "/policies/new").get("steps.1.notify"))
                .containsExactly("schedule/primary", "");
        var shrunk = browser.post("omar", "/policies/new", with(two, Map.of("do", "remove:steps.0")));
        var one = Browser.form(shrunk.body(), "/policies/new");
        assertThat(one.get("steps.0.notify")).containsExactly("schedule/primary");
        assertThat(one).doesNotContainKey("steps.1.notify").containsEntry("name", List.of("long"));
    }

    @Test
    void keys_the_form_does_not_know_survive_in_their_own_rows() throws Exception {
        save(
                "monitors",
                Map.of(
                        "name",
                        "rich",
                        "service",
                        "shop",
                        "kind",
                        "http",
                        "url",
                        "http://rich.example/",
                        "every",
                        "1h",
                        "recurrence",
                        Map.of("failures", 4, "within", "2h"),
                        "auth",
                        Map.of("bearer", Map.of("token", "hush-hush")),
                        "headers",
                        Map.of("X-Api-Key", "quiet", "Accept", "text/html")));
        String edit = browser.get("omar", "/monitors/rich/edit").body();
        assertThat(edit).contains("••••••").doesNotContain("hush-hush", "quiet");
        assertThat(browser.post(
                                "omar",
                                "/monitors/rich/edit",
                                with(Browser.form(edit, "/monitors/rich/edit"), Map.of("every", "2h")))
                        .statusCode())
                .isEqualTo(303);
        assertThat(stored(Forms.MONITOR, "rich").toString())
                .contains("every=2h", "failures=4", "within=2h", "token=hush-hush", "X-Api-Key=quiet");
        var elsewhere = browser.post(
                "omar",
                "/monitors/rich/edit",
                with(
                        Browser.form(browser.get("omar", "/monitors/rich/edit").body(), "/monitors/rich/edit"),
                        Map.of("url", "http://evil.example/")));
        assertThat(elsewhere.statusCode()).isEqualTo(422);
        assertThat(stored(Forms.MONITOR, "rich").toString()).contains("rich.example");
    }

    @Test
    void what_a_file_owns_is_read_only_and_says_which_file() throws Exception {
        String edit = browser.get("omar", "/services/shop/edit").body();
        assertThat(edit).contains("belongs to the file", "shop.yaml").doesNotContain("action=\"/services/shop/edit\"");
        var saved = browser.post("omar", "/services/shop/edit", Map.of("description", List.of("mine now")));
        assertThat(saved.statusCode()).isEqualTo(422);
        assertThat(browser.candor
                        .catalogs()
                        .current()
                        .find(Service.KIND, "shop")
                        .orElseThrow()
                        .description())
                .isEmpty();
        assertThat(browser.post("omar", "/services/shop/delete", Map.of()).body())
                .contains("shop.yaml");
        assertThat(browser.post("omar", "/services/shop/keys", Map.of()).statusCode())
                .isEqualTo(422);
    }

    @Test
    void deleting_what_is_still_used_says_by_whom_and_keeps_it() throws Exception {
        save("services", Map.of("name", "used"));
        save(
                "monitors",
                Map.of("name", "user", "service", "used", "kind", "http", "url", "http://u.example/", "every", "1h"));
        var refused = browser.post("omar", "/services/used/delete", Map.of());
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("still used by monitor user");
        assertThat(browser.candor.catalogs().current().find(Service.KIND, "used"))
                .isPresent();
    }

    @Test
    void the_console_asks_for_the_same_role_as_the_api() {
        List<Route> console = new Console(browser.candor).routes();
        for (Form form : Forms.ALL) {
            List<Access> access = console.stream()
                    .filter(route -> route.path().equals(form.root() + "/new")
                            || route.path().startsWith(form.root() + "/{name}/edit")
                            || route.path().equals(form.root() + "/{name}/delete"))
                    .map(Route::access)
                    .distinct()
                    .toList();
            assertThat(access)
                    .as(form.root())
                    .containsExactly(Access.permitted(form.resource(), dev.candor.platform.auth.Action.WRITE));
        }
    }

    @Test
    void who_may_not_write_sees_no_form_and_no_intake_keys() throws Exception {
        save("services", Map.of("name", "secretive", "intake-keys", List.of("abcdefgh12345678")));
        for (String who : List.of("ana", "dora")) {
            assertThat(browser.get(who, "/people/new").statusCode()).isEqualTo(403);
            assertThat(browser.post(who, "/services/secretive/edit", Map.of("name", List.of("secretive")))
                            .statusCode())
                    .isEqualTo(403);
            assertThat(browser.post(who, "/services/secretive/keys", Map.of()).statusCode())
                    .isEqualTo(403);
            assertThat(browser.get(who, "/services/secretive").body()).doesNotContain("abcdefgh12345678", "New key");
        }
        assertThat(browser.get("omar", "/services/secretive").body())
                .contains("/in/abcdefgh12345678/json", "/v2/enqueue");
    }

    @Test
    void a_new_key_raises_alerts_until_it_is_removed() throws Exception {
        save("services", Map.of("name", "doors", "escalation-policy", "usual"));
        String screen = browser.get("omar", "/services/doors").body();
        var button = Browser.form(screen, "/services/doors/keys");
        assertThat(browser.post("omar", "/services/doors/keys", button).statusCode())
                .isEqualTo(303);
        assertThat(browser.post("omar", "/services/doors/keys", button).statusCode())
                .isEqualTo(303);
        List<String> keys = browser.candor
                .catalogs()
                .current()
                .find(Service.KIND, "doors")
                .orElseThrow()
                .intakeKeys();
        assertThat(keys).as("a double click makes one key").hasSize(1);
        String path = browser.get("omar", "/services/doors")
                .body()
                .replaceAll("(?s).*action=\"(/services/doors/keys/[^\"]*)\".*", "$1");
        assertThat(browser.post("omar", path, Map.of()).statusCode()).isEqualTo(303);
        assertThat(browser.candor.catalogs().current().serviceOfKey(keys.getFirst()))
                .isEmpty();
    }

    @Test
    void hostile_text_in_a_form_comes_back_as_text() throws Exception {
        for (Form form : Forms.ALL) {
            for (String address : addresses(form)) {
                var typed = new LinkedHashMap<String, List<String>>();
                blank(address)
                        .forEach((name, value) -> typed.put(name, name.endsWith("@at") ? value : List.of(HOSTILE)));
                var answer = browser.post("omar", address, typed);
                assertThat(answer.statusCode()).as(address).isEqualTo(422);
                assertThat(answer.body()).as(address).doesNotContain("<script>alert", "<img src=x");
            }
        }
    }

    @Test
    void who_saves_over_somebody_elses_change_is_told_first() throws Exception {
        save("teams", Map.of("name", "pair"));
        save("services", Map.of("name", "shared", "team", "pair"));
        var mine = Browser.form(browser.get("omar", "/services/shared/edit").body(), "/services/shared/edit");
        save("services", Map.of("name", "shared", "description", "theirs"));
        var answer = browser.post("omar", "/services/shared/edit", with(mine, Map.of("description", "mine")));
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("somebody changed it", ">mine</textarea>");
        var second =
                browser.post("omar", "/services/shared/edit", Browser.form(answer.body(), "/services/shared/edit"));
        assertThat(second.statusCode()).isEqualTo(303);
        assertThat(stored(Forms.SERVICE, "shared").toString()).contains("mine");
    }

    @Test
    void trying_a_monitor_shows_what_one_look_saw_and_keeps_nothing() throws Exception {
        String here = "http://127.0.0.1:" + target.getAddress().getPort();
        var typed = with(blank("/monitors/new?kind=http"), Map.of("url", here + "/", "do", "try"));
        assertThat(browser.post("omar", "/monitors/new?kind=http", typed).body())
                .contains("One look: Well", "First byte", ">200<");
        assertThat(browser.post("omar", "/monitors/new?kind=http", with(typed, Map.of("url", here + "/broken")))
                        .body())
                .contains("One look: Failed", "503");
        assertThat(browser.post("omar", "/monitors/new?kind=http", with(typed, Map.of("url", "http://127.0.0.1:1/")))
                        .body())
                .contains("we must not look there", "network.allow");
        assertThat(browser.post("omar", "/monitors/new?kind=http", with(typed, Map.of("assert", "status = 200")))
                        .body())
                .contains("id=\"f-assert-wrong\"")
                .doesNotContain("One look");
        assertThat(browser.candor.catalogs().current().all(Monitor.KIND))
                .noneMatch(monitor -> monitor.value().spec().toString().contains(here));
    }

    @Test
    void trying_a_monitor_works_from_its_text_too_and_the_text_stays() throws Exception {
        String here = "http://127.0.0.1:" + target.getAddress().getPort();
        assertThat(browser.get("omar", "/monitors/new?as=yaml").body()).contains("value=\"try\"");
        assertThat(browser.get("omar", "/services/new?as=yaml").body()).doesNotContain("value=\"try\"");
        String text = "# mine\nname: tried\nservice: shop\nkind: http\nurl: " + here + "/broken?token=hush\n";
        assertThat(tryText(text)).contains("One look: Failed", "503", "# mine", "name=\"document\"");
        assertThat(tryText(text.replace("/broken?token=hush", "/"))).contains("One look: Well");
        assertThat(tryText(text + "every: 5 apples\n"))
                .contains("document:6: monitor.every", "# mine")
                .doesNotContain("One look");
        assertThat(tryText("name: [")).contains("not YAML").doesNotContain("One look");
        assertThat(tryText(text + "auth: {bearer: {token: \"••••••\"}}\n"))
                .contains("Not looked", "write the secret itself once more");
        assertThat(stored(Forms.MONITOR, "tried")).isEqualTo("nothing");
        assertThat(browser.get("omar", "/settings/audit").body())
                .contains("monitor.try", "/broken?token=••••••")
                .doesNotContain("hush\n", "token=hush");
    }

    @Test
    void whoever_makes_a_monitor_chooses_first_what_it_looks_at() throws Exception {
        String choice = browser.get("omar", "/monitors/new?service=shop").body();
        for (Shape shape : Forms.MONITOR.shapes()) {
            assertThat(choice)
                    .contains(shape.title())
                    .containsPattern("href=\"/monitors/new\\?kind=" + shape.word() + "&(amp;)?service=shop\"");
        }
        assertThat(browser.get("omar", "/monitors/new?kind=nothing-of-the-kind").body())
                .contains("What shall be looked at?");
        assertThat(Browser.form(
                        browser.get("omar", "/monitors/new?kind=sql&service=shop")
                                .body(),
                        "/monitors/new?kind=sql"))
                .containsEntry("service", List.of("shop"))
                .doesNotContainKeys("url", "method");
    }

    @Test
    void what_a_field_cannot_show_whole_stays_until_somebody_changes_it() throws Exception {
        String key = "-----BEGIN KEY-----\nfirst line: one\nsecond line\n-----END KEY-----\n";
        save(
                "monitors",
                Map.of(
                        "name",
                        "odd-steps",
                        "service",
                        "shop",
                        "kind",
                        "steps",
                        "values",
                        Map.of("pem", key, "plain", "x"),
                        "recurrence",
                        Map.of("failures", 4),
                        "steps",
                        List.of(Map.of("name", "one", "url", "http://odd.example/{{pem}}", "redirects", 2))));
        Object before = stored(Forms.MONITOR, "odd-steps");
        String path = "/monitors/odd-steps/edit";
        var shown = Browser.form(browser.get("omar", path).body(), path);
        assertThat(browser.post("omar", path, with(shown, Map.of("steps.0.assert", "status == 201")))
                        .statusCode())
                .isEqualTo(303);
        assertThat(stored(Forms.MONITOR, "odd-steps").toString())
                .contains(key, "failures=4", "redirects=2", "status == 201");
        assertThat(before.toString()).contains(key);
    }

    @Test
    void a_service_without_an_error_budget_stays_so_until_it_gets_one() throws Exception {
        save("services", Map.of("name", "carefree", "objective", "none"));
        String path = "/services/carefree/edit";
        var shown = Browser.form(browser.get("omar", path).body(), path);
        assertThat(shown).containsEntry("objective", List.of("none"));
        assertThat(browser.post("omar", path, with(shown, Map.of("description", "A toy.")))
                        .statusCode())
                .isEqualTo(303);
        assertThat(stored(Forms.SERVICE, "carefree").toString()).contains("objective=none", "A toy.");
        shown = Browser.form(browser.get("omar", path).body(), path);
        assertThat(browser.post("omar", path, with(shown, Map.of("objective.target", "99%", "objective", "")))
                        .statusCode())
                .isEqualTo(303);
        assertThat(stored(Forms.SERVICE, "carefree").toString()).contains("target=99%");
        shown = Browser.form(browser.get("omar", path).body(), path);
        assertThat(browser.post("omar", path, with(shown, Map.of("objective", "none")))
                        .statusCode())
                .isEqualTo(303);
        assertThat(stored(Forms.SERVICE, "carefree").toString()).contains("objective=none");
        shown = Browser.form(browser.get("omar", path).body(), path);
        var wrong = browser.post("omar", path, with(shown, Map.of("objective.target", "12", "objective.period", "1d")));
        assertThat(wrong.body()).contains("id=\"f-objective-target-wrong\"", "id=\"f-objective-period-wrong\"");
    }

    @Test
    void mistakes_in_a_step_are_said_at_its_field_and_its_fold_stands_open() throws Exception {
        String address = "/monitors/new?kind=steps";
        var typed = with(
                blank(address),
                Map.of(
                        "name", "wrong-steps",
                        "service", "shop",
                        "steps.0.name", "order",
                        "steps.0.url", "http://shop.example/{{nobody}}",
                        "steps.0.take", "id: jsn(\"$.x\")",
                        "steps.0.await.for", "1h"));
        var answer = browser.post("omar", address, typed);
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body())
                .contains("id=\"f-steps-0-take-wrong\"", "id=\"f-steps-0-await-for-wrong\"", "uses {{nobody}}")
                .containsPattern("<details class=\"fold\" open>");
    }

    @Test
    void a_log_source_shows_what_to_paste_with_its_own_key_and_address() throws Exception {
        save("services", Map.of("name", "logged", "intake-keys", List.of("logged-key-12345")));
        save("log-sources", Map.of("name", "logged nginx", "service", "logged", "tag", "logged-1"));
        String screen = browser.get("omar", "/log-sources/logged%20nginx").body();
        assertThat(screen)
                .contains("/in/logged-key-12345/logs?source=logged%20nginx", "--token logged-key-12345")
                .contains("nginx", "HAProxy", "Caddy", "Syslog is off");
        assertThat(browser.get("dora", "/log-sources/logged%20nginx").body())
                .contains("/in/KEY/logs")
                .doesNotContain("logged-key-12345");
        assertThat(browser.get("dora", "/log-sources").body()).contains("logged nginx", "nobody sends yet");
    }

    @Test
    void a_heartbeat_shows_its_address_and_a_line_for_the_crontab() throws Exception {
        save("services", Map.of("name", "jobs", "intake-keys", List.of("jobs-key-1234567")));
        save(
                "monitors",
                Map.of("name", "nightly", "service", "jobs", "kind", "heartbeat", "cron", "0 3 * * *", "grace", "1h"));
        assertThat(browser.get("omar", "/monitors/nightly").body())
                .contains("0 3 * * * /path/to/job; curl -fsS -m 10 --retry 5 -o /dev/null "
                        + browser.candor.consoleUrl() + "/ping/jobs-key-1234567/nightly/$?")
                .contains("data-copy=\"crontab\"");
        assertThat(browser.get("dora", "/monitors/nightly").body()).doesNotContain("jobs-key-1234567");
        assertThat(browser.get("omar", "/monitors/nightly/edit").body()).doesNotContain("value=\"try\"");
    }

    @Test
    void a_service_is_not_offered_itself_to_depend_on() throws Exception {
        save("services", Map.of("name", "till"));
        assertThat(browser.get("omar", "/services/till/edit").body())
                .contains("value=\"shop\"")
                .doesNotContain("value=\"till\"");
        save("services", Map.of("name", "drawer"));
        assertThat(browser.get("omar", "/services/drawer/edit").body()).contains("value=\"till\"");
    }

    private String tryText(String text) throws Exception {
        return browser.post("omar", "/monitors/new", Map.of("document", List.of(text), "do", List.of("try")))
                .body();
    }

    @Test
    void a_document_too_large_for_a_form_is_edited_as_text() throws Exception {
        var components = new ArrayList<Map<String, String>>();
        for (int i = 0; i < 120; i++) {
            components.add(Map.of("name", "Part " + i));
        }
        save("pages", Map.of("name", "Large", "components", components));
        String edit = browser.get("omar", "/pages/large/edit").body();
        assertThat(edit).contains("name=\"document\"", "too large for the form");
        assertThat(browser.post("omar", "/pages/large/edit", Browser.form(edit, "/pages/large/edit"))
                        .statusCode())
                .isEqualTo(303);
        assertThat(browser.post("omar", "/pages/large/delete", Map.of()).statusCode())
                .isEqualTo(303);
    }
}
