package dev.candor.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.catalog.Item;
import dev.candor.catalog.Maintenance;
import dev.candor.catalog.Page;
import dev.candor.detect.monitor.Monitor;
import dev.candor.detect.monitor.Observation;
import dev.candor.detect.monitor.Outcome;
import dev.candor.page.ComponentStatus;
import dev.candor.page.IncidentPhase;
import dev.candor.respond.incident.Incident;
import dev.candor.respond.incident.Severity;
import dev.candor.tell.subscriber.SubscriberStore;
import dev.candor.testing.Eventually;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Telling the public from the console: looked at first, said once; and what incident and page screens show of it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class UpdateScreenTest {
    private static final String CONFIGURATION = """
            people:
              - {name: ana, email: ana@shop.example, role: responder}
              - {name: omar, email: omar@shop.example, role: admin}
            services: [{name: shop}, {name: depot}, {name: till}]
            monitors:
              - {name: home, service: depot, kind: http, url: "http://127.0.0.1:1/", every: 1d}
              - {name: api, service: depot, kind: http, url: "http://127.0.0.1:1/api", every: 1d}
              - {name: till, service: till, kind: http, url: "http://127.0.0.1:1/till", every: 1d}
            pages:
              - name: Depot
                slug: depot
                components:
                  - {name: Stock, services: [depot]}
                  - {name: Both, services: [depot, till]}
                  - {name: Till, services: [till]}
              - {name: Shop, slug: shop, components: [{name: Website, services: [shop]}]}
              - {name: Partners, slug: partners, components: [{name: Orders, services: [shop]}]}
            """;

    @TempDir
    private static Path data;

    private Browser browser;

    @BeforeAll
    void serve() throws Exception {
        browser = new Browser(data, CONFIGURATION, NoMailServerTest.MAIL);
        browser.admit("ana");
        browser.admit("omar");
    }

    @AfterAll
    void stop() {
        browser.close();
    }

    private Incident declared(String title) {
        return browser.candor.respond().actions().declare(title, "shop", Severity.SEV2, Map.of(), "ana");
    }

    private Incident stored(Incident incident) {
        return browser.candor
                .platform()
                .ledger()
                .read(tx -> browser.candor.respond().incidents().store().byNumber(tx, incident.number()))
                .orElseThrow();
    }

    private int said(String page) {
        return browser.candor
                .platform()
                .ledger()
                .read(tx -> browser.candor.tell().updates().store().ofPage(tx, page, 100))
                .size();
    }

    private Map<String, List<String>> words(Incident incident, String title, String body) throws Exception {
        String path = "/incidents/" + incident.number() + "/update";
        var fields = new LinkedHashMap<>(
                Browser.form(browser.get("ana", path + "?page=shop").body(), path));
        fields.put("title", List.of(title));
        fields.put("body", List.of(body));
        return fields;
    }

    private static Map<String, List<String>> doing(Map<String, List<String>> fields, String what) {
        var more = new LinkedHashMap<>(fields);
        more.put("do", List.of(what));
        return more;
    }

    @Test
    void the_preview_is_the_page_with_the_update_on_it_and_nothing_is_kept_or_told() throws Exception {
        Incident incident = declared("db-7 is gone");
        String path = "/incidents/" + incident.number() + "/update";
        var fields = new LinkedHashMap<>(words(incident, "Checkout refuses cards", "We *know* why."));
        fields.keySet().stream()
                .filter(name -> name.startsWith("c-"))
                .toList()
                .forEach(name -> fields.put(name, List.of("major_outage")));
        int before = said("shop");
        Incident kept = stored(incident);
        String screen = browser.post("ana", path, doing(fields, "preview")).body();
        assertThat(screen).contains("<iframe", "srcdoc=\"&lt;!DOCTYPE html", "Checkout refuses cards", "<em>know</em>");
        String frame = screen.substring(screen.indexOf("srcdoc=\"") + 8, screen.indexOf("\"></iframe>"))
                .replace("&lt;", "<")
                .replace("&#34;", "\"");
        assertThat(frame)
                .contains("Checkout refuses cards", "<em>know</em>", "Website is down", "href=\"/assets/page-")
                .doesNotContain("<script", "db-7", "<form", "<a href");
        String style = frame.replaceAll("(?s).*href=\"(/assets/page-[^\"]*css)\".*", "$1");
        assertThat(browser.get("nobody", style).statusCode()).isEqualTo(200);
        assertThat(said("shop")).isEqualTo(before);
        assertThat(stored(incident)).isEqualTo(kept);
        assertThat(browser.candor
                        .tell()
                        .pages()
                        .model("shop", browser.candor.platform().clock().instant())
                        .orElseThrow()
                        .incidents())
                .noneMatch(one -> one.name().equals("Checkout refuses cards"));
    }

    @Test
    void publishing_twice_with_one_form_says_it_once_and_other_words_are_said_too() throws Exception {
        Incident incident = declared("slow");
        String path = "/incidents/" + incident.number() + "/update";
        var fields = doing(words(incident, "Our shop is slow", "We look."), "publish");
        int before = said("shop");
        var clicks = new ArrayList<Callable<Integer>>();
        for (int i = 0; i < 6; i++) {
            clicks.add(() -> browser.post("ana", path, fields).statusCode());
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var click : threads.invokeAll(clicks)) {
                assertThat(click.get()).isEqualTo(303);
            }
        }
        assertThat(said("shop")).isEqualTo(before + 1);
        var corrected = new LinkedHashMap<>(fields);
        corrected.put("body", List.of("We know more."));
        assertThat(browser.post("ana", path, corrected).statusCode()).isEqualTo(303);
        assertThat(said("shop")).isEqualTo(before + 2);
    }

    @Test
    void a_form_that_was_refused_may_be_sent_again() throws Exception {
        Incident incident = declared("wordless");
        String path = "/incidents/" + incident.number() + "/update";
        var fields = doing(words(incident, "No words", ""), "publish");
        for (int i = 0; i < 2; i++) {
            var answer = browser.post("ana", path, fields);
            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(answer.body()).contains("An update needs words.", "value=\"No words\"");
        }
    }

    @Test
    void a_page_that_does_not_exist_is_never_replaced_by_another() throws Exception {
        Incident incident = declared("astray");
        String path = "/incidents/" + incident.number() + "/update";
        var fields = new LinkedHashMap<>(words(incident, "Astray", "Lost."));
        fields.put("page", List.of("shoppe"));
        int before = said("shop") + said("partners");
        assertThat(browser.post("ana", path, doing(fields, "publish")).statusCode())
                .isEqualTo(404);
        assertThat(browser.post("ana", path, doing(fields, "preview")).statusCode())
                .isEqualTo(404);
        assertThat(browser.get("ana", path + "?page=shoppe").statusCode()).isEqualTo(404);
        assertThat(said("shop") + said("partners")).isEqualTo(before);
        fields.put("page", List.of("partners"));
        assertThat(browser.post("ana", path, doing(fields, "publish")).statusCode())
                .isEqualTo(303);
        assertThat(said("partners")).isPositive();
    }

    @Test
    void raising_declaring_and_planning_twice_with_one_form_is_once() throws Exception {
        for (String path : List.of("/incidents/new", "/maintenances")) {
            var fields =
                    new LinkedHashMap<>(Browser.form(browser.get("ana", path).body(), path));
            fields.put("title", List.of("Doubled " + path));
            fields.put("name", List.of("Doubled " + path));
            fields.put("service", List.of("shop"));
            String first = browser.post("ana", path, fields)
                    .headers()
                    .firstValue("location")
                    .orElseThrow();
            assertThat(browser.post("ana", path, fields).headers().firstValue("location"))
                    .contains(first);
        }
        assertThat(browser.get("ana", "/incidents").body().split("Doubled /incidents", -1))
                .hasSize(2);
        List<Maintenance> planned = browser.candor
                .platform()
                .ledger()
                .read(tx -> browser.candor.tell().maintenances().store().list(tx, 50));
        assertThat(planned).filteredOn(one -> one.name().startsWith("Doubled")).hasSize(1);
    }

    @Test
    void a_long_timeline_keeps_its_beginning_and_is_paged_in_the_middle() throws Exception {
        Incident incident = declared("very long");
        var ledger = browser.candor.platform().ledger();
        for (int block = 0; block < 30; block++) {
            int from = block * 100;
            ledger.inTransaction(tx -> {
                for (int i = from; i < from + 100; i++) {
                    browser.candor
                            .platform()
                            .journal()
                            .note(
                                    tx,
                                    incident.subject(),
                                    "incident.note",
                                    "ana",
                                    "note " + i + " " + "x".repeat(1900),
                                    browser.candor.platform().clock().instant());
                }
                return true;
            });
        }
        String path = "/incidents/" + incident.number();
        String folded = browser.get("ana", path).body();
        assertThat(folded.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(100_000);
        assertThat(folded).contains("note 2999 ", "note 0 ", "declared", "more in between", path + "?facts=1");
        assertThat(folded).doesNotContain("note 1500 ");
        var seen = new StringBuilder();
        String next = path + "?facts=1";
        while (!next.isEmpty()) {
            String part = browser.get("ana", next).body();
            seen.append(part);
            int link = part.indexOf("\">Older</a>");
            next = link < 0 ? "" : part.substring(part.lastIndexOf("href=\"", link) + 6, link);
        }
        for (int i = 0; i < 3000; i += 37) {
            assertThat(seen).contains("note " + i + " ");
        }
    }

    @Test
    void subscribers_are_listed_in_pages_and_removed_by_admins_only() throws Exception {
        var ledger = browser.candor.platform().ledger();
        for (int i = 0; i < 60; i++) {
            UUID id = browser.candor.platform().ids().next();
            String email = "reader" + i + "@mail.example";
            ledger.inTransaction(tx -> tx.update(
                    "INSERT INTO subscriber (id, page, email, state, created_at) VALUES (?, 'partners', ?, ?, ?)",
                    id,
                    email,
                    "active",
                    browser.candor.platform().clock().instant()));
        }
        String path = "/pages/partners/subscribers";
        assertThat(browser.get("ana", path).statusCode()).isEqualTo(403);
        String first = browser.get("omar", path).body();
        assertThat(first)
                .contains("60 get every update", "reader59@mail.example", ">Older</a>")
                .doesNotContain("reader9@");
        String older = first.replaceAll("(?s).*href=\"([^\"]*before=[^\"]*)\">Older.*", "$1")
                .replace("&amp;", "&");
        assertThat(browser.get("omar", older).body())
                .contains("reader9@mail.example")
                .doesNotContain("reader59@");
        SubscriberStore store = browser.candor.tell().subscribers().store();
        var last = ledger.read(tx -> store.ofPage(tx, "partners", "", "", 1)).getFirst();
        assertThat(browser.post("ana", path + "/" + last.id() + "/remove", Map.of())
                        .statusCode())
                .isEqualTo(403);
        assertThat(browser.post("omar", "/pages/shop/subscribers/" + last.id() + "/remove", Map.of())
                        .headers()
                        .firstValue("location")
                        .orElseThrow())
                .contains("done=nothing");
        assertThat(browser.post("omar", path + "/" + last.id() + "/remove", Map.of())
                        .statusCode())
                .isEqualTo(303);
        long left = ledger.read(tx -> store.countActive(tx, "partners"));
        assertThat(left).isEqualTo(59);
    }

    @Test
    void the_draft_of_a_declared_incident_begins_with_what_monitors_see_failing() throws Exception {
        Item<Monitor> home = monitor("home");
        Item<Monitor> api = monitor("api");
        Item<Monitor> till = monitor("till");
        Page page = browser.candor.catalogs().current().pageWithSlug("depot").orElseThrow();
        Incident incident =
                browser.candor.respond().actions().declare("customers call", "depot", Severity.SEV2, Map.of(), "ana");
        assertThat(draft(incident, page)).isEmpty();
        see(till, Outcome.FAILED);
        see(home, Outcome.PASSED);
        assertThat(draft(incident, page))
                .as("another service's trouble is another incident")
                .isEmpty();
        see(api, Outcome.FAILED);
        assertThat(draft(incident, page))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("Stock", ComponentStatus.PARTIAL_OUTAGE, "Both", ComponentStatus.PARTIAL_OUTAGE));
        see(home, Outcome.FAILED);
        assertThat(draft(incident, page)).containsEntry("Stock", ComponentStatus.MAJOR_OUTAGE);
        String screen = browser.get("ana", "/incidents/" + incident.number() + "/update?page=depot")
                .body();
        assertThat(screen).contains("Problem with Stock and Both");
        see(api, Outcome.PASSED);
        see(home, Outcome.PASSED);
        Eventually.until("the alerts end with them", () -> draft(incident, page).isEmpty());
    }

    private Map<String, ComponentStatus> draft(Incident incident, Page page) {
        var byName = new LinkedHashMap<String, ComponentStatus>();
        var draft = browser.candor.tell().updates().draft(incident, page);
        page.components().stream()
                .filter(component -> draft.components().containsKey(component.code()))
                .forEach(component -> byName.put(
                        component.name(),
                        java.util.Objects.requireNonNull(draft.components().get(component.code()))));
        return byName;
    }

    private Item<Monitor> monitor(String name) {
        return browser.candor.catalogs().current().item(Monitor.KIND, name).orElseThrow();
    }

    /// Often enough to be believed.
    private void see(Item<Monitor> monitor, Outcome outcome) {
        for (int i = 0; i < 3; i++) {
            var at = browser.candor.platform().clock().instant();
            browser.candor.detect().verdicts().observe(monitor, "main", new Observation(at, outcome, "", "seen"));
        }
    }

    @Test
    void what_the_public_hears_is_in_the_words_of_the_draft() {
        Incident incident = declared("quiet");
        var page = browser.candor.catalogs().current().pageWithSlug("shop").orElseThrow();
        assertThat(browser.candor.tell().updates().draft(incident, page).phase())
                .isEqualTo(IncidentPhase.INVESTIGATING);
    }
}
