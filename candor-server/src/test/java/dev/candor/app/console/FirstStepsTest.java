package dev.candor.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.candor.catalog.Page;
import dev.candor.platform.outbox.Delivery;
import dev.candor.testing.Eventually;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Somebody who has never seen it, from an empty data folder to a watched shop with a public page.
final class FirstStepsTest {
    @TempDir
    private Path data;

    private static void fill(Browser browser, String path, String... typed) throws Exception {
        var fields = new LinkedHashMap<>(Browser.form(browser.get("admin", path).body(), path));
        for (int i = 0; i < typed.length; i += 2) {
            fields.put(typed[i], List.of(typed[i + 1]));
        }
        assertThat(browser.post("admin", path, fields).statusCode()).as(path).isEqualTo(303);
    }

    @Test
    void an_empty_installation_leads_through_its_first_steps_and_they_go_away_when_done() throws Exception {
        var phone = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        phone.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        phone.start();
        String host = "127.0.0.1:" + phone.getAddress().getPort();
        try (var browser = new Browser(data, "", host)) {
            browser.admit("admin");
            assertThat(browser.get("admin", "/").body())
                    .contains("Nothing is watched yet", "First steps", "0 of 6 done", "/people/admin/edit");
            fill(browser, "/people/admin/edit", "contact.0.kind", "ntfy", "contact.0.value", "http://" + host + "/me");
            fill(browser, "/policies/new", "name", "me", "steps.0.notify", "person/admin");
            fill(browser, "/services/new", "name", "shop", "escalation-policy", "me");
            fill(
                    browser,
                    "/monitors/new?kind=http",
                    "name",
                    "home",
                    "service",
                    "shop",
                    "url",
                    "https://shop.example/",
                    "every",
                    "1h");
            fill(
                    browser,
                    "/pages/new",
                    "name",
                    "Shop",
                    "components.0.name",
                    "Website",
                    "components.0.services",
                    "shop");
            assertThat(browser.get("admin", "/pages/shop").statusCode()).isEqualTo(200);
            assertThat(browser.candor.catalogs().current().all(Page.KIND)).hasSize(1);
            assertThat(browser.get("admin", "/").body()).contains("5 of 6 done", "Rehearse how you are woken");
            assertThat(browser.get("admin", "/people").body())
                    .contains("never rehearsed", "Rehearse<span")
                    .doesNotContain("Send a test");
            assertThat(browser.post("admin", "/proof/people/admin/0", Map.of("back", List.of("/people")))
                            .headers()
                            .firstValue("Location"))
                    .contains("/people?done=sent");
            Eventually.until("the provider took it", () -> !way(browser).equals("on its way"));
            assertThat(browser.get("admin", "/people").body()).contains("sent, not confirmed");
            assertThat(browser.get("admin", "/").body())
                    .as("what a provider took reached nobody yet")
                    .contains("5 of 6 done");
            assertThat(browser.post("nobody", link(browser), Map.of()).body()).contains("Thank you, admin.");
            assertThat(browser.get("admin", "/people").body()).contains("confirmed");
            assertThat(browser.get("admin", "/").body()).doesNotContain("First steps");
        } finally {
            phone.stop(0);
        }
    }

    private static String way(Browser browser) {
        Instant now = browser.candor.platform().clock().instant();
        return browser.candor.proving().picture(now).ways().getFirst().words(now);
    }

    /// Where the rehearsal leads whoever opens it.
    private static String link(Browser browser) {
        var platform = browser.candor.platform();
        Delivery rehearsal = platform.ledger()
                .read(tx -> platform.outbox().list(tx, "", "person/admin", Optional.empty(), 5))
                .getFirst();
        return String.valueOf(rehearsal.payload().get("link"))
                .substring(browser.candor.consoleUrl().length());
    }

    @Test
    void an_email_address_is_no_way_to_be_woken_before_there_is_a_mail_server() throws Exception {
        try (var browser = new Browser(data, "")) {
            browser.admit("admin");
            fill(browser, "/people/admin/edit", "contact.0.kind", "email", "contact.0.value", "omar@shop.example");
            assertThat(browser.get("admin", "/").body())
                    .contains("0 of 6 done", "needs a mail server", "CANDOR_SMTP_HOST");
        }
        try (var browser = new Browser(
                data,
                "",
                Map.of(
                        "CANDOR_SMTP_HOST",
                        "127.0.0.1",
                        "CANDOR_SMTP_PORT",
                        "1",
                        "CANDOR_SMTP_FROM",
                        "candor@shop.example"))) {
            browser.admit("admin");
            assertThat(browser.get("admin", "/").body()).contains("1 of 6 done").doesNotContain("needs a mail server");
        }
    }

    @Test
    void a_link_may_fill_in_the_service_of_a_new_monitor() throws Exception {
        try (var browser = new Browser(data, "")) {
            browser.admit("admin");
            fill(browser, "/services/new", "name", "shop");
            assertThat(Browser.form(
                            browser.get("admin", "/monitors/new?kind=http&service=shop")
                                    .body(),
                            "/monitors/new?kind=http"))
                    .containsEntry("service", List.of("shop"));
        }
    }
}
