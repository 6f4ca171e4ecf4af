package dev.candor.app.cli.say;

import dev.candor.app.DataLock;
import dev.candor.page.Snapshot;
import dev.candor.page.SnapshotDirectory;
import dev.candor.page.kit.Kit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/// A folder of pages that a snapshot is written into, held against other commands until it is closed.
record Folder(Path path, SnapshotDirectory directory, Optional<DataLock> lock) implements AutoCloseable {
    /// Looks whether this page may be written there.
    ///
    /// @param looks nothing is going to be written
    static Folder open(Path path, Kit kit, boolean looks) throws IOException {
        if (!Files.isDirectory(path)) {
            throw new Refusal("There is no folder " + path + ".");
        }
        if (Files.exists(path.resolve("manifest.json"))
                || Files.exists(path.resolve("current"), LinkOption.NOFOLLOW_LINKS)) {
            throw new Refusal(path + " is the folder of one page; name the one above it, which holds `" + kit.slug()
                    + "` and others.");
        }
        var directory = new SnapshotDirectory(path, (_, _) -> true);
        if (directory.load(kit.slug()) instanceof Snapshot.Read.Whole(Snapshot there)
                && !there.publicKey().equals(kit.key().publicText())) {
            throw new Refusal("In " + path + " there is another page called `" + kit.slug()
                    + "`, signed with another key: readers of it would not believe this one.");
        }
        if (looks) {
            return new Folder(path, directory, Optional.empty());
        }
        DataLock lock = DataLock.tryTake(path.resolve(".say.lock"))
                .orElseThrow(() -> new Refusal(
                        "Another `candor say` is writing to " + path + ". Look at the page, then say what is left."));
        return new Folder(path, directory, Optional.of(lock));
    }

    long newest(String slug) {
        return directory.newest(slug).orElse(0);
    }

    /// @return where it is now
    /// @throws IOException when the disk refuses, or somebody else was faster
    Path write(Snapshot snapshot) throws IOException {
        try {
            return switch (directory.write(snapshot)) {
                case SnapshotDirectory.Written.Done(Path there) -> there;
                case SnapshotDirectory.Written.NotNewer(long present) ->
                    throw new IOException("somebody wrote number " + present + " meanwhile");
            };
        } catch (UncheckedIOException disk) {
            throw new IOException(String.valueOf(disk.getMessage()), disk);
        }
    }

    /// Whether it lies there whole: then readers may see it, also when the disk refused something afterwards.
    boolean has(Snapshot snapshot) {
        return directory.load(snapshot.slug()) instanceof Snapshot.Read.Whole(Snapshot there)
                && there.signature().equals(snapshot.signature());
    }

    @Override
    public void close() throws IOException {
        if (lock.isPresent()) {
            lock.get().close();
        }
    }
}
