package dev.candor.app.cli.say;

import dev.candor.app.DataLock;
import dev.candor.page.PageModel;
import dev.candor.page.Snapshot;
import dev.candor.page.SnapshotDirectory;
import dev.candor.page.kit.Forgotten;
import dev.candor.page.kit.Kit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A folder of pages that a snapshot is written into, held against other commands until it is closed.
///
/// @param newest the highest number of the page in it when it was opened, 0 for none
/// @param there what has that number
record Folder(Path path, SnapshotDirectory directory, long newest, Snapshot.Read there, Optional<DataLock> lock)
        implements AutoCloseable {
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
        Optional<DataLock> lock = looks
                ? Optional.empty()
                : Optional.of(DataLock.tryTake(path.resolve(".say.lock"))
                        .orElseThrow(() -> new Refusal("Another `candor say` is writing to " + path
                                + ". Look at the page, then say what is left.")));
        try {
            return read(path, kit, lock);
        } catch (RuntimeException refused) {
            if (lock.isPresent()) {
                lock.get().close();
            }
            throw refused;
        }
    }

    private static Folder read(Path path, Kit kit, Optional<DataLock> lock) {
        var directory = new SnapshotDirectory(path, (_, _) -> true);
        if (directory.load(kit.slug()) instanceof Snapshot.Read.Whole(Snapshot there)
                && !there.publicKey().equals(kit.key().publicText())) {
            throw new Refusal("In " + path + " there is another page called `" + kit.slug()
                    + "`, signed with another key: readers of it would not believe this one.");
        }
        try {
            Snapshot.Read there = directory.latest(kit.slug());
            return new Folder(path, directory, directory.newest(kit.slug()).orElse(0), there, lock);
        } catch (IOException unreadable) {
            throw new Refusal("What stands in " + path + " cannot be read, and might be newer: " + unreadable
                    + ". Make it readable, or leave it out.");
        }
    }

    /// What readers of this folder would no longer read.
    ///
    /// @param known what the kit says
    List<String> lost(PageModel known) {
        return switch (there) {
            case Snapshot.Read.Absent() -> List.of();
            case Snapshot.Read.Whole(Snapshot whole) -> Forgotten.of(known, whole);
            case Snapshot.Read.Refused(String why) -> {
                var lost = new ArrayList<>(List.of("what number " + newest + " says, which is damaged or half written ("
                        + why + "): let whoever writes it finish, or copy it anew"));
                if (directory.load(known.slug()) instanceof Snapshot.Read.Whole(Snapshot before)) {
                    lost.addAll(Forgotten.of(known, before));
                }
                yield lost;
            }
        };
    }

    /// @return where it is now
    /// @throws IOException when the disk refuses, or somebody else was faster
    Path write(Snapshot snapshot) throws IOException {
        long present = directory.newest(snapshot.slug()).orElse(0);
        if (present != newest) {
            throw new IOException("somebody wrote number " + present + " meanwhile: look at it, then say what is left");
        }
        try {
            return switch (directory.write(snapshot)) {
                case SnapshotDirectory.Written.Done(Path there) -> there;
                case SnapshotDirectory.Written.NotNewer(long higher) ->
                    throw new IOException("somebody wrote number " + higher + " meanwhile");
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
