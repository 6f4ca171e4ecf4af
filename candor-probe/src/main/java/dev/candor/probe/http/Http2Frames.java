package dev.candor.probe.http;

import dev.candor.probe.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Frames of HTTP/2 (RFC 9113, section 4) over a connection. What is written is gathered and sent before the next
/// read that has to wait.
final class Http2Frames {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int PRIORITY = 2;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PUSH_PROMISE = 5;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;
    static final int END_STREAM = 1;
    static final int ACK = 1;
    static final int END_HEADERS = 4;
    static final int PADDED = 8;
    static final int WITH_PRIORITY = 0x20;
    /// The longest payload in both directions: the value every peer starts with, and we never raise it.
    static final int LONGEST = 16384;

    private static final String[] NAMES = {
        "DATA",
        "HEADERS",
        "PRIORITY",
        "RST_STREAM",
        "SETTINGS",
        "PUSH_PROMISE",
        "PING",
        "GOAWAY",
        "WINDOW_UPDATE",
        "CONTINUATION"
    };
    private static final String[] CODES = {
        "NO_ERROR",
        "PROTOCOL_ERROR",
        "INTERNAL_ERROR",
        "FLOW_CONTROL_ERROR",
        "SETTINGS_TIMEOUT",
        "STREAM_CLOSED",
        "FRAME_SIZE_ERROR",
        "REFUSED_STREAM",
        "CANCEL",
        "COMPRESSION_ERROR",
        "CONNECT_ERROR",
        "ENHANCE_YOUR_CALM",
        "INADEQUATE_SECURITY",
        "HTTP_1_1_REQUIRED"
    };

    /// A frame's header; its payload is still to be read.
    record Frame(int type, int flags, int stream, int length) {
        boolean has(int flag) {
            return (flags & flag) != 0;
        }

        String name() {
            return type < NAMES.length ? NAMES[type] : "unknown (" + type + ")";
        }
    }

    private final Connection connection;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream(512);
    private @Nullable IOException unsent;
    private boolean begun;

    Http2Frames(Connection connection) {
        this.connection = connection;
    }

    void write(int type, int flags, int stream, byte[] payload, int from, int length) {
        var head = ByteBuffer.allocate(9);
        head.put((byte) (length >> 16))
                .putShort((short) length)
                .put((byte) type)
                .put((byte) flags);
        head.putInt(stream);
        pending.write(head.array(), 0, 9);
        pending.write(payload, from, length);
    }

    void write(int type, int flags, int stream, byte[] payload) {
        write(type, flags, stream, payload, 0, payload.length);
    }

    void raw(byte[] bytes) {
        pending.writeBytes(bytes);
    }

    /// Sends what was gathered. A peer may refuse early and close: what it says is still read.
    void flush() {
        if (pending.size() > 0 && unsent == null) {
            try {
                connection.write(pending.toByteArray());
            } catch (IOException broken) {
                unsent = broken;
            }
        }
        pending.reset();
    }

    /// Why something could not be sent; null when all was.
    @Nullable
    IOException unsent() {
        return unsent;
    }

    /// The next frame's header; null when the connection was closed.
    @Nullable
    Frame next() throws ExchangeFailure {
        flush();
        if (!has(9)) {
            return null;
        }
        byte[] b = connection.buffer;
        int at = connection.position;
        if (!begun && b[at] == 'H' && b[at + 1] == 'T' && b[at + 2] == 'T' && b[at + 3] == 'P' && b[at + 4] == '/') {
            throw bad("HTTP/2 was agreed on, but the server answers in HTTP/1");
        }
        begun = true;
        int length = (b[at] & 0xff) << 16 | (b[at + 1] & 0xff) << 8 | b[at + 2] & 0xff;
        int stream = ByteBuffer.wrap(b, at + 5, 4).getInt() & 0x7fffffff;
        var frame = new Frame(b[at + 3] & 0xff, b[at + 4] & 0xff, stream, length);
        if (length > LONGEST) {
            throw bad("a " + frame.name() + " frame of " + length + " bytes is longer than the " + LONGEST
                    + " that are allowed");
        }
        connection.position += 9;
        return frame;
    }

    /// The whole payload of a frame; null when the connection was closed in the middle.
    byte @Nullable [] payload(Frame frame) throws ExchangeFailure {
        if (!has(frame.length)) {
            return null;
        }
        var payload = new byte[frame.length];
        System.arraycopy(connection.buffer, connection.position, payload, 0, frame.length);
        connection.position += frame.length;
        return payload;
    }

    private boolean has(int count) throws ExchangeFailure {
        while (connection.available() < count) {
            if (!connection.receive()) {
                return false;
            }
        }
        return true;
    }

    static void checkShape(Frame frame, boolean right) throws ExchangeFailure {
        if (!right) {
            throw bad("a " + frame.name() + " frame is malformed");
        }
    }

    /// `REFUSED_STREAM` for 7.
    static String code(int code) {
        return code >= 0 && code < CODES.length ? CODES[code] : "code " + Integer.toUnsignedString(code);
    }

    static ExchangeFailure bad(String what) {
        return ExchangeFailure.of(Reason.BAD_RESPONSE, what);
    }
}
