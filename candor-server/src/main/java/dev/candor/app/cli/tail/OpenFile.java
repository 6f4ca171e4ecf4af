package dev.candor.app.cli.tail;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// A file that is open, and which one it is.
///
/// @param file as it stood when it was opened
/// @param real its own path, also when it was opened by a link; empty when it was renamed at once
record OpenFile(FileChannel channel, Rotations.File file, String real) {
    private static final int TRIES = 5;

    String key() {
        return file.key();
    }

    /// Nothing says which file an open channel is: it is the one that stood at the path both before and after.
    ///
    /// @return empty when there is none
    /// @throws IOException when it may not be read, or is exchanged again and again
    static Optional<OpenFile> of(Path path) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            Optional<Rotations.File> before = Rotations.at(path);
            FileChannel channel;
            try {
                channel = FileChannel.open(path, StandardOpenOption.READ);
            } catch (NoSuchFileException gone) {
                return Optional.empty();
            }
            Optional<Rotations.File> after = Rotations.at(path);
            boolean same = before.isPresent() && isSame(before.get(), after);
            if (same) {
                return Optional.of(
                        new OpenFile(channel, before.get(), before.get().realPath()));
            }
            channel.close();
        }
        throw new IOException(path + " is exchanged again and again");
    }

    private static boolean isSame(Rotations.File file, Optional<Rotations.File> other) {
        return other.filter(found -> found.key().equals(file.key())).isPresent();
    }
}
