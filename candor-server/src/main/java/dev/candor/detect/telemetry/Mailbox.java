package dev.candor.detect.telemetry;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What one address sent by datagrams and nobody has read yet: whole lines, bounded. What does not fit is counted.
final class Mailbox {
    /// What a sender may keep waiting while there is much room.
    static final int ROOMY = 16 << 20;

    /// A sender's share of the memory for waiting lines.
    static final int SHARE = 1 << 20;

    /// What every sender may keep waiting even when others have filled all there is.
    static final int LEAST = 32 << 10;

    /// The answer of a box that takes nothing any more.
    static final int RETIRED = -1;

    private static final int FIRST = 8 << 10;

    /// Waiting lines.
    ///
    /// @param arrivedAt of the first of them
    record Waiting(byte[] lines, int length, Instant arrivedAt, long dropped) {}

    private final InetAddress from;
    private final String tag;
    private byte[] lines = new byte[0];
    private int length;
    private long dropped;
    private boolean retired;
    private Instant arrivedAt = Instant.EPOCH;

    Mailbox(InetAddress from, String tag) {
        this.from = from;
        this.tag = tag;
    }

    InetAddress from() {
        return from;
    }

    String tag() {
        return tag;
    }

    /// @param most bytes that may wait here now
    /// @return bytes taken, 0 when the datagram was dropped, `RETIRED` when another box must be asked
    synchronized int put(byte[] datagram, int size, Instant at, int most) {
        if (retired) {
            return RETIRED;
        }
        if (length + size + 1 > most) {
            dropped++;
            return 0;
        }
        if (length == 0) {
            arrivedAt = at;
        }
        if (length + size + 1 > lines.length) {
            lines = Arrays.copyOf(lines, Math.clamp(2L * (length + size + 1), FIRST, ROOMY));
        }
        System.arraycopy(datagram, 0, lines, length, size);
        length += size;
        if (size == 0 || datagram[size - 1] != '\n') {
            lines[length++] = '\n';
            return size + 1;
        }
        return size;
    }

    /// Takes nothing from now on, if nothing waits.
    ///
    /// @return whether it is retired
    synchronized boolean retire() {
        retired = retired || (length == 0 && dropped == 0);
        return retired;
    }

    /// Everything that waits; null when nothing does and nothing was dropped.
    synchronized @Nullable Waiting take() {
        if (length == 0 && dropped == 0) {
            return null;
        }
        var waiting = new Waiting(lines, length, arrivedAt, dropped);
        lines = new byte[0];
        length = 0;
        dropped = 0;
        return waiting;
    }
}
