package dev.candor.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.testing.Eventually;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// "What would not wake anyone", as somebody reads it.
final class ProofScreenTest {
    private static final String YAML = """
            people:
              - {name: omar, email: omar@shop.example, role: admin}
              - {name: ana, email: ana@shop.example, role: responder, contact: [{webhook: "http://127.0.0.1:9/ana"}]}
              - {name: dora, email: dora@shop.example}
            escalation-policies:
              - {name: default, steps: [{notify: [{person: ana}], then-after: 5m}]}
            services:
              - {name: shop, escalation-policy: default}
              - {name: till}
            monitors:
              - {name: home, service: shop, kind: http, url: "http://127.0.0.1:9/", every: 1h}
              - {name: lax, service: shop, kind: http, url: "http://127.0.0.1:9/", every: 1h, assert: ["status in 100..599"]}
              - {name: till-home, service: till, kind: http, url: "http://127.0.0.1:9/", every: 1h}
            """;

    @Test
    void what_would_wake_nobody_comes_first_with_what_to_do_and_what_is_proven_last(@TempDir Path data)
            throws Exception {
        try (var browser = new Browser(data, YAML)) {
            browser.admit("omar");
            browser.admit("dora");
            Eventually.until(
                    "every rule was rehearsed",
                    () -> browser.candor
                                    .platform()
                                    .ledger()
                                    .read(browser.candor.proving().rehearsals().store()::all)
                                    .size()
                            == 3);
            String page = browser.get("omar", "/proof").body();
            assertThat(page)
                    .contains("2 of 3 rules would wake nobody")
                    .contains("Answer 500: that counts as good, so nobody would hear of it.")
                    .contains("Service till has no escalation policy.")
                    .contains("/services/till/edit")
                    .contains("fires within")
                    .contains("at once: ana by webhook")
                    .contains("never rehearsed");
            assertThat(page.indexOf("Would wake nobody")).isLessThan(page.indexOf("<h2>Proven</h2>"));
            assertThat(browser.get("omar", "/").body()).contains("2 of 3 rules would wake nobody");
            assertThat(browser.get("dora", "/proof").body())
                    .contains("2 of 3 rules would wake nobody")
                    .doesNotContain("Rehearse all");
            assertThat(browser.post("dora", "/proof/all", Map.of()).statusCode())
                    .isEqualTo(403);
            assertThat(browser.post("omar", "/proof/all", Map.of()).statusCode())
                    .isEqualTo(303);
            assertThat(browser.post("omar", "/proof/rules/monitor%20home", Map.of())
                            .statusCode())
                    .isEqualTo(303);
            assertThat(browser.post("omar", "/proof/people/ana/0", Map.of()).statusCode())
                    .isEqualTo(303);
            assertThat(browser.post("omar", "/proof/people/ana/0", Map.of()).body())
                    .contains("No rehearsal was sent: the last rehearsal was less than 10 minutes ago.");
            String link = Objects.requireNonNull(browser.candor
                            .platform()
                            .ledger()
                            .read(tx ->
                                    browser.candor.platform().outbox().list(tx, "", "person/ana", Optional.empty(), 5))
                            .getFirst()
                            .payload()
                            .get("link"))
                    .toString();
            String path = link.substring(browser.candor.consoleUrl().length());
            assertThat(browser.get("nobody", path).body()).contains("It reached me");
            assertThat(browser.get("nobody", path).body())
                    .as("looking is no confirmation")
                    .contains("It reached me");
            assertThat(browser.post("nobody", path, Map.of()).body()).contains("Thank you, ana.");
            assertThat(browser.get("omar", "/proof").body()).contains("confirmed");
            assertThat(browser.get("nobody", "/reached/no-such-token").statusCode())
                    .isEqualTo(404);
        }
    }
}
