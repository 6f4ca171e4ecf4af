package dev.candor.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.catalog.ContactMethod;
import dev.candor.catalog.Maintenance;
import dev.candor.paging.proof.ContactStore;
import dev.candor.paging.proof.Contacts;
import dev.candor.testing.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// "What would not wake anyone", as somebody reads it.
final class ProofScreenTest {
    private static final String YAML = """
            people:
              - {name: omar, email: omar@shop.example, role: admin}
              - {name: ana, email: ana@shop.example, role: responder, contact: [{webhook: "http://127.0.0.1:10/ana"}]}
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
    void a_maintenance_under_way_and_one_for_very_long_are_said_with_their_ends(@TempDir Path data) throws Exception {
        try (var browser = new Browser(data, YAML)) {
            browser.admit("omar");
            var maintenances = browser.candor.tell().maintenances();
            Instant now = browser.candor.platform().clock().instant();
            Instant soon = now.plus(Duration.ofDays(2));
            Instant late = now.plus(Duration.ofDays(9));
            var running = maintenances.plan(
                    "", "New pipes", List.of("shop"), List.of(), now, now.plus(Duration.ofHours(2)), false, "omar");
            maintenances.plan("", "Moving house", List.of("till"), List.of(), soon, late, true, "omar");
            maintenances.move(running.id(), Maintenance.State.IN_PROGRESS, "omar");
            String page = browser.get("omar", "/proof").body();
            assertThat(page)
                    .contains(
                            "Silenced by maintenance",
                            "shop is silenced by the maintenance New pipes until somebody completes it, planned for",
                            "till is going to be silenced by the maintenance Moving house from",
                            "href=\"/maintenances\"");
            assertThat(page.indexOf(">home</a>"))
                    .as("by the maintenance that silences it")
                    .isGreaterThan(page.indexOf("New pipes"));
            assertThat(browser.get("omar", "/").body()).contains("shop is silenced by the maintenance New pipes");
            maintenances.move(running.id(), Maintenance.State.COMPLETED, "omar");
            assertThat(browser.get("omar", "/proof").body())
                    .contains("Moving house")
                    .doesNotContain("New pipes");
        }
    }

    @Test
    void what_would_wake_nobody_comes_first_with_what_to_do_and_what_is_proven_last(@TempDir Path data)
            throws Exception {
        try (var browser = new Browser(data, YAML, "127.0.0.1:10")) {
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
                    .contains("never rehearsed")
                    .contains("Nobody is on call by schedule: the policies of services page ana directly.")
                    .doesNotContain("is on call for the coming");
            assertThat(browser.get("omar", "/").body())
                    .contains("Nobody is on call by schedule: the policies of services page ana directly.");
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
                    .contains(
                            "No rehearsal was sent: the last rehearsal is on its way still; another can be sent after 10 minutes.");
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

    @Test
    void a_way_that_was_given_up_looks_as_bad_as_one_that_was_refused() {
        Instant now = Instant.parse("2026-03-02T03:00:00Z");
        for (var look : Map.of("refused", "major", "given-up", "major", "retrying", "minor", "taken", "minor")
                .entrySet()) {
            var sent = new ContactStore.Sent(
                    new UUID(0, 1),
                    "ana",
                    "ntfy",
                    "ntfy:http://ntfy.example/ana",
                    "omar",
                    now,
                    look.getKey(),
                    "",
                    Optional.of(now),
                    Optional.empty());
            var way = new Contacts.Way(
                    "ana",
                    0,
                    new ContactMethod("ntfy", "http://ntfy.example/ana", Duration.ZERO),
                    Optional.empty(),
                    Optional.of(sent),
                    Optional.empty());
            assertThat(ProofHttp.way(way, now).look()).as(look.getKey()).isEqualTo(look.getValue());
        }
    }
}
