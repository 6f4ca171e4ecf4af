package dev.candor.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.testing.Eventually;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whoever may not look any more does not go on listening either.
final class StreamsEndTest {
    private static final String OTHERS = """
            people:
              - {name: omar, email: omar@shop.example, role: admin}
            """;

    @Test
    void the_streams_of_somebody_who_was_disabled_or_deleted_end_at_once_and_those_of_others_go_on(@TempDir Path data)
            throws Exception {
        try (var browser = new Browser(
                data,
                OTHERS
                        + "  - {name: dora, email: dora@shop.example, role: viewer}\n"
                        + "  - {name: ben, email: ben@shop.example, role: responder}\n")) {
            for (String name : List.of("omar", "dora", "ben")) {
                browser.admit(name);
                browser.listen(name);
            }
            assertThat(browser.candor.live().clients()).isEqualTo(3);

            apply(
                    browser,
                    OTHERS
                            + "  - {name: dora, email: dora@shop.example, role: viewer, disabled: true}\n"
                            + "  - {name: ben, email: ben@shop.example, role: viewer}\n");
            Eventually.until("dora's ended", () -> browser.candor.live().clients() == 2);

            apply(browser, OTHERS);
            Eventually.until("ben's ended", () -> browser.candor.live().clients() == 1);
        }
    }

    @Test
    void the_streams_of_a_session_that_is_over_end_too(@TempDir Path data) throws Exception {
        try (var browser = new Browser(data, OTHERS)) {
            browser.admit("omar");
            browser.listen("omar");
            browser.candor.platform().ledger().inTransaction(tx -> tx.update("DELETE FROM session"));
            browser.candor.catalogs().reload();
            Eventually.until("his ended", () -> browser.candor.live().clients() == 0);
            assertThat(browser.get("omar", "/").statusCode()).isNotEqualTo(200);
        }
    }

    private static void apply(Browser browser, String yaml) {
        assertThat(browser.candor
                        .applying()
                        .files(Map.of("shop.yaml", yaml), Map.of(), false, "omar")
                        .problems())
                .isEmpty();
    }
}
