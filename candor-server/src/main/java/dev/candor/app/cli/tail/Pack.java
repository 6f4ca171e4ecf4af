package dev.candor.app.cli.tail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/// A log that gzip packed.
final class Pack {
    private Pack() {}

    /// Whether it holds exactly what was read of a file up to `offset`: so many bytes, with the same at their end. Of
    /// other formats than gzip, and where nothing was read, nobody knows.
    ///
    /// @param mark of what stands before `offset`, see {@link Mark}
    static boolean holds(Path packed, long offset, long mark) {
        boolean known = packed.toString().endsWith(".gz") && offset > 0 && mark != Mark.UNKNOWN;
        try {
            return known && mayBe(packed, offset) && end(packed, offset) == mark;
        } catch (IOException unreadable) {
            return false;
        }
    }

    /// Whether it holds nothing, so that no line can be missing for it. False where nobody knows.
    static boolean isEmpty(Path packed) {
        try {
            if (!packed.toString().endsWith(".gz") || !mayBe(packed, 0)) {
                return false;
            }
            try (var in = new GZIPInputStream(Files.newInputStream(packed))) {
                return in.read() < 0;
            }
        } catch (IOException unreadable) {
            return false;
        }
    }

    /// Its last four bytes say how many there were (RFC 1952, ISIZE, modulo 2^32): no more than a reason to look.
    private static boolean mayBe(Path packed, long offset) throws IOException {
        try (FileChannel channel = FileChannel.open(packed)) {
            ByteBuffer last = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            return channel.size() > Integer.BYTES
                    && channel.read(last, channel.size() - Integer.BYTES) == Integer.BYTES
                    && last.getInt(0) == (int) offset;
        }
    }

    /// The mark at its end; unknown when there are more or fewer bytes than `offset`.
    private static long end(Path packed, long offset) throws IOException {
        int before = Mark.before(offset);
        try (var in = new GZIPInputStream(Files.newInputStream(packed), 1 << 16)) {
            in.skipNBytes(offset - before);
            byte[] last = in.readNBytes(before);
            return last.length == before && in.read() < 0 ? Mark.of(last, before) : Mark.UNKNOWN;
        }
    }
}
