package dev.candor.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotDirectoryTest {
    @TempDir
    Path root;

    private final SnapshotKey key = SnapshotKey.generate();
    private final SnapshotRenderer renderer = new SnapshotRenderer(key);
    private final Trust trust = Trust.keys(Set.of(key.publicText()));

    @Test
    void what_was_written_is_read_back_whole() throws Exception {
        var directory = new SnapshotDirectory(root, trust);
        Snapshot snapshot = renderer.render(DemoPage.busy());
        assertThat(directory.write(snapshot)).isInstanceOf(SnapshotDirectory.Written.Done.class);
        assertThat(directory.slugs()).containsExactly("fernwood");
        Snapshot read = whole(directory.load("fernwood"));
        assertThat(read.manifest()).isEqualTo(snapshot.manifest());
        assertThat(read.files()).hasSameSizeAs(snapshot.files());
        assertThat(root.resolve("fernwood/current/index.html")).exists();
    }

    @Test
    void an_older_one_never_replaces_a_newer_one() throws Exception {
        var directory = new SnapshotDirectory(root, trust);
        directory.write(renderer.render(DemoPage.at(DemoPage.busy(), DemoPage.NOW, 20)));
        assertThat(directory.write(renderer.render(DemoPage.at(DemoPage.calm(), DemoPage.NOW, 19))))
                .isEqualTo(new SnapshotDirectory.Written.NotNewer(20));
        assertThat(whole(directory.load("fernwood")).sequence()).isEqualTo(20);
    }

    @Test
    void a_damaged_snapshot_gives_way_to_the_one_before_it() throws Exception {
        var directory = new SnapshotDirectory(root, trust);
        directory.write(renderer.render(DemoPage.at(DemoPage.calm(), DemoPage.NOW, 1)));
        directory.write(renderer.render(DemoPage.at(DemoPage.busy(), DemoPage.NOW, 2)));
        Files.writeString(root.resolve("fernwood/2/index.html"), "<h1>All Systems Operational</h1>");
        assertThat(whole(directory.load("fernwood")).sequence()).isEqualTo(1);
    }

    @Test
    void a_page_signed_by_somebody_else_is_not_served() throws Exception {
        new SnapshotDirectory(root, Trust.firstSeen())
                .write(new SnapshotRenderer(SnapshotKey.generate()).render(DemoPage.busy()));
        assertThat(new SnapshotDirectory(root, trust).load("fernwood")).isInstanceOf(Snapshot.Read.Refused.class);
    }

    @Test
    void only_the_newest_two_are_kept_and_unchanged_files_share_their_disk_space() throws Exception {
        var directory = new SnapshotDirectory(root, trust);
        for (int sequence = 1; sequence <= 4; sequence++) {
            directory.write(
                    renderer.render(DemoPage.at(DemoPage.busy(), DemoPage.NOW.plusSeconds(sequence), sequence)));
        }
        assertThat(root.resolve("fernwood/2")).doesNotExist();
        assertThat(root.resolve("fernwood/3")).exists();
        Path feed = Path.of("history.atom");
        assertThat(Files.getAttribute(root.resolve("fernwood/3").resolve(feed), "unix:ino"))
                .isEqualTo(Files.getAttribute(root.resolve("fernwood/4").resolve(feed), "unix:ino"));
    }

    @Test
    void a_crash_in_the_middle_of_writing_leaves_the_old_page() throws Exception {
        var directory = new SnapshotDirectory(root, trust);
        directory.write(renderer.render(DemoPage.at(DemoPage.calm(), DemoPage.NOW, 1)));
        Files.createDirectories(root.resolve("fernwood/.draft"));
        Files.writeString(root.resolve("fernwood/.draft/index.html"), "half a pa");
        assertThat(whole(directory.load("fernwood")).sequence()).isEqualTo(1);
        directory.write(renderer.render(DemoPage.at(DemoPage.busy(), DemoPage.NOW, 2)));
        assertThat(whole(directory.load("fernwood")).sequence()).isEqualTo(2);
    }

    private static Snapshot whole(Snapshot.Read read) {
        assertThat(read).isInstanceOf(Snapshot.Read.Whole.class);
        return ((Snapshot.Read.Whole) read).snapshot();
    }
}
