package dev.candor.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// One process per data folder: two would deliver everything twice.
public final class DataLock implements AutoCloseable {
    private final FileChannel channel;

    private DataLock(FileChannel channel) {
        this.channel = channel;
    }

    /// @throws IllegalStateException when another process holds the folder
    static DataLock take(Path data) {
        return tryTake(data.resolve("lock"))
                .orElseThrow(() -> new IllegalStateException(
                        "another Candor uses the data folder " + data + "; stop it or choose another with --data"));
    }

    /// The same for a command that has something else to say then: empty when a server or another such command has the
    /// folder.
    public static Optional<DataLock> of(Path data) {
        return tryTake(data.resolve("lock"));
    }

    /// Any file as a lock, made when it is missing; empty when another process holds it.
    ///
    /// @throws UncheckedIOException when it cannot be made
    public static Optional<DataLock> tryTake(Path file) {
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                return Optional.empty();
            }
            return Optional.of(new DataLock(channel));
        } catch (IOException failure) {
            throw new UncheckedIOException("lock " + file, failure);
        }
    }

    private static @org.jspecify.annotations.Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
