package dev.candor.probe.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// The request's way out: everything at once in the first flight, but for a body that the server's windows hold back
/// (RFC 9113, section 5.2).
final class Http2Request {
    /// The one stream of a connection.
    static final int STREAM = 1;

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int OUR_WINDOW = 1 << 30;
    private static final int USUAL_WINDOW = 65535;
    private static final long MOST_WINDOW = Integer.MAX_VALUE;

    private final Ask ask;
    private final Http2Frames frames;
    private long windowOfAll = USUAL_WINDOW;
    private long windowOfStream = USUAL_WINDOW;
    private long initialWindow = USUAL_WINDOW;
    private int sent;

    Http2Request(Ask ask, Http2Frames frames) {
        this.ask = ask;
        this.frames = frames;
    }

    /// How many bytes of the body have gone.
    int sent() {
        return sent;
    }

    boolean isWhole() {
        return sent == ask.body().length;
    }

    void open() {
        frames.raw(PREFACE);
        var settings = ByteBuffer.allocate(18);
        settings.putShort((short) 2).putInt(0); // no pushes
        settings.putShort((short) 4).putInt(OUR_WINDOW);
        settings.putShort((short) 6).putInt(Http2Headers.MOST_BYTES);
        frames.write(Http2Frames.SETTINGS, 0, 0, settings.array());
        byte[] more = ByteBuffer.allocate(4).putInt(OUR_WINDOW - USUAL_WINDOW).array();
        frames.write(Http2Frames.WINDOW_UPDATE, 0, 0, more);
        byte[] head = Http2Headers.packed(ask);
        int end = ask.body().length == 0 ? Http2Frames.END_STREAM : 0;
        for (int from = 0; from < head.length; from += Http2Frames.LONGEST) {
            int length = Math.min(Http2Frames.LONGEST, head.length - from);
            int flags = from + length == head.length ? Http2Frames.END_HEADERS : 0;
            int type = from == 0 ? Http2Frames.HEADERS : Http2Frames.CONTINUATION;
            frames.write(type, from == 0 ? flags | end : flags, STREAM, head, from, length);
        }
        sendBody();
        frames.flush();
    }

    /// As much of the body as the server's windows allow.
    private void sendBody() {
        byte[] body = ask.body();
        while (sent < body.length && windowOfAll > 0 && windowOfStream > 0) {
            long most = Math.min(Math.min(windowOfAll, windowOfStream), Http2Frames.LONGEST);
            int length = (int) Math.min(most, body.length - sent);
            int flags = sent + length == body.length ? Http2Frames.END_STREAM : 0;
            frames.write(Http2Frames.DATA, flags, STREAM, body, sent, length);
            sent += length;
            windowOfAll -= length;
            windowOfStream -= length;
        }
    }

    /// Takes the server's settings: of all of them only the window of a stream matters here.
    void settings(ByteBuffer in) throws ExchangeFailure {
        while (in.hasRemaining()) {
            int key = in.getShort() & 0xffff;
            long value = in.getInt() & 0xffffffffL;
            if (key == 4) {
                windowOfStream += value - initialWindow;
                initialWindow = value;
                checkWindows(Math.max(value, windowOfStream));
            }
        }
        sendBody();
    }

    /// Takes a WINDOW_UPDATE.
    /// @param stream 0 for the whole connection
    void window(int stream, int more) throws ExchangeFailure {
        if (more == 0) {
            throw Http2Frames.bad("a WINDOW_UPDATE frame opens the window by nothing");
        }
        if (stream == 0) {
            windowOfAll += more;
        } else if (stream == STREAM) {
            windowOfStream += more;
        }
        checkWindows(Math.max(windowOfAll, windowOfStream));
        sendBody();
    }

    private static void checkWindows(long largest) throws ExchangeFailure {
        if (largest > MOST_WINDOW) {
            throw Http2Frames.bad("the server opens its window beyond 2 GiB");
        }
    }
}
