package dev.candor.app.cli.tail;

import dev.candor.base.time.Elapsed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/// Several followed files and where they go. A batch is forgotten only when the server has it: the file is the buffer.
/// A file that cannot be read holds up no other one.
public final class LogTail implements AutoCloseable {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /// Where batches go.
    @FunctionalInterface
    public interface Sending {
        /// @param file the log's name
        /// @param batch the same for every try of the same lines
        /// @return false to try again later
        /// @throws IllegalArgumentException when trying again is of no use
        boolean send(String file, String batch, byte[] lines);
    }

    /// A file, and how often in a row it could not be read.
    private static final class Followed {
        private final FollowedFile file;
        private int failures;
        private long againNanos;

        Followed(FollowedFile file) {
            this.file = file;
        }
    }

    private final List<Followed> files = new ArrayList<>();
    private final TailState state;
    private final Sending sending;
    private final Consumer<String> trouble;
    private final Elapsed elapsed;

    /// @param logs each once, however it is written
    /// @param state a file for where it stopped; beside it stands its lock
    /// @param fromStart whether files never seen are read from their beginning
    /// @param trouble hears which lines are missing and which files cannot be read
    /// @param elapsed measures how long a file that cannot be read is left alone, and a renamed one is read
    /// @throws UncheckedIOException when the state cannot be read or written, or another process has it
    public LogTail(
            List<Path> logs,
            Path state,
            boolean fromStart,
            Sending sending,
            Consumer<String> trouble,
            Elapsed elapsed) {
        this.sending = sending;
        this.trouble = trouble;
        this.elapsed = elapsed;
        try {
            this.state = TailState.open(state);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(String.valueOf(unreadable.getMessage()), unreadable);
        }
        var once = new HashSet<Path>();
        try {
            for (Path log : logs) {
                if (once.add(TailState.key(log))) {
                    var file = new FollowedFile(log, trouble, elapsed);
                    this.state.note(log, file.begin(this.state.place(log), fromStart));
                    files.add(new Followed(file));
                }
            }
        } catch (IOException unwritable) {
            closeState();
            throw new UncheckedIOException(String.valueOf(unwritable.getMessage()), unwritable);
        }
    }

    private void closeState() {
        try {
            state.close();
        } catch (IOException alreadyGone) {
            trouble.accept(String.valueOf(alreadyGone.getMessage()));
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
        for (Followed followed : files) {
            Optional<FollowedFile.Batch> batch = next(followed);
            if (batch.isEmpty()) {
                continue;
            }
            FollowedFile file = followed.file;
            try {
                state.note(file.path(), file.sending(batch.get()));
                if (!sending.send(
                        file.path().toString(), name(batch.get()), batch.get().lines())) {
                    notTaken();
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

    /// Links may be set on while the server is away, and only who saw it knows to what.
    private void notTaken() throws IOException {
        for (Followed followed : files) {
            Optional<TailState.Place> news = followed.file.notTaken();
            if (news.isPresent()) {
                state.note(followed.file.path(), news.get());
            }
        }
    }

    private Optional<FollowedFile.Batch> next(Followed followed) {
        if (followed.failures > 0 && elapsed.nanos() - followed.againNanos < 0) {
            return Optional.empty();
        }
        try {
            Optional<FollowedFile.Batch> batch = followed.file.next();
            if (followed.failures > 0) {
                trouble.accept(followed.file.path() + " can be read again, after " + followed.failures
                        + (followed.failures == 1 ? " try" : " tries"));
                followed.failures = 0;
            }
            return batch;
        } catch (IOException unreadable) {
            if (followed.failures++ == 0) {
                trouble.accept(followed.file.path() + " cannot be read: " + words(unreadable)
                        + "; it is tried again and again");
            }
            Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(10, followed.failures - 1));
            Duration next = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
            followed.againNanos = elapsed.nanos() + next.toNanos();
            return Optional.empty();
        }
    }

    private static String words(IOException unreadable) {
        return unreadable instanceof AccessDeniedException
                ? "permission denied"
                : String.valueOf(unreadable.getMessage());
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
        try {
            for (Followed followed : files) {
                followed.file.close();
            }
        } finally {
            state.close();
        }
    }
}
