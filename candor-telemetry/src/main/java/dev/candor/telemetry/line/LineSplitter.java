package dev.candor.telemetry.line;

import java.util.Arrays;

/// Splits a stream of blocks into lines (LF or CRLF; empty lines are left out). Lines inside one block are not
/// copied.
/// A line longer than `LIMIT` is given with its first `LIMIT` bytes, its rest is thrown away and counted.
/// For one stream, one thread at a time.
public final class LineSplitter {
    public static final int LIMIT = 64 * 1024;

    private byte[] held = new byte[0];
    private int holding;
    private boolean skipping;
    private long cutLines;
    private long cutBytes;

    /// Gives every line that ends in this block; what is left over is kept for the next.
    public void take(byte[] block, int from, int to, LineSink sink) {
        int start = from;
        if (holding > 0 || skipping) {
            int end = Scan.find(block, from, to, '\n');
            finish(block, from, end, sink);
            if (end == to) {
                return;
            }
            endHeld(sink);
            start = end + 1;
        }
        while (start < to) {
            int end = Scan.find(block, start, to, '\n');
            if (end == to) {
                finish(block, start, to, sink);
                return;
            }
            if (end - start > LIMIT) {
                countCut(end - start - LIMIT);
                sink.line(block, start, start + LIMIT, true);
            } else {
                give(block, start, end, sink);
            }
            start = end + 1;
        }
    }

    /// The stream ended: a last line without line end is a line too.
    public void end(LineSink sink) {
        endHeld(sink);
    }

    /// Lines that lost their tail here, since the start.
    public long cutLines() {
        return cutLines;
    }

    /// How many bytes were thrown away with those tails.
    public long cutBytes() {
        return cutBytes;
    }

    /// Bytes of the unfinished line kept for the next block.
    public int holding() {
        return holding;
    }

    private void finish(byte[] block, int from, int to, LineSink sink) {
        if (skipping) {
            cutBytes += to - from;
            return;
        }
        int room = LIMIT - holding;
        int taken = Math.min(room, to - from);
        if (holding + taken > held.length) {
            held = Arrays.copyOf(held, Math.clamp(2L * (holding + taken), 512, LIMIT));
        }
        System.arraycopy(block, from, held, holding, taken);
        holding += taken;
        if (taken < to - from) {
            countCut(to - from - taken);
            skipping = true;
            sink.line(held, 0, holding, true);
            holding = 0;
        }
    }

    private void endHeld(LineSink sink) {
        if (!skipping && holding > 0) {
            give(held, 0, holding, sink);
        }
        holding = 0;
        skipping = false;
        if (held.length > 8 * 1024) {
            held = new byte[0]; // one long line must not keep its memory for ever
        }
    }

    private void countCut(int bytes) {
        cutLines++;
        cutBytes += bytes;
    }

    private static void give(byte[] bytes, int from, int to, LineSink sink) {
        int end = to > from && bytes[to - 1] == '\r' ? to - 1 : to;
        if (end > from) {
            sink.line(bytes, from, end, false);
        }
    }
}
