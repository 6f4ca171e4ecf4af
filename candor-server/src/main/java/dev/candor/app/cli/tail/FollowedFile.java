package dev.candor.app.cli.tail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// One log file that grows, is renamed and begun anew, or is cut back to nothing. Gives whole lines only.
final class FollowedFile implements AutoCloseable {
    private static final int BATCH = 1 << 20;

    /// So many looks in a row at the end of a renamed file, then it is left: the server that writes has let go of it.
    private static final int LOOKS_AT_OLD = 4;

    private static final int LEFT = 100;

    /// Whole lines of one file.
    ///
    /// @param cuts how often the file was cut back before
    record Batch(byte[] lines, String file, int cuts, long from, long to) {}

    private final Path path;
    private final Rotations rotations;
    private final Consumer<String> trouble;

    /// The last files read to their ends, or gone.
    private final Deque<String> left = new ArrayDeque<>();

    private @Nullable FileChannel channel;
    private String file = "";
    private String identity = "";
    private long offset;
    private int looksAtEnd;
    private int cuts;

    /// Where the batch ends that is on its way, or was when a crash came; up to `offset` when there is none.
    private long sending;

    private long check;

    /// When the file was last written, as far as was seen.
    private FileTime written = FileTime.fromMillis(0);

    /// @param trouble hears which lines are missing
    FollowedFile(Path path, Consumer<String> trouble) {
        this.path = path;
        this.rotations = new Rotations(path);
        this.trouble = trouble;
    }

    Path path() {
        return path;
    }

    /// Goes on where it stopped, also in a file that was renamed since; without a place at the end.
    void open(Optional<TailState.Place> place, boolean fromStart) throws IOException {
        Optional<Rotations.File> stopped =
                place.flatMap(known -> rotations.find(known.file())).filter(found -> !found.packed());
        if (stopped.isPresent()) {
            change(stopped.get().path());
            offset = place.get().offset();
            sending = place.get().sending();
            check = place.get().check();
            cuts = place.get().cuts();
        } else if (place.isPresent()) {
            trouble.accept("the file it stopped in, once " + path + ", is gone: lines behind its byte "
                    + place.get().offset() + " may be missing");
            goOn(FileTime.fromMillis(place.get().written()));
        } else if (Files.exists(path)) {
            change(path);
            offset = fromStart ? 0 : size();
        }
    }

    /// To the oldest file written after the one that was read to its end: a log may be rotated more than once while
    /// nobody takes its lines.
    private void goOn(FileTime since) throws IOException {
        left.addLast(identity);
        if (left.size() > LEFT) {
            left.removeFirst();
        }
        for (Rotations.File next : rotations.after(since)) {
            if (left.contains(next.identity())) {
                continue; // read before
            }
            if (next.packed()) {
                trouble.accept(next.path() + " was packed before it was read: its lines are missing");
            } else {
                change(next.path());
                return;
            }
        }
    }

    private void change(Path to) throws IOException {
        close();
        try {
            channel = FileChannel.open(to, StandardOpenOption.READ);
            Optional<Rotations.File> opened = Rotations.at(to);
            file = opened.map(Rotations.File::key).orElse("");
            identity = opened.map(Rotations.File::identity).orElse("");
        } catch (NoSuchFileException gone) {
            channel = null;
            file = "";
        }
        offset = 0;
        sending = 0;
        looksAtEnd = 0;
    }

    private long size() throws IOException {
        return channel == null ? 0 : channel.size();
    }

    /// The next whole lines behind what was taken; empty when there are none yet.
    Optional<Batch> next() throws IOException {
        if (channel == null) {
            if (Files.exists(path)) {
                change(path);
            }
            if (channel == null) {
                return Optional.empty();
            }
        }
        if (channel.size() < Math.max(offset, sending) || !stillStands(channel)) {
            offset = 0; // cut back and written anew
            sending = 0;
            cuts++;
        }
        Optional<Rotations.File> own = rotations.find(file);
        own.ifPresent(found -> written = found.written());
        boolean old = Rotations.at(path).filter(now -> !now.key().equals(file)).isPresent();
        Optional<Batch> batch = read(channel, old && looksAtEnd >= LOOKS_AT_OLD);
        if (batch.isPresent()) {
            looksAtEnd = 0;
        } else if (old && looksAtEnd++ >= LOOKS_AT_OLD) {
            goOn(written);
        }
        return batch;
    }

    /// Whether what is on its way can be read again as it was. A file may be cut back and grow past it between two
    /// looks.
    private boolean stillStands(FileChannel from) throws IOException {
        return sending <= offset || sending - offset <= BATCH && check(bytes(from, sending - offset)) == check;
    }

    private static long check(ByteBuffer bytes) {
        var crc = new CRC32();
        crc.update(bytes.array(), 0, bytes.position());
        return crc.getValue();
    }

    private ByteBuffer bytes(FileChannel from, long many) throws IOException {
        var buffer = ByteBuffer.allocate(Math.clamp(many, 0, BATCH));
        while (buffer.hasRemaining() && from.read(buffer, offset + buffer.position()) > 0) {
            // until it is full or the file ends
        }
        return buffer;
    }

    /// @param last whether nothing will follow a last line without its end
    private Optional<Batch> read(FileChannel from, boolean last) throws IOException {
        boolean again = sending > offset;
        ByteBuffer buffer = bytes(from, (again ? sending : from.size()) - offset);
        byte[] bytes = buffer.array();
        int end = buffer.position();
        int whole = end;
        while (whole > 0 && bytes[whole - 1] != '\n') {
            whole--;
        }
        if (again || whole == 0 && (end == BATCH || last && end > 0)) {
            whole = end; // a line longer than a batch goes in pieces, which the server counts as unread
        }
        return whole == 0
                ? Optional.empty()
                : Optional.of(new Batch(Arrays.copyOf(bytes, whole), file, cuts, offset, offset + whole));
    }

    /// It is about to leave. Every try of it has the same lines.
    TailState.Place sending(Batch batch) {
        sending = batch.to();
        var crc = new CRC32();
        crc.update(batch.lines());
        check = crc.getValue();
        return new TailState.Place(batch.file(), offset, sending, check, cuts, written.toMillis());
    }

    /// The server has it.
    TailState.Place taken(Batch batch) {
        offset = batch.to();
        sending = offset;
        check = 0;
        return new TailState.Place(batch.file(), offset, sending, check, cuts, written.toMillis());
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }
}
