package dev.candor.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.candor.catalog.Person;
import dev.candor.platform.outbox.Delivery;
import dev.candor.testing.Eventually;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where messages are sent holds a secret in its path: no screen and no answer of the API shows it.
final class HiddenAddressesTest {
    @Test
    void the_path_of_a_webhook_or_a_topic_is_shown_nowhere_and_stays_what_it_was_when_a_form_is_saved(
            @TempDir Path data) throws Exception {
        var target = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        target.createContext("/", exchange -> {
            exchange.sendResponseHeaders(500, -1);
            exchange.close();
        });
        target.start();
        String host = "127.0.0.1:" + target.getAddress().getPort();
        String own = "http://" + host + "/hooks/TOPSECRET1";
        try (var browser = new Browser(data, "", host)) {
            browser.admit("admin");
            String edit = "/people/admin/edit";
            fill(browser, edit, Map.of("contact.0.kind", "webhook", "contact.0.value", own));
            fill(
                    browser,
                    "/channels/new",
                    Map.of("name", "room", "kind", "ntfy", "url", "https://push.example/TOPSECRET2"));
            fill(browser, "/policies/new", Map.of("name", "usual", "steps.0.notify", "channel/room"));
            assertThat(browser.post("admin", "/proof/people/admin/0", Map.of()).statusCode())
                    .isEqualTo(303);
            Eventually.until(
                    "the rehearsal failed once",
                    () -> deliveries(browser).stream()
                            .anyMatch(one -> !one.lastError().isEmpty()));
            String id = deliveries(browser).getFirst().id().toString();

            for (String path : List.of(
                    "/people",
                    edit,
                    edit + "?as=yaml",
                    "/channels",
                    "/channels/room/edit",
                    "/channels/room/edit?as=yaml",
                    "/deliveries",
                    "/deliveries/" + id,
                    "/audit",
                    "/",
                    "/api/people",
                    "/api/channels",
                    "/api/channels/room",
                    "/api/configuration",
                    "/api/deliveries",
                    "/api/deliveries/" + id)) {
                var answer = browser.get("admin", path);
                assertThat(answer.statusCode()).as(path).isIn(200, 404);
                assertThat(answer.body()).as(path).doesNotContain("TOPSECRET");
            }
            assertThat(browser.get("admin", "/deliveries").body()).contains("http://" + host + "/••••••");
            assertThat(browser.get("admin", "/people").body()).contains("http://" + host + "/••••••");

            fill(browser, edit, Map.of("contact.0.after", "1m"));
            assertThat(browser.candor
                            .catalogs()
                            .current()
                            .find(Person.KIND, "admin")
                            .orElseThrow()
                            .contacts())
                    .singleElement()
                    .satisfies(contact -> {
                        assertThat(contact.address()).isEqualTo(own);
                        assertThat(contact.after()).hasMinutes(1);
                    });
        } finally {
            target.stop(0);
        }
    }

    private static List<Delivery> deliveries(Browser browser) {
        return browser.candor
                .platform()
                .ledger()
                .read(tx -> browser.candor.platform().outbox().list(tx, "", "", Optional.empty(), 10));
    }

    private static void fill(Browser browser, String path, Map<String, String> typed) throws Exception {
        var fields = Browser.form(browser.get("admin", path).body(), path);
        typed.forEach((name, value) -> fields.put(name, List.of(value)));
        var answer = browser.post("admin", path, fields);
        assertThat(answer.statusCode()).as(path + " " + answer.body()).isEqualTo(303);
    }
}
