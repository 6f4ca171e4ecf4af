package dev.candor.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.candor.app.console.form.Form;
import dev.candor.app.console.form.Forms;
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
    private static final Map<String, Map<String, String>> FILLED = Map.of(
            "/teams", Map.of("name", "money"),
            "/people",
                    Map.of(
                            "name", "ben",
                            "email", "ben@shop.example",
                            "role", "responder",
                            "teams", "web",
                            "contact.0.kind", "ntfy",
                            "contact.0.value", "https://push.example/ben",
                            "contact.0.after", "5m"),
            "/channels",
                    Map.of(
                            "name",
                            "room",
                            "kind",
                            "webhook",
                            "url",
                            "https://chat.example/hook",
                            "secret",
                            "hush-hush"),
            "/schedules",
                    Map.of(
                            "name",
                            "second",
                            "time-zone",
                            "Europe/Berlin",
                            "rotations.0.people",
                            "ana",
                            "rotations.0.every",
                            "3 days"),
            "/policies",
                    Map.of("name", "soft", "steps.0.notify", "person/ana", "steps.0.then-after", "7m", "repeat", "2"),
            "/services",
                    Map.of(
                            "name",
                            "basket",
                            "description",
                            "Where goods wait.",
                            "escalation-policy",
                            "usual",
                            "depends-on",
                            "shop"),
            "/locations", Map.of("name", "office", "description", "Where we sit."),
            "/monitors",
                    Map.of(
                            "name",
                            "basket-home",
                            "service",
                            "shop",
                            "url",
                            "http://basket.example/",
                            "every",
                            "1h",
                            "kind",
                            "http"),
            "/pages", Map.of("name", "Basket", "components.0.name", "Basket", "components.0.services", "shop"));

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

    private Map<String, List<String>> blank(String root) throws Exception {
        return Browser.form(browser.get("omar", root + "/new").body(), root + "/new");
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
            Map<String, String> typed = Objects.requireNonNull(FILLED.get(form.root()));
            String name = Objects.requireNonNull(typed.get("name"));
            String path = form.root() + "/" + (form == Forms.PAGE ? "basket" : name);
            assertThat(browser.post("omar", form.root() + "/new", with(blank(form.root()), typed))
                            .statusCode())
                    .as(form.root())
                    .isEqualTo(303);
            Object made = stored(form, name);
            assertThat(made).as(form.root()).isNotEqualTo("nothing");
            String edit = browser.get("omar", path + "/edit").body();
            assertThat(edit).as(form.root()).doesNotContain("hush-hush");
            assertThat(browser.post("omar", path + "/edit", Browser.form(edit, path + "/edit"))
                            .statusCode())
                    .as(form.root())
                    .isEqualTo(303);
            assertThat(stored(form, name))
                    .as("saved as it was shown: " + form.root())
                    .isEqualTo(made);
            assertThat(browser.post("omar", form.root() + "/new", with(blank(form.root()), typed))
                            .body())
                    .as(form.root())
                    .contains("there is a " + form.kind().singular() + " of this name already");
            assertThat(browser.get("omar", path + "/delete").body()).contains("Delete it");
            assertThat(browser.post("omar", path + "/delete", Map.of()).statusCode())
                    .isEqualTo(303);
            assertThat(stored(form, name)).as(form.root()).isEqualTo("nothing");
        }
    }

    @Test
    void wrong_input_is_said_at_its_field_and_nothing_typed_is_lost() throws Exception {
        var typed = with(
                blank("/people"),
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
                blank("/policies"), Map.of("name", "long", "steps.0.notify", "person/ana", "steps.0.then-after", "1m"));
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
            var typed = new LinkedHashMap<String, List<String>>();
            blank(form.root())
                    .forEach((name, value) -> typed.put(name, name.endsWith("@at") ? value : List.of(HOSTILE)));
            var answer = browser.post("omar", form.root() + "/new", typed);
            assertThat(answer.statusCode()).as(form.root()).isEqualTo(422);
            assertThat(answer.body()).as(form.root()).doesNotContain("<script>alert", "<img src=x");
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
        var typed = with(blank("/monitors"), Map.of("url", here + "/", "do", "try"));
        assertThat(browser.post("omar", "/monitors/new", typed).body())
                .contains("One look: Well", "First byte", ">200<");
        assertThat(browser.post("omar", "/monitors/new", with(typed, Map.of("url", here + "/broken")))
                        .body())
                .contains("One look: Failed", "503");
        assertThat(browser.post("omar", "/monitors/new", with(typed, Map.of("url", "http://127.0.0.1:1/")))
                        .body())
                .contains("we must not look there", "network.allow");
        assertThat(browser.post("omar", "/monitors/new", with(typed, Map.of("assert", "status = 200")))
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
