package dev.candor.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.base.ids.Randomness;
import dev.candor.catalog.Page;
import dev.candor.page.PageServer;
import dev.candor.page.Snapshot;
import dev.candor.page.SnapshotDirectory;
import dev.candor.page.SnapshotKey;
import dev.candor.page.Trust;
import dev.candor.platform.secret.SecretBox;
import dev.candor.tell.page.Publication;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Finished pages on their way: to readers at once, to the disk a moment later.
class PublishingTest {
    private static final Instant NOW = Instant.parse("2026-08-12T14:32:00Z");

    private final SnapshotKey key = SnapshotKey.generate();
    private final SecretBox secrets = new SecretBox(List.of(new byte[32]), Randomness.seeded(1));
    private final PageServer server = new PageServer(new InetSocketAddress("127.0.0.1", 0), Optional.empty());
    private final AtomicInteger woken = new AtomicInteger();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Publishing publishing;

    @BeforeEach
    void build() {
        publishing = publishing(Optional.empty());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Publishing publishing(Optional<SnapshotDirectory> directory) {
        var made = new Publishing(server, new KeptPages(pages(), secrets), directory);
        made.onWork(woken::incrementAndGet);
        return made;
    }

    private Path pages() {
        return folder.resolve("pages");
    }

    private Publication publication(String slug, long sequence) {
        return Snapshots.publication(key, page(slug), sequence, "Shop " + sequence);
    }

    private static Page page(String slug) {
        return new Page(
                slug,
                slug,
                Optional.empty(),
                Optional.empty(),
                ZoneOffset.UTC,
                false,
                Duration.ofMinutes(5),
                Optional.empty(),
                List.of());
    }

    private void publish(String slug, long sequence) {
        publishing.publish(publication(slug, sequence));
    }

    private List<String> read() {
        return names(server.shown());
    }

    /// What the next start would show.
    private List<String> kept() {
        try (var next = new PageServer(new InetSocketAddress("127.0.0.1", 0), Optional.empty())) {
            new KeptPages(pages(), secrets).show(next);
            return names(next.shown());
        }
    }

    private static List<String> names(List<Snapshot> snapshots) {
        return snapshots.stream()
                .map(snapshot -> snapshot.slug() + " " + snapshot.sequence())
                .sorted()
                .toList();
    }

    @Test
    void readers_see_a_page_at_once_and_the_disk_gets_it_with_the_next_tick() {
        publish("shop", 1);
        publish("shop", 2);
        assertThat(read()).containsExactly("shop 2");
        assertThat(kept()).isEmpty();
        assertThat(woken).hasValue(2);
        assertThat(publishing.tick(NOW)).isEmpty();
        assertThat(kept()).containsExactly("shop 2");
    }

    @Test
    void a_page_that_only_has_a_newer_time_is_kept_every_few_minutes_and_at_the_end() {
        publish("shop", 1);
        assertThat(publishing.tick(NOW)).isEmpty();
        publishing.renew(publication("shop", 2));
        assertThat(read()).containsExactly("shop 2");
        assertThat(publishing.tick(NOW.plusSeconds(60))).contains(NOW.plus(Duration.ofMinutes(3)));
        assertThat(kept()).containsExactly("shop 1");
        assertThat(publishing.tick(NOW.plus(Duration.ofMinutes(3)))).isEmpty();
        assertThat(kept()).containsExactly("shop 2");
        publishing.renew(publication("shop", 3));
        publishing.tick(NOW.plus(Duration.ofMinutes(4)));
        publishing.close();
        assertThat(kept()).containsExactly("shop 3");
    }

    @Test
    void a_change_is_kept_at_once_also_when_a_mere_renewal_comes_after_it() {
        publish("shop", 1);
        publishing.tick(NOW);
        publish("shop", 2);
        publishing.renew(publication("shop", 3));
        assertThat(publishing.tick(NOW.plusSeconds(1))).isEmpty();
        assertThat(kept()).containsExactly("shop 3");
    }

    @Test
    void a_disk_that_refuses_harms_no_reader_and_is_asked_again() throws IOException {
        Files.createDirectories(pages());
        Path inTheWay = Files.writeString(pages().resolve("shop"), "a file where a folder should be");
        publish("shop", 1);
        publish("depot", 1);
        assertThat(publishing.tick(NOW)).contains(NOW.plusSeconds(30));
        assertThat(read()).containsExactly("depot 1", "shop 1");
        assertThat(kept()).containsExactly("depot 1");
        Files.delete(inTheWay);
        assertThat(publishing.tick(NOW.plusSeconds(30))).isEmpty();
        assertThat(kept()).containsExactly("depot 1", "shop 1");
    }

    @Test
    void what_was_published_after_a_failure_is_not_overwritten_by_what_failed() throws IOException {
        Files.createDirectories(pages());
        Path inTheWay = Files.writeString(pages().resolve("shop"), "a file where a folder should be");
        publish("shop", 1);
        publishing.tick(NOW);
        publish("shop", 2);
        Files.delete(inTheWay);
        publishing.tick(NOW.plusSeconds(30));
        assertThat(kept()).containsExactly("shop 2");
    }

    @Test
    void a_page_that_is_withdrawn_is_gone_for_readers_at_once_and_from_the_disk_with_the_next_tick() {
        publish("shop", 1);
        publish("depot", 1);
        publishing.tick(NOW);
        publishing.withdraw("depot");
        assertThat(read()).containsExactly("shop 1");
        publishing.tick(NOW.plusSeconds(1));
        assertThat(kept()).containsExactly("shop 1");
    }

    @Test
    void pages_kept_by_an_earlier_start_and_no_longer_configured_are_taken_away() {
        publish("shop", 1);
        publish("depot", 1);
        publishing.tick(NOW);
        Publishing next = publishing(Optional.empty());
        next.only(Set.of("shop"));
        assertThat(read()).containsExactly("shop 1");
        next.close();
        assertThat(kept()).containsExactly("shop 1");
    }

    @Test
    void after_a_restored_database_its_pages_are_shown_although_their_numbers_are_lower() {
        publish("shop", 9);
        publishing.tick(NOW);
        publish("shop", 3);
        assertThat(read()).containsExactly("shop 3");
        publishing.tick(NOW.plusSeconds(1));
        assertThat(kept()).containsExactly("shop 3");
    }

    @Test
    void a_folder_for_other_web_servers_is_written_at_once_and_its_trouble_stops_nothing() throws IOException {
        Path web = folder.resolve("web");
        publishing = publishing(Optional.of(new SnapshotDirectory(web, Trust.keys(Set.of(key.publicText())))));
        publish("shop", 1);
        assertThat(web.resolve("shop").resolve("1").resolve("index.html")).exists();
        Files.writeString(web.resolve("depot"), "a file where a folder should be");
        publish("depot", 1);
        assertThat(read()).containsExactly("depot 1", "shop 1");
    }
}
