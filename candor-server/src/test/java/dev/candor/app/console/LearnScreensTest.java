package dev.candor.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.respond.incident.Incident;
import dev.candor.respond.incident.Severity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The screens of what was learned, as people use them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LearnScreensTest {
    private static final String CONFIGURATION = """
            people:
              - {name: ana, email: ana@shop.example, role: responder}
              - {name: ben, email: ben@shop.example, role: responder}
              - {name: dora, email: dora@shop.example, role: viewer}
            services: [{name: shop}]
            pages: [{name: Shop, slug: shop, components: [{name: Website, services: [shop]}]}]
            """;

    @TempDir
    private static Path data;

    private Browser browser;

    @BeforeAll
    void serve() throws Exception {
        browser = new Browser(data, CONFIGURATION);
        browser.admit("ana");
        browser.admit("ben");
        browser.admit("dora");
    }

    @AfterAll
    void stop() {
        browser.close();
    }

    private Incident resolved(String title) {
        Incident incident = browser.candor.respond().actions().declare(title, "shop", Severity.SEV2, Map.of(), "ana");
        browser.candor.respond().actions().resolve(incident.id(), "ana");
        return incident;
    }

    private static Map<String, List<String>> doing(String body, String what) {
        var fields = new LinkedHashMap<String, List<String>>();
        fields.put("body", List.of(body));
        fields.put("do", List.of(what));
        return fields;
    }

    @Test
    void a_postmortem_is_drafted_saved_reviewed_by_another_and_published() throws Exception {
        Incident incident = resolved("db-7 is full");
        String path = "/incidents/" + incident.number() + "/postmortem";
        String draft = browser.get("ana", path).body();
        assertThat(draft).contains("drafted from the timeline", "## What went badly", "[to write]");
        String hidden = browser.post("ana", path, doing("still [internal] db-7", "publish"))
                .body();
        assertThat(hidden).contains("It is not finished", "[internal]");
        String body = "The shelf was full & nobody saw. <script>x</script>";
        assertThat(browser.post("ana", path, doing(body, "look")).body())
                .contains("As readers see it", "&lt;script&gt;x")
                .doesNotContain("<script>x");
        assertThat(browser.post("ana", path, doing(body, "save")).statusCode()).isEqualTo(303);
        assertThat(browser.get("ana", path).body()).doesNotContain("I have reviewed it");
        assertThat(browser.get("ben", path).body()).contains("I have reviewed it");
        assertThat(browser.post("ben", path, doing(body, "review")).statusCode())
                .isEqualTo(303);
        assertThat(browser.get("ana", path).body()).contains("reviewed by ben");
        assertThat(browser.post("ana", path, doing(body, "publish")).statusCode())
                .isEqualTo(303);
        assertThat(browser.get("ana", "/incidents/" + incident.number()).body()).contains("published");
        assertThat(browser.post("ana", path, doing("x".repeat(100_001), "save")).body())
                .contains("at most 100,000 characters");
        assertThat(browser.post("ana", path, doing("x".repeat(1 << 20), "save")).statusCode())
                .isEqualTo(413);
    }

    @Test
    void the_last_week_is_drafted_and_published_by_hand() throws Exception {
        assertThat(browser.get("ana", "/bulletins").body())
                .as("nobody knows what was before the page")
                .doesNotContain("/bulletins/shop/");
        browser.candor
                .bulletins()
                .tick(browser.candor.platform().clock().instant().plus(Duration.ofDays(7)));
        String path =
                browser.get("ana", "/bulletins").body().replaceFirst("(?s).*href=\"(/bulletins/shop/[^\"]+)\".*", "$1");
        assertThat(browser.get("dora", path).body())
                .contains("For the team alone")
                .doesNotContain("<textarea");
        assertThat(browser.post("ana", path, doing("[to write]", "publish")).body())
                .contains("It is not finished");
        assertThat(browser.post("dora", path, doing("words", "publish")).statusCode())
                .isEqualTo(403);
        assertThat(browser.post("ana", path, doing("A quiet week.", "publish")).statusCode())
                .isEqualTo(303);
        assertThat(browser.get("ana", path).body()).contains("published", "A quiet week.");
        assertThat(browser.get("ana", path + "/team.md").body()).contains("## Incidents");
        assertThat(browser.get("ana", "/bulletins/shop/2026-W99").statusCode()).isEqualTo(404);
    }

    @Test
    void screens_show_what_there_is_and_who_may_only_look_changes_nothing() throws Exception {
        Incident incident = resolved("The <b>till</b> is stuck");
        for (String path : List.of("/boxes", "/figures", "/postmortems")) {
            assertThat(browser.get("dora", path).body())
                    .as(path)
                    .contains("The &lt;b&gt;till&lt;/b&gt; is stuck", "/incidents/" + incident.number());
        }
        assertThat(browser.get("dora", "/boxes").body())
                .contains("class=\"boxes wide\"", "class=\"boxes narrow\"", "aria-label=\"");
        assertThat(browser.get("dora", "/boxes?from=2026-99-99").statusCode()).isEqualTo(200);
        assertThat(browser.get("dora", "/boxes?from=1999-01-01").statusCode()).isEqualTo(200);
        String path = "/incidents/" + incident.number() + "/postmortem";
        assertThat(browser.get("dora", path).statusCode()).isEqualTo(403);
        assertThat(browser.post("dora", path, doing("words", "publish")).statusCode())
                .isEqualTo(403);
        assertThat(browser.get("nobody", "/figures").statusCode()).isEqualTo(303);
        assertThat(browser.post(
                                "ana",
                                path,
                                Map.of(
                                        "body", List.of("The text of now."),
                                        "do", List.of("look"),
                                        "cause", List.of("load")))
                        .body())
                .as("a cause takes no words away")
                .contains("The text of now.");
        assertThat(browser.get("dora", "/figures").body()).contains("load, or retries");
    }
}
