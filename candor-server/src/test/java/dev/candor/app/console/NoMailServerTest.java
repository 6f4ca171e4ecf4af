package dev.candor.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.app.Candor;
import dev.candor.paging.proof.Standing;
import dev.candor.platform.outbox.Delivery;
import dev.candor.testing.Eventually;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// People who have an e-mail address and nothing else, before and after there is a mail server.
final class NoMailServerTest {
    private static final String YAML = """
            people:
              - {name: omar, email: omar@shop.example, role: admin}
              - {name: ana, email: ana@shop.example, role: responder}
            schedules: [{name: days, rotations: [{people: [ana], every: 1 day}]}]
            escalation-policies: [{name: default, steps: [{notify: [{schedule: days}], then-after: 5m}]}]
            services: [{name: shop, escalation-policy: default}]
            monitors: [{name: home, service: shop, kind: http, url: "http://127.0.0.1:9/", every: 1h}]
            pages: [{name: Shop, slug: shop, components: [{name: Shop, services: [shop]}]}]
            """;
    /// Of a mail server that takes nothing.
    static final Map<String, String> MAIL =
            Map.of("CANDOR_SMTP_HOST", "127.0.0.1", "CANDOR_SMTP_PORT", "1", "CANDOR_SMTP_FROM", "candor@shop.example");
    private static final String WHY = "ana cannot be reached: only by email, and no mail server is set";

    @Test
    void whoever_is_reached_only_by_mail_is_reached_by_nothing_until_a_mail_server_is_set(@TempDir Path data)
            throws Exception {
        try (var browser = new Browser(data, YAML)) {
            browser.admit("omar");
            assertThat(browser.get("omar", "/proof").body())
                    .contains("1 of 1 rule would wake nobody", "One gap", WHY)
                    .doesNotContain("ana by email");
            assertThat(browser.get("omar", "/").body()).contains("On call in days, now: " + WHY);
            assertThat(browser.post("omar", "/proof/people/ana/0", Map.of()).body())
                    .contains("No rehearsal was sent: " + WHY);
            subscribe(browser.candor);
            assertThat(subscribable(browser.candor)).isFalse();
            assertThat(browser.get("omar", "/pages/shop/subscribers").body())
                    .contains("No mail leaves Candor", "1 waits for mails that cannot leave")
                    .doesNotContain("by mail.", "Readers subscribe");
            assertThat(browser.get("omar", "/actions").body()).contains("Owners get no mail: no mail server is set.");
            assertThat(browser.post("nobody", "/login/lost", Map.of("name", List.of("ana")))
                            .body())
                    .contains("No mail can be sent from here.")
                    .doesNotContain("on its way");
            alert(browser);
            var platform = browser.candor.platform();
            List<Delivery> messages =
                    platform.ledger().read(tx -> platform.outbox().list(tx, "", "", Optional.empty(), 100));
            assertThat(messages).as("pages that cannot leave").isEmpty();
            assertThat(browser.get("omar", "/incidents/1/update").body())
                    .contains("Goes to Shop once you publish it")
                    .doesNotContain("subscriber");
        }
        try (var browser = new Browser(data, "", MAIL)) {
            browser.admit("omar");
            Eventually.until("home is proven", () -> standing(browser.candor) == Standing.Outcome.PROVEN);
            assertThat(browser.get("omar", "/proof").body())
                    .contains("at once: ana by email")
                    .doesNotContain("no mail server is set");
            assertThat(browser.post("omar", "/proof/people/ana/0", Map.of()).statusCode())
                    .isEqualTo(303);
            assertThat(subscribable(browser.candor)).isTrue();
            assertThat(browser.get("omar", "/pages/shop/subscribers").body())
                    .contains("1 gets every update of Shop by mail")
                    .doesNotContain("No mail leaves Candor");
            assertThat(browser.get("omar", "/incidents/1/update").body())
                    .contains("Goes to Shop and its subscribers once you publish it");
        }
    }

    private static void subscribe(Candor candor) {
        var platform = candor.platform();
        UUID id = platform.ids().next();
        platform.ledger()
                .inTransaction(tx -> tx.update(
                        "INSERT INTO subscriber (id, page, email, state, created_at) VALUES (?, 'shop', 'dora@reader.example', 'active', ?)",
                        id,
                        platform.clock().instant()));
    }

    private static boolean subscribable(Candor candor) {
        return candor.tell()
                .pages()
                .model("shop", candor.platform().clock().instant())
                .orElseThrow()
                .policy()
                .subscribable();
    }

    private static Standing.Outcome standing(Candor candor) {
        return candor.proving()
                .rehearsals()
                .standings(candor.platform().clock().instant())
                .getFirst()
                .outcome();
    }

    /// Makes one, and waits until everybody it could be for was thought of.
    private static void alert(Browser browser) throws Exception {
        browser.post(
                "omar",
                "/alerts/new",
                Map.of(
                        "service", List.of("shop"),
                        "severity", List.of("critical"),
                        "summary", List.of("it is broken")));
        var platform = browser.candor.platform();
        Eventually.until(
                "nobody is left to ask",
                () -> platform
                        .ledger()
                        .read(tx -> tx.list(
                                "SELECT text FROM journal WHERE kind = 'escalation.exhausted'",
                                row -> row.text("text")))
                        .stream()
                        .anyMatch(
                                said -> said.contains(WHY) && said.endsWith("nobody with role admin can be reached")));
    }
}
