package dev.candor.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.detect.monitor.MonitorState;
import dev.candor.detect.monitor.Verdict;
import dev.candor.testing.Eventually;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
                    "it tried", () -> shown(browser, "/monitors/inside").contains("nothing is known: "));
            assertThat(shown(browser, "/monitors")).contains("nothing is known: we must not look there: ");
            browser.post("omar", "/monitors/inside/pause", Map.of());
            assertThat(shown(browser, "/monitors")).doesNotContain("nothing is known");
        }
    }

    @Test
    void one_that_is_up_or_paused_says_nothing() {
        Instant now = Instant.parse("2026-03-02T03:00:00Z");
        MonitorState unknown = MonitorState.unseen(now);
        MonitorState up = new MonitorState(
                Verdict.UP,
                now,
                "-+",
                Optional.of(now),
                Optional.of(now),
                List.of(),
                Optional.empty(),
                false,
                now,
                "503 seen",
                MonitorState.Last.NOTHING,
                Optional.empty());
        assertThat(MonitorViews.why(unknown, false)).isEqualTo("not looked at yet");
        assertThat(MonitorViews.why(unknown, true)).isEmpty();
        assertThat(MonitorViews.why(up, false)).as("not confirmed").isEmpty();
    }

    private static String shown(Browser browser, String path) {
        try {
            return browser.get("omar", path).body();
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }
}
