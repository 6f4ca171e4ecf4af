package dev.candor.app.cli.tail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/// Several followed files and where they go. A batch is forgotten only when the server has it: the file is the buffer.
public final class LogTail implements AutoCloseable {
    /// Where batches go.
    @FunctionalInterface
    public interface Sending {
        /// @param file the log's name
        /// @param batch the same for every try of the same lines
        /// @return false to try again later
        /// @throws IllegalArgumentException when trying again is of no use
        boolean send(String file, String batch, byte[] lines);
    }

    private final List<FollowedFile> files = new ArrayList<>();
    private final TailState state;
    private final Sending sending;

    /// @param state a file for where it stopped
    /// @param fromStart whether files never seen are read from their beginning
    /// @param trouble hears which lines are missing
    /// @throws UncheckedIOException when a file or the state cannot be read
    public LogTail(List<Path> logs, Path state, boolean fromStart, Sending sending, Consumer<String> trouble) {
        this.sending = sending;
        try {
            this.state = TailState.open(state);
            for (Path log : logs) {
                var file = new FollowedFile(log, trouble);
                files.add(file);
                file.open(this.state.place(log), fromStart);
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(String.valueOf(unreadable.getMessage()), unreadable);
        }
    }

    /// What one look did.
    public enum Look {
        SENT,
        NOTHING,
        NOT_TAKEN
    }

    /// Looks once at every file.
    ///
    /// @throws UncheckedIOException when the place could not be kept
    public Look look() {
        Look look = Look.NOTHING;
        for (FollowedFile file : files) {
            try {
                Optional<FollowedFile.Batch> batch = file.next();
                if (batch.isEmpty()) {
                    continue;
                }
                state.note(file.path(), file.sending(batch.get()));
                if (!sending.send(
                        file.path().toString(), name(batch.get()), batch.get().lines())) {
                    return Look.NOT_TAKEN;
                }
                state.note(file.path(), file.taken(batch.get()));
                look = Look.SENT;
            } catch (IOException failure) {
                throw new UncheckedIOException(String.valueOf(failure.getMessage()), failure);
            }
        }
        return look;
    }

    /// Two seconds of a busy site may read the same: what tells them apart is where they stand.
    private static String name(FollowedFile.Batch batch) {
        var crc = new CRC32();
        crc.update(batch.lines());
        return batch.file() + "-" + batch.cuts() + "-" + batch.from() + "-" + batch.to() + "-"
                + Long.toHexString(crc.getValue());
    }

    @Override
    public void close() throws IOException {
        for (FollowedFile file : files) {
            file.close();
        }
    }
}
