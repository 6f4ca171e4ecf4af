package dev.candor.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.respond.incident.Incident;
import dev.candor.respond.incident.Severity;
import dev.candor.tell.commitment.Commitment;
import dev.candor.testing.Eventually;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What is promised from the console, and words that are put right there.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PromiseScreenTest {
    private static final String CONFIGURATION = """
            people:
              - {name: ana, email: ana@shop.example, role: responder}
              - {name: dora, email: dora@shop.example, role: viewer}
            services: [{name: shop}]
            pages: [{name: Shop, slug: shop, time-zone: Europe/Berlin, components: [{name: Website, services: [shop]}]}]
            """;

    @TempDir
    private static Path data;

    private Browser browser;

    @BeforeAll
    void serve() throws Exception {
        browser = new Browser(data, CONFIGURATION);
        browser.admit("ana");
        browser.admit("dora");
    }

    @AfterAll
    void stop() {
        browser.close();
    }

    private Incident declared(String title) {
        return browser.candor.respond().actions().declare(title, "shop", Severity.SEV2, Map.of(), "ana");
    }

    private static Map<String, List<String>> update(String body, String wish, String... more) {
        var fields = new LinkedHashMap<String, List<String>>();
        fields.put("page", List.of("shop"));
        fields.put("title", List.of("Letters are late"));
        fields.put("phase", List.of("identified"));
        fields.put("body", List.of(body));
        fields.put("do", List.of(wish));
        for (int i = 0; i < more.length; i += 2) {
            fields.put(more[i], List.of(more[i + 1]));
        }
        return fields;
    }

    /// The incident's own page, as readers get it.
    private String page(Incident incident) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI uri = URI.create(browser.candor.pagesUrl() + "/shop/incidents/" + incident.code());
            return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException | InterruptedException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private List<Commitment> made(Incident incident) {
        return browser.candor
                .platform()
                .ledger()
                .read(tx -> browser.candor.tell().commitments().store().ofIncident(tx, incident.id()));
    }

    @Test
    void words_that_promise_are_offered_as_a_box_and_promise_nothing_until_it_is_ticked() throws Exception {
        Incident incident = declared("Letters wait");
        String path = "/incidents/" + incident.number() + "/update";
        assertThat(browser.get("ana", path).body()).contains("What you promise", "Europe/Berlin");
        String words = "A belt is torn. Next update in 30 minutes.";
        String look = browser.post("ana", path, update(words, "preview")).body();
        assertThat(look).contains("tick-next_update", "value=\"in 30 min\"", "“Next update in 30 minutes”");
        assertThat(browser.post("ana", path, update(words, "publish")).statusCode())
                .isEqualTo(303);
        assertThat(made(incident)).isEmpty();

        String again = "It takes longer. Next update in 45 minutes.";
        assertThat(browser.post("ana", path, update(again, "preview", "p-next_update", "in 40 min"))
                        .body())
                .contains("id=\"promised\"", "Next update by")
                .doesNotContain("tick-next_update");
        assertThat(browser.post("ana", path, update(again, "publish", "tick-next_update", "in 45 min"))
                        .statusCode())
                .isEqualTo(303);
        assertThat(made(incident)).extracting(Commitment::madeBy).containsExactly("ana");
        assertThat(browser.get("ana", "/incidents/" + incident.number()).body())
                .contains("id=\"commitments\"", "The next update", "Take it back");
        assertThat(browser.get("dora", "/incidents/" + incident.number()).body())
                .contains("The next update")
                .doesNotContain("Take it back");
        assertThat(browser.get("ana", "/").body()).contains("Promised to readers");
        Eventually.until("the page promises it", () -> page(incident).contains("Next update by"));
    }

    @Test
    void a_time_that_cannot_be_read_is_told_beside_what_was_typed() throws Exception {
        Incident incident = declared("Letters stay");
        String path = "/incidents/" + incident.number() + "/update";
        var answer = browser.post("ana", path, update("We look.", "publish", "p-fixed", "soon <b>"));
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body())
                .contains("Fixed by: Write the time as", "soon &lt;b>")
                .doesNotContain("soon <b>");
        assertThat(browser.post("ana", path, update("We look.", "preview", "p-what", "call the carrier"))
                        .body())
                .contains("Say until when");
        assertThat(made(incident)).isEmpty();
    }

    @Test
    void what_was_said_wrongly_is_corrected_and_an_overdue_action_item_is_counted() throws Exception {
        Incident incident = declared("Letters lost");
        String path = "/incidents/" + incident.number();
        browser.post("ana", path + "/update", update("The carrier is late.", "publish"));
        String screen = browser.get("ana", path).body();
        String code = screen.replaceFirst("(?s).*/updates/([a-z0-9]+)\".*", "$1");
        assertThat(browser.get("ana", path + "/updates/" + code).body()).contains("The carrier is late.");
        assertThat(browser.get("dora", path + "/updates/" + code).statusCode()).isEqualTo(403);
        assertThat(browser.post(
                                "ana",
                                path + "/updates/" + code,
                                Map.of("body", List.of("A belt."), "why", List.of("")))
                        .statusCode())
                .isEqualTo(422);
        assertThat(browser.post(
                                "ana",
                                path + "/updates/" + code,
                                Map.of("body", List.of("A belt."), "why", List.of("The wrong cause.")))
                        .statusCode())
                .isEqualTo(303);
        assertThat(browser.get("ana", path).body()).contains("corrected", "A belt.");
        Eventually.until("the page is corrected", () -> page(incident).contains("Until then it said"));
        assertThat(page(incident)).contains("The wrong cause.", "The carrier is late.");

        assertThat(browser.get("ana", "/").body()).doesNotContain("late-actions");
        browser.candor.actions().open(incident, "count the belt's hours", "ana", LocalDate.parse("2020-01-31"), "ana");
        assertThat(browser.get("ana", "/").body()).contains("late-actions", "1 action item is overdue");
    }
}
