package dev.candor.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.testing.Eventually;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A monitor that is not well says why, where people look first.
final class MonitorWhyTest {
    private static final String YAML = """
            people: [{name: omar, email: omar@shop.example, role: admin}]
            services: [{name: shop}]
            monitors: [{name: inside, service: shop, kind: http, url: "http://169.254.169.254/", every: 1h}]
            """;

    @Test
    void one_that_may_not_look_says_so_in_the_list_and_on_its_own_screen(@TempDir Path data) throws Exception {
        try (var browser = new Browser(data, YAML)) {
            browser.admit("omar");
            browser.post("omar", "/monitors/inside/check-now", Map.of());
            Eventually.until(
                    "it tried", () -> shown(browser, "/monitors/inside").contains("we could not look: "));
            assertThat(shown(browser, "/monitors")).contains("we could not look: we must not look there: ");
            browser.post("omar", "/monitors/inside/pause", Map.of());
            assertThat(shown(browser, "/monitors")).doesNotContain("we could not look");
        }
    }

    private static String shown(Browser browser, String path) {
        try {
            return browser.get("omar", path).body();
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }
}
