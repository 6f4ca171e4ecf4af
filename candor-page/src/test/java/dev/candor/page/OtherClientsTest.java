package dev.candor.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.rometools.rome.io.SyndFeedInput;
import dev.candor.base.json.Json;
import java.io.StringReader;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Clients nobody here wrote, unmodified, against a running page server. They are installed by `npm ci` in
/// `candor-e2e/clients`; without them these tests are left out with a printed line.
@Tag("slow") // starts browsers
class OtherClientsTest {
    private static final Path CLIENTS = Path.of(System.getProperty("candor.root", ".."), "candor-e2e", "clients");
    private static final Path CHROMIUM =
            Path.of(Objects.requireNonNullElse(System.getenv("CHROMIUM"), "/usr/bin/chromium"));

    private final PageServer server = new PageServer(new InetSocketAddress("127.0.0.1", 0), Optional.empty());

    @BeforeEach
    void start() {
        var renderer = new SnapshotRenderer(SnapshotKey.generate());
        DemoServer.publish(server, renderer);
        // The demo's time stands still; this one page is of now, so that it is not greyed.
        PageModel fresh = DemoPage.at(DemoPage.busy(), Instant.now(), 1);
        server.publish(renderer.render(DemoPage.named(fresh, "fresh", "Fernwood")), Optional.empty(), false);
        PageModel down = DemoPage.at(DemoPage.down(), Instant.now(), 5_000);
        server.publish(renderer.render(DemoPage.named(down, "down", "Fernwood")), Optional.empty(), false);
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_statuspage_client_reads_our_api_without_knowing_whose_it_is() throws Exception {
        var seen = object(run("page-clients.mjs"), "statuspage");
        assertThat(seen)
                .containsEntry("summary", "Minor Service Outage")
                .containsEntry("status", "minor")
                .containsEntry("unresolved", List.of("identified"))
                .containsEntry("upcoming", List.of("Moving accounts to a larger database"));
        assertThat(list(seen, "components")).hasSize(8).contains("Checkout: partial_outage");
        assertThat(list(seen, "incidents")).hasSize(5).contains("Voucher codes not accepted");
    }

    @Test
    void the_status_widget_shows_our_sentence_and_feed_readers_see_every_story() throws Exception {
        var seen = run("page-clients.mjs");
        assertThat(String.valueOf(seen.get("widget"))).endsWith("Minor Service Outage");
        var feeds = object(seen, "feeds");
        for (String reader : List.of("rssParser", "feedsmith")) {
            var read = object(feeds, reader);
            assertThat(list(read, "atom")).as(reader).hasSize(7);
            assertThat(list(read, "rss")).as(reader).hasSize(7).contains("New mail servers");
            assertThat(list(read, "updates")).as(reader).hasSize(10);
        }
        assertThat(list(object(feeds, "feedsmith"), "json")).hasSize(10).contains("Resolved: Search results come late");
    }

    @Test
    void rome_reads_the_feeds_as_served() throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            for (String path : List.of("history.atom", "history.rss")) {
                String body = client.send(
                                HttpRequest.newBuilder(server.uri().resolve(path))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .body();
                assertThat(new SyndFeedInput().build(new StringReader(body)).getEntries())
                        .as(path)
                        .hasSize(7);
            }
        }
    }

    @Test
    void nobody_is_shut_out_by_how_they_look_at_a_page() throws Exception {
        var seen = run(
                "page-look.mjs",
                "fresh/",
                "calm/",
                "lost/",
                "stale/",
                "down/",
                "stale/history",
                "stale/uptime",
                "stale/incidents/inccheckout1",
                "stale/incidents/incdeliver01");
        assertThat(list(seen, "planted")).contains("color-contrast", "image-alt");
        assertThat(list(seen, "violations")).isEmpty();
        assertThat(list(seen, "overflow")).isEmpty();
        assertThat(list(seen, "console")).isEmpty();
        assertThat(list(seen, "greyed")).contains("stale/ 390").doesNotContain("fresh/ 390", "fresh/ 320");
        var plain = object(seen, "withoutScript");
        assertThat(String.valueOf(plain.get("fresh/"))).contains("Checkout is partly down", "As of");
        assertThat(String.valueOf(plain.get("lost/"))).startsWith("Partly unknown");
        assertThat(seen.get("firstStop")).isEqualTo("Skip to the content");
    }

    @Test
    void an_open_page_takes_newer_snapshots_and_greys_itself_when_none_comes() throws Exception {
        var seen = run(server.uri().resolve("fresh/"), "page-live.mjs");
        assertThat(object(seen, "fresh"))
                .containsEntry("stale", false)
                .containsEntry("headline", "Checkout is partly down");
        assertThat(object(seen, "newer"))
                .containsEntry("headline", "Everything is new")
                .containsEntry("stale", false);
        assertThat(object(seen, "cutOff")).containsEntry("stale", true);
        assertThat(String.valueOf(object(seen, "cutOff").get("banner")))
                .contains("This page is out of date.", "no newer one can be reached");
        assertThat(String.valueOf(seen.get("far"))).matches(".*E[SD]T");
        assertThat(String.valueOf(seen.get("back"))).endsWith("UTC");
    }

    private Map<String, @Nullable Object> run(String script, String... paths) throws Exception {
        return run(server.uri(), script, paths);
    }

    private static Map<String, @Nullable Object> run(URI uri, String script, String... paths) throws Exception {
        assumeTrue(present(), "left out: `npm ci` was not run in candor-e2e/clients, or there is no Chromium");
        var command = new ArrayList<>(List.of("node", script, uri.toString()));
        command.addAll(List.of(paths));
        Path out = Files.createTempFile("clients", ".json");
        Path errors = Files.createTempFile("clients", ".err");
        Process node = new ProcessBuilder(command)
                .directory(CLIENTS.toFile())
                .redirectOutput(out.toFile())
                .redirectError(errors.toFile())
                .start();
        try {
            assertThat(node.waitFor(4, TimeUnit.MINUTES)).as(script + " ended").isTrue();
            assertThat(node.exitValue()).as(Files.readString(errors)).isZero();
            return Json.parseObject(Files.readAllBytes(out));
        } finally {
            node.descendants().forEach(ProcessHandle::destroyForcibly);
            node.destroyForcibly();
            Files.delete(out);
            Files.delete(errors);
        }
    }

    private static boolean present() {
        boolean installed = Files.isDirectory(CLIENTS.resolve("node_modules/statuspage.io")) && Files.exists(CHROMIUM);
        if (!installed) {
            System.out.println("left out: clients nobody here wrote (run `npm ci` in candor-e2e/clients first)");
        }
        return installed;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, @Nullable Object> object(Map<String, @Nullable Object> from, String key) {
        return (Map<String, @Nullable Object>) Objects.requireNonNull(from.get(key), key);
    }

    private static List<String> list(Map<String, @Nullable Object> from, String key) {
        return ((List<?>) Objects.requireNonNull(from.get(key), key))
                .stream().map(String::valueOf).toList();
    }
}
