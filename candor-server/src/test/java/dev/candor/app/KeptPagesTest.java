package dev.candor.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.candor.base.ids.Randomness;
import dev.candor.page.PageServer;
import dev.candor.page.Snapshot;
import dev.candor.page.SnapshotDirectory;
import dev.candor.page.SnapshotKey;
import dev.candor.page.Trust;
import dev.candor.platform.secret.SecretBox;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What readers see from the first moment of a start.
class KeptPagesTest {
    private static final KeptPages.Shown FIRST = new KeptPages.Shown(Optional.of("status.shop.example"), true);
    private static final KeptPages.Shown OTHER = new KeptPages.Shown(Optional.empty(), false);

    private final SnapshotKey key = SnapshotKey.generate();
    private final SecretBox secrets = new SecretBox(List.of(new byte[32]), Randomness.seeded(1));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path root;

    /// As the next start would read them.
    private List<String> shown() {
        return shown(secrets);
    }

    private List<String> shown(SecretBox box) {
        try (var server = new PageServer(new InetSocketAddress("127.0.0.1", 0), Optional.empty())) {
            int shown = new KeptPages(root, box).show(server);
            List<String> names = server.shown().stream()
                    .map(snapshot -> snapshot.slug() + " " + snapshot.sequence())
                    .sorted()
                    .toList();
            assertThat(names).hasSize(shown);
            return names;
        }
    }

    private Path file(String slug, String name) {
        return root.resolve(slug).resolve(name);
    }

    @Test
    void what_was_kept_is_shown_at_the_next_start_as_it_was_shown_before() throws IOException {
        var kept = new KeptPages(root, secrets);
        kept.keep(Snapshots.of(key, "depot", 2, "Depot"), OTHER);
        kept.keep(Snapshots.of(key, "shop", 7, "Shop"), FIRST);
        assertThat(kept.slugs()).containsExactly("depot", "shop");
        try (var server = new PageServer(new InetSocketAddress("127.0.0.1", 0), Optional.empty())) {
            assertThat(new KeptPages(root, secrets).show(server)).isEqualTo(2);
            server.start();
            assertThat(get(server, "/", "anything.example")).contains("<title>").contains("Shop");
            assertThat(get(server, "/depot/", "anything.example"))
                    .startsWith("HTTP/1.1 200")
                    .contains("Depot");
            assertThat(get(server, "/", "status.shop.example"))
                    .startsWith("HTTP/1.1 200")
                    .contains("Shop");
        }
    }

    private static String get(PageServer server, String path, String host) throws IOException {
        try (var socket = new Socket("127.0.0.1", server.uri().getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void a_newer_snapshot_takes_the_place_of_the_one_before_and_so_does_one_of_another_past() throws IOException {
        var kept = new KeptPages(root, secrets);
        kept.keep(Snapshots.of(key, "shop", 7, "Shop"), FIRST);
        kept.keep(Snapshots.of(key, "shop", 9, "Shop"), FIRST);
        assertThat(shown()).containsExactly("shop 9");
        kept.keep(Snapshots.of(key, "shop", 3, "Shop, restored"), FIRST);
        assertThat(shown()).containsExactly("shop 3");
    }

    @Test
    void a_damaged_page_is_left_out_and_the_others_are_shown() throws IOException {
        var kept = new KeptPages(root, secrets);
        kept.keep(Snapshots.of(key, "shop", 7, "Shop"), FIRST);
        kept.keep(Snapshots.of(key, "depot", 2, "Depot"), OTHER);
        Files.writeString(file("shop", "7").resolve("index.html"), "All is well, believe me.");
        assertThat(shown()).containsExactly("depot 2");
    }

    @Test
    void a_page_that_somebody_else_signed_is_passed_over() throws IOException {
        new KeptPages(root, secrets).keep(Snapshots.of(key, "shop", 7, "Shop"), FIRST);
        Snapshot strange = Snapshots.of(SnapshotKey.generate(), "shop", 8, "Shop");
        new SnapshotDirectory(root, Trust.keys(Set.of())).write(strange);
        assertThat(shown()).containsExactly("shop 7");
    }

    @Test
    void without_our_own_word_beside_it_no_page_is_shown() throws IOException {
        var kept = new KeptPages(root, secrets);
        kept.keep(Snapshots.of(key, "shop", 7, "Shop"), FIRST);
        kept.keep(Snapshots.of(key, "depot", 2, "Depot"), OTHER);
        assertThat(shown(new SecretBox(
                        List.of(new byte[] {
                            1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7,
                            8
                        }),
                        Randomness.seeded(2))))
                .as("sealed with another key")
                .isEmpty();
        Files.copy(file("shop", "shown"), file("depot", "shown"), StandardCopyOption.REPLACE_EXISTING);
        assertThat(shown()).as("another page's word").containsExactly("shop 7");
        Files.writeString(file("shop", "shown"), "{\"slug\":\"shop\",\"first\":true}");
        assertThat(shown()).as("in clear").isEmpty();
        Files.writeString(file("shop", "shown"), secrets.seal("no json"));
        assertThat(shown()).as("sealed nonsense").isEmpty();
        Files.delete(file("shop", "shown"));
        assertThat(shown()).as("none").isEmpty();
        kept.keep(Snapshots.of(key, "shop", 8, "Shop"), FIRST);
        assertThat(shown()).as("written again with the next page").containsExactly("shop 8");
    }

    @Test
    void a_page_that_was_removed_is_gone() throws IOException {
        var kept = new KeptPages(root, secrets);
        kept.keep(Snapshots.of(key, "shop", 7, "Shop"), FIRST);
        kept.remove("shop");
        kept.remove("never-there");
        assertThat(shown()).isEmpty();
        assertThat(Files.exists(root.resolve("shop"))).isFalse();
    }

    @Test
    void a_disk_that_refuses_is_said_and_the_page_before_stays() throws IOException {
        var kept = new KeptPages(root, secrets);
        kept.keep(Snapshots.of(key, "shop", 7, "Shop"), FIRST);
        Files.writeString(root.resolve("depot"), "a file where a folder should be");
        assertThatThrownBy(() -> kept.keep(Snapshots.of(key, "depot", 1, "Depot"), OTHER))
                .isInstanceOf(IOException.class);
        assertThat(shown()).containsExactly("shop 7");
    }
}
