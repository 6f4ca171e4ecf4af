package dev.candor.app.cli.tail;

import java.util.zip.CRC32C;

/// What stood before a place in a file, as a checksum: a file that was cut back and has grown again, or another one
/// under the same inode, has something else there.
///
/// Pure; CRC-32C (RFC 3720, appendix B.4) of up to {@link #LENGTH} bytes.
final class Mark {
    /// Bytes before a place that are looked at.
    static final int LENGTH = 1024;

    /// Nobody has looked yet: whatever stands there is taken for the same.
    static final long UNKNOWN = -1;

    private Mark() {}

    /// How many bytes are looked at before `offset`.
    static int before(long offset) {
        return (int) Math.min(LENGTH, Math.max(0, offset));
    }

    /// Of the last bytes before `end`, at most {@link #LENGTH} of them.
    static long of(byte[] bytes, int end) {
        int length = before(end);
        var crc = new CRC32C();
        crc.update(bytes, end - length, length);
        return crc.getValue();
    }
}
