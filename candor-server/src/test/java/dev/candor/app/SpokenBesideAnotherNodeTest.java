package dev.candor.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.app.cli.say.Say;
import dev.candor.page.kit.Wish;
import dev.candor.platform.db.TestDatabases;
import dev.candor.testing.Eventually;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two nodes of one database: the folder of the one that is away is not spoken from while the other can speak.
class SpokenBesideAnotherNodeTest {
    private static final String SHOP = """
            services: [{name: shop}]
            pages: [{name: Lamp Works, slug: lamps, components: [{name: Website, services: [shop]}]}]
            """;

    private final String database = TestDatabases.emptyPostgresUrl();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private Settings settings(String node, String url) {
        var loaded = Settings.load(
                Optional.empty(),
                Map.of(
                        "data",
                        folder.resolve(node).toString(),
                        "database-url",
                        url,
                        "listen",
                        "127.0.0.1:0",
                        "page-listen",
                        "127.0.0.1:0"),
                Map.of("CANDOR_SECRETS_KEY", "ab".repeat(32)));
        assertThat(loaded.problems()).isEmpty();
        return loaded.settings();
    }

    private int say(Settings settings) {
        err.reset();
        return new Say(
                        Map.of(),
                        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .fromData(
                        settings,
                        Optional.of("lamps"),
                        List.of(),
                        new Wish(Optional.empty(), Optional.empty(), Optional.empty(), List.of(), "No light.", "ana"),
                        false);
    }

    @Test
    void whoever_can_be_asked_is_asked_and_otherwise_the_folder_speaks() {
        Settings one = settings("one", database);
        try (var candor = new Candor(one)) {
            candor.applying().files(Map.of("c.yaml", SHOP), Map.of(), false, "omar");
            candor.start();
            Eventually.until("a kit is kept", () -> Files.exists(folder.resolve("one/pages/lamps/kit")));
        }
        try (var two = new Candor(settings("two", database))) {
            two.start();
            assertThat(say(one)).isEqualTo(2);
            assertThat(err.toString(StandardCharsets.UTF_8))
                    .contains("Another Candor works")
                    .contains("/api/incidents/NUMBER/updates");
            assertThat(say(settings("one", "postgresql://candor@127.0.0.1:1/candor")))
                    .as("a database that is away keeps nobody from speaking")
                    .isZero();
        }
        assertThat(say(one)).as("the other one is gone, too").isZero();
    }
}
