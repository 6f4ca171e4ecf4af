package dev.candor.telemetry.syslog;

import dev.candor.telemetry.line.LineSink;
import dev.candor.telemetry.line.LineSplitter;
import java.util.Arrays;

/// One TCP connection's bytes to messages. The first bytes decide, as RFC 6587 leaves it open: `123 <` is octet
/// counting, anything else is one message per line. A frame longer than 64 KiB is cut; a broken frame length
/// ends
/// octet counting for this connection (counted), and the rest is read as lines, so nothing waits for ever.
public final class SyslogFraming {
    /// What the connection turned out to speak.
    public enum Mode {
        UNDECIDED,
        COUNTED,
        LINES
    }

    private static final int LONGEST_COUNT = 10;
    private final LineSplitter lines = new LineSplitter();
    private Mode mode = Mode.UNDECIDED;
    private byte[] held = new byte[64];
    private int holding;
    private long missing = -1;
    private long broken;
    private long cutFrames;

    public void take(byte[] block, int from, int to, LineSink sink) {
        int at = from;
        while (at < to) {
            if (mode == Mode.LINES) {
                lines.take(block, at, to, sink);
                return;
            }
            at = missing > 0 ? body(block, at, to, sink) : count(block, at, to, sink);
        }
    }

    /// The connection ended. A frame that did not arrive whole is given as cut.
    public void end(LineSink sink) {
        if (mode == Mode.LINES) {
            lines.end(sink);
        } else if (missing > 0 && holding > 0) {
            cutFrames++;
            sink.line(held, 0, holding, true);
        } else if (missing <= 0 && holding > 0) {
            sink.line(held, 0, holding, false);
        }
        holding = 0;
        missing = -1;
    }

    public Mode mode() {
        return mode;
    }

    /// Frames whose length was no number: 0 or 1 per connection.
    public long broken() {
        return broken;
    }

    public long cut() {
        return cutFrames + lines.cutLines();
    }

    /// Collects `123 `; between frames line ends are allowed, as some senders add them.
    private int count(byte[] block, int from, int to, LineSink sink) {
        int at = from;
        while (at < to) {
            byte b = block[at];
            boolean between = holding == 0 && mode == Mode.COUNTED && (b == '\n' || b == '\r' || b == 0);
            if (between) {
                at++;
            } else if (b >= '0' && b <= '9' && (holding > 0 || b != '0') && holding < LONGEST_COUNT) {
                held[holding++] = b;
                at++;
            } else if (b == ' ' && holding > 0) {
                return opened(block, at + 1, to, sink);
            } else {
                return asLines(block, at, to, sink);
            }
        }
        return at;
    }

    private int opened(byte[] block, int at, int to, LineSink sink) {
        if (mode == Mode.UNDECIDED) {
            // A block that ends right behind the blank: no newline-framed log begins with a bare number and a blank.
            if (at < to && block[at] != '<') {
                held[holding++] = ' ';
                return asLines(block, at, to, sink);
            }
            mode = Mode.COUNTED;
        }
        missing = length();
        holding = 0;
        return at;
    }

    private long length() {
        long length = 0;
        for (int i = 0; i < holding; i++) {
            length = length * 10 + (held[i] - '0');
        }
        return length;
    }

    private int asLines(byte[] block, int at, int to, LineSink sink) {
        if (mode == Mode.COUNTED) {
            broken++;
        }
        mode = Mode.LINES;
        lines.take(held, 0, holding, sink);
        holding = 0;
        lines.take(block, at, to, sink);
        return to;
    }

    private int body(byte[] block, int from, int to, LineSink sink) {
        int here = (int) Math.min(missing, to - from);
        if (holding == 0 && here == missing && here <= LineSplitter.LIMIT) {
            missing = -1;
            give(block, from, from + here, sink);
            return from + here;
        }
        int kept = Math.min(here, LineSplitter.LIMIT - holding);
        if (holding + kept > held.length) {
            held = Arrays.copyOf(held, Math.clamp(2L * (holding + kept), 512, LineSplitter.LIMIT));
        }
        System.arraycopy(block, from, held, holding, kept);
        holding += kept;
        missing -= here;
        if (missing == 0) {
            missing = -1;
            boolean cut = holding == LineSplitter.LIMIT && kept < here;
            cutFrames += cut ? 1 : 0;
            if (cut) {
                sink.line(held, 0, holding, true);
            } else {
                give(held, 0, holding, sink);
            }
            holding = 0;
        }
        return from + here;
    }

    private static void give(byte[] bytes, int from, int to, LineSink sink) {
        int end = to;
        while (end > from && (bytes[end - 1] == '\n' || bytes[end - 1] == '\r' || bytes[end - 1] == 0)) {
            end--;
        }
        if (end > from) {
            sink.line(bytes, from, end, false);
        }
    }
}
