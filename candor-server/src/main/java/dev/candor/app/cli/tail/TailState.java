package dev.candor.app.cli.tail;

import dev.candor.base.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where each file was read to, in a small file of its own: written before a batch leaves and after the server has it.
final class TailState {
    /// @param file what the file system calls the file, whatever its name: its inode
    /// @param offset everything before it is with the server
    /// @param sending what lies before it may be with the server, too: whoever goes on after a crash sends just
    ///     that once more, under the same name, and nothing is counted twice; `offset` when nothing is on its way
    /// @param check CRC-32 of what is on its way: only where it still stands is it the same
    /// @param cuts how often the file was cut back before
    /// @param written when the file was last written, in milliseconds since 1970; far ahead when not known
    record Place(String file, long offset, long sending, long check, int cuts, long written) {}

    private final Path state;
    private final Map<String, Place> places = new LinkedHashMap<>();

    private TailState(Path state) {
        this.state = state;
    }

    /// @throws IOException when there is one that cannot be read: going on would send everything again
    static TailState open(Path state) throws IOException {
        var opened = new TailState(state);
        try {
            Json.parseObject(Files.readAllBytes(state)).forEach((path, place) -> {
                if (place instanceof Map<?, ?> map
                        && map.get("file") instanceof String file
                        && map.get("offset") instanceof Number offset) {
                    opened.places.put(
                            path,
                            new Place(
                                    file,
                                    offset.longValue(),
                                    number(map.get("sending"), offset.longValue()),
                                    number(map.get("check"), 0),
                                    (int) number(map.get("cuts"), 0),
                                    number(map.get("written"), Long.MAX_VALUE / 1_000_000)));
                }
            });
        } catch (NoSuchFileException first) {
            return opened;
        } catch (RuntimeException broken) {
            throw new IOException(state + " is not a state of ours: " + broken.getMessage(), broken);
        }
        return opened;
    }

    private static long number(@Nullable Object value, long otherwise) {
        return value instanceof Number number ? number.longValue() : otherwise;
    }

    Optional<Place> place(Path log) {
        return Optional.ofNullable(places.get(log.toString()));
    }

    void note(Path log, Place place) throws IOException {
        if (place.equals(places.put(log.toString(), place))) {
            return;
        }
        var all = new LinkedHashMap<String, @Nullable Object>();
        places.forEach((path, at) -> all.put(
                path,
                Json.object(
                        "file", at.file(),
                        "offset", at.offset(),
                        "sending", at.sending(),
                        "check", at.check(),
                        "cuts", at.cuts(),
                        "written", at.written())));
        Path next = state.resolveSibling(state.getFileName() + ".new");
        Files.writeString(next, Json.write(all));
        Files.move(next, state, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
