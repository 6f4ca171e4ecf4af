package dev.candor.app.cli.tail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32;

/// Bytes of a file as they stand now.
///
/// @param bytes those before the place, and those behind it
/// @param before how many are before it, at most {@link Mark#LENGTH}
/// @param end how many there are in all
record Piece(byte[] bytes, int before, int end) {
    /// @param many so many behind `offset`, or what there is
    static Piece of(FileChannel from, long offset, int many) throws IOException {
        int before = Mark.before(offset);
        var buffer = ByteBuffer.allocate(before + many);
        while (buffer.hasRemaining() && from.read(buffer, offset - before + buffer.position()) > 0) {
            // until it is full or the file ends
        }
        return new Piece(buffer.array(), before, buffer.position());
    }

    /// Whether what stands before the place is what stood there.
    boolean stands(long mark) {
        return end >= before && (mark == Mark.UNKNOWN || Mark.of(bytes, before) == mark);
    }

    /// Where the last whole line ends; `before` when there is none.
    int lines() {
        int whole = end;
        while (whole > before && bytes[whole - 1] != '\n') {
            whole--;
        }
        return whole;
    }

    /// Of what is behind the place.
    long check() {
        return check(bytes, before, end);
    }

    static long check(byte[] bytes, int from, int to) {
        var crc = new CRC32();
        crc.update(bytes, from, to - from);
        return crc.getValue();
    }
}
