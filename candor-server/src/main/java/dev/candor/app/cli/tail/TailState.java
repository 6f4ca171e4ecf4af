package dev.candor.app.cli.tail;

import dev.candor.base.json.Json;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Where each file was read to, in a small file of its own: written before a batch leaves and after the server has it.
/// One process at a time has it: two would write over each other's places.
final class TailState implements AutoCloseable {
    /// @param file what the file system calls the file, whatever its name: its inode; empty for one that was not there
    ///     yet and is to be read from its beginning
    /// @param offset everything before it is with the server
    /// @param sending what lies before it may be with the server, too: whoever goes on after a crash sends just
    ///     that once more, under the same name, and nothing is counted twice; `offset` when nothing is on its way
    /// @param check CRC-32 of what is on its way: only where it still stands is it the same
    /// @param mark of what stands before `offset`, see {@link Mark}
    /// @param cuts how often the file was cut back before
    /// @param written all files behind it were written then or later, in milliseconds since 1970; or far ahead
    /// @param made when the file was made, in milliseconds since 1970; 0 when the file system does not say
    /// @param real the file's own path: the log may be a link that points elsewhere by now; empty when not known
    /// @param left the files read to their ends before it
    /// @param targets what the log, a link, was set to since
    record Place(
            String file,
            long offset,
            long sending,
            long check,
            long mark,
            int cuts,
            long written,
            long made,
            String real,
            List<LeftFiles.Left> left,
            List<LinkTargets.Target> targets) {
        /// A file that does not exist yet: all of it will be new.
        static final Place AWAITED =
                new Place("", 0, 0, 0, Mark.UNKNOWN, 0, Long.MAX_VALUE / 1_000_000, 0, "", List.of(), List.of());

        /// A file nobody has followed yet: from its beginning, or from its present end.
        static Place fresh(Path path, Rotations.File file, boolean fromStart) {
            long end = 0;
            long standing = Mark.UNKNOWN;
            try (FileChannel channel = FileChannel.open(path)) {
                end = fromStart ? 0 : channel.size();
                Piece before = Piece.of(channel, end, 0);
                standing = Mark.of(before.bytes(), before.end());
            } catch (IOException unreadable) {
                end = fromStart ? 0 : path.toFile().length(); // known also of a file that may not be read
            }
            return new Place(
                    file.key(),
                    end,
                    end,
                    0,
                    standing,
                    0,
                    file.written().toMillis(),
                    file.madeMillis(),
                    file.realPath(),
                    List.of(),
                    List.of());
        }
    }

    private final Path state;
    private final FileChannel lock;
    private final Map<Path, Place> places = new LinkedHashMap<>();

    private TailState(Path state, FileChannel lock) {
        this.state = state;
        this.lock = lock;
    }

    /// @throws IOException when there is one that cannot be read, as going on would send everything again; or when
    ///     another process has it
    static TailState open(Path state) throws IOException {
        var opened = new TailState(state, locked(state));
        try {
            opened.read();
        } catch (IOException | RuntimeException broken) {
            opened.close();
            throw broken;
        }
        return opened;
    }

    /// The state itself is replaced with every note, and a lock on it would be replaced with it.
    private static FileChannel locked(Path state) throws IOException {
        FileChannel lock = FileChannel.open(
                state.resolveSibling(state.getFileName() + ".lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        boolean mine = false;
        try {
            mine = lock.tryLock() != null;
        } catch (OverlappingFileLockException ours) {
            mine = false;
        } finally {
            if (!mine) {
                lock.close();
            }
        }
        if (!mine) {
            throw new IOException("another candor tail is running with the state " + state
                    + ": end it, or give this one a file of its own with --state");
        }
        return lock;
    }

    private void read() throws IOException {
        try {
            Json.parseObject(Files.readAllBytes(state)).forEach((path, place) -> {
                if (place instanceof Map<?, ?> map
                        && map.get("file") instanceof String file
                        && map.get("offset") instanceof Number offset) {
                    places.put(key(Path.of(path)), place(map, file, offset.longValue()));
                }
            });
        } catch (NoSuchFileException first) {
            places.clear();
        } catch (RuntimeException broken) {
            throw new IOException(state + " is not a state of ours: " + broken.getMessage(), broken);
        }
    }

    private static Place place(Map<?, ?> map, String file, long offset) {
        return new Place(
                file,
                offset,
                number(map.get("sending"), offset),
                number(map.get("check"), 0),
                number(map.get("mark"), Mark.UNKNOWN),
                (int) number(map.get("cuts"), 0),
                number(map.get("written"), Place.AWAITED.written()),
                number(map.get("made"), 0),
                map.get("real") instanceof String real ? real : "",
                list(map.get("left"), TailState::left),
                list(map.get("targets"), TailState::target));
    }

    private static <T> List<T> list(@Nullable Object stored, Function<@Nullable Object, Optional<T>> each) {
        return stored instanceof List<?> list
                ? list.stream().map(each).flatMap(Optional::stream).toList()
                : List.of();
    }

    private static Optional<LeftFiles.Left> left(@Nullable Object stored) {
        return stored instanceof Map<?, ?> map
                        && map.get("file") instanceof String file
                        && map.get("identity") instanceof String identity
                        && map.get("offset") instanceof Number offset
                ? Optional.of(new LeftFiles.Left(
                        file,
                        identity,
                        number(map.get("made"), 0),
                        offset.longValue(),
                        number(map.get("mark"), Mark.UNKNOWN)))
                : Optional.empty();
    }

    private static Optional<LinkTargets.Target> target(@Nullable Object stored) {
        return stored instanceof Map<?, ?> map
                        && map.get("file") instanceof String file
                        && map.get("path") instanceof String path
                ? Optional.of(new LinkTargets.Target(file, path, number(map.get("made"), 0)))
                : Optional.empty();
    }

    private static Map<String, @Nullable Object> json(LinkTargets.Target target) {
        return Json.object("file", target.file(), "path", target.path(), "made", target.made());
    }

    private static Map<String, @Nullable Object> json(LeftFiles.Left left) {
        return Json.object(
                "file", left.file(),
                "identity", left.identity(),
                "made", left.made(),
                "offset", left.offset(),
                "mark", left.mark());
    }

    private static long number(@Nullable Object value, long otherwise) {
        return value instanceof Number number ? number.longValue() : otherwise;
    }

    /// However the log was called when this was started, and from whatever folder.
    static Path key(Path log) {
        return log.toAbsolutePath().normalize();
    }

    Optional<Place> place(Path log) {
        return Optional.ofNullable(places.get(key(log)));
    }

    void note(Path log, Place place) throws IOException {
        if (place.equals(places.put(key(log), place))) {
            return;
        }
        var all = new LinkedHashMap<String, @Nullable Object>();
        places.forEach((path, at) -> all.put(
                path.toString(),
                Json.object(
                        "file", at.file(),
                        "offset", at.offset(),
                        "sending", at.sending(),
                        "check", at.check(),
                        "mark", at.mark(),
                        "cuts", at.cuts(),
                        "written", at.written(),
                        "made", at.made(),
                        "real", at.real(),
                        "left", at.left().stream().map(TailState::json).toList(),
                        "targets", at.targets().stream().map(TailState::json).toList())));
        Path next = state.resolveSibling(state.getFileName() + ".new");
        Files.writeString(next, Json.write(all));
        Files.move(next, state, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
