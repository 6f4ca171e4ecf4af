package dev.candor.probe.http;

import dev.candor.probe.Reason;
import dev.candor.probe.http.Http2Frames.Frame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// One request and its answer in HTTP/2 (RFC 9113): one stream on one connection, then the connection is closed. The
/// request goes out together with the preface, so it costs no round trip more than HTTP/1.1.
/// Our windows are far larger than any body we read; the limits of bodies hold, not the windows. Frames that bring the
/// answer no further are counted, so that no flood of them outlives its limit.
final class Http2 implements BodySource {
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int STREAM = 1;
    private static final int MOST_INTERIM = 10;
    private static final int MOST_IDLE_FRAMES = 1000;
    private static final int MOST_CONTINUATIONS = 100;
    private static final int WINDOW = 1 << 30;
    private static final int USUAL_WINDOW = 65535;
    private static final long MOST_WINDOW = Integer.MAX_VALUE;
    private static final int FREE_OVERHEAD = 1 << 20;

    private final Connection connection;
    private final Ask ask;
    private final Trace trace;
    private final Http2Frames frames;
    private final Http2Headers packing = new Http2Headers();
    private long windowOfAll = USUAL_WINDOW;
    private long windowOfStream = USUAL_WINDOW;
    private long initialWindow = USUAL_WINDOW;
    private int sent;
    private boolean settled;
    private boolean begun;
    private boolean ended;
    private int idleFrames;
    private String goodbye = "";
    private long announced = -1;
    private long received;
    private long overhead;
    private int left;
    private int padding;

    private Http2(Connection connection, Ask ask, Trace trace) {
        this.connection = connection;
        this.ask = ask;
        this.trace = trace;
        this.frames = new Http2Frames(connection);
    }

    static Hop over(Connection connection, Ask ask, Trace trace) throws ExchangeFailure {
        var exchange = new Http2(connection, ask, trace);
        exchange.open();
        Http2Headers.Unpacked head;
        try {
            head = exchange.finalHead();
        } catch (ExchangeFailure unanswered) {
            int sent = exchange.sent;
            if (unanswered.reason() == Reason.TIMEOUT && sent < ask.body().length) {
                String took = "the server took " + sent + " of " + ask.body().length + " bytes of the request in time";
                throw ExchangeFailure.of(Reason.TIMEOUT, took);
            }
            IOException unsent = exchange.frames.unsent();
            throw unsent == null || exchange.settled ? unanswered : connection.failure(unsent);
        }
        trace.status = head.status();
        trace.protocol = "h2";
        exchange.announced = exchange.announcedLength(head);
        Body read = Body.read(exchange, connection, head.headers(), ask.spec(), trace);
        trace.bodyBytes = read.length();
        return new Hop(head.status(), head.headers(), read, false);
    }

    private void open() {
        frames.raw(PREFACE);
        var settings = ByteBuffer.allocate(18);
        settings.putShort((short) 2).putInt(0); // no pushes
        settings.putShort((short) 4).putInt(WINDOW);
        settings.putShort((short) 6).putInt(Http2Headers.MOST_BYTES);
        frames.write(Http2Frames.SETTINGS, 0, 0, settings.array());
        frames.write(Http2Frames.WINDOW_UPDATE, 0, 0, number(WINDOW - USUAL_WINDOW));
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

    private static byte[] number(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
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

    private Http2Headers.Unpacked finalHead() throws ExchangeFailure {
        for (int interim = 0; interim < MOST_INTERIM; interim++) {
            Frame frame = next();
            if (frame.type() == Http2Frames.DATA) {
                throw Http2Frames.bad("the body comes before the headers");
            }
            begun = true;
            trace.enter(Trace.TRANSFER);
            Http2Headers.Unpacked head = packing.unpack(block(frame));
            ended = frame.has(Http2Frames.END_STREAM);
            if (head.status() < 100 || head.status() > 999 || head.status() == 101) {
                throw Http2Frames.bad("the status " + head.status() + " does not exist in HTTP/2");
            }
            if (head.status() >= 200) {
                return head;
            }
            if (ended) {
                throw Http2Frames.bad("after the interim answer " + head.status() + " nothing came");
            }
            begun = false;
            trace.enter(Trace.FIRST_BYTE);
        }
        throw Http2Frames.bad("more than " + MOST_INTERIM + " interim answers");
    }

    private long announcedLength(Http2Headers.Unpacked head) throws ExchangeFailure {
        if (ask.method().equals("HEAD") || head.status() == 204 || head.status() == 304) {
            return 0;
        }
        return Http1Body.announced(head.headers());
    }

    /// The next frame of the answer; all others are dealt with.
    private Frame next() throws ExchangeFailure {
        while (true) {
            if (!begun) {
                connection.unanswered();
            }
            Frame frame = frames.next();
            if (frame == null) {
                throw closed();
            }
            if (!settled && (frame.type() != Http2Frames.SETTINGS || frame.has(Http2Frames.ACK))) {
                throw Http2Frames.bad("the server begins with a " + frame.name() + " frame instead of SETTINGS");
            }
            settled = true;
            switch (frame.type()) {
                case Http2Frames.DATA, Http2Frames.HEADERS -> {
                    if (frame.stream() != STREAM) {
                        throw Http2Frames.bad("a " + frame.name() + " frame of a stream that nobody opened");
                    }
                    return frame;
                }
                case Http2Frames.CONTINUATION -> throw Http2Frames.bad("a CONTINUATION frame continues nothing");
                case Http2Frames.PUSH_PROMISE ->
                    throw Http2Frames.bad("the server pushes what was not asked for, though it was told not to");
                default -> control(frame, payload(frame));
            }
            if (++idleFrames > MOST_IDLE_FRAMES) {
                throw Http2Frames.bad("more than " + MOST_IDLE_FRAMES
                        + " frames that bring the answer no further, the last of them " + frame.name());
            }
        }
    }

    private byte[] payload(Frame frame) throws ExchangeFailure {
        byte[] payload = frames.payload(frame);
        if (payload == null) {
            throw closed();
        }
        return payload;
    }

    private ExchangeFailure closed() {
        if (!goodbye.isEmpty()) {
            return ExchangeFailure.of(Reason.RESET, "the connection was closed after " + goodbye);
        }
        return begun
                ? Http2Frames.bad("the connection was closed in the middle of the answer")
                : ExchangeFailure.of(Reason.RESET, "the connection was closed without an answer");
    }

    private void control(Frame frame, byte[] payload) throws ExchangeFailure {
        var in = ByteBuffer.wrap(payload);
        switch (frame.type()) {
            case Http2Frames.SETTINGS -> {
                checkShape(frame, frame.stream() == 0 && payload.length % 6 == 0);
                if (!frame.has(Http2Frames.ACK)) {
                    settings(in);
                    frames.write(Http2Frames.SETTINGS, Http2Frames.ACK, 0, new byte[0]);
                }
            }
            case Http2Frames.PING -> {
                checkShape(frame, frame.stream() == 0 && payload.length == 8);
                if (!frame.has(Http2Frames.ACK)) {
                    frames.write(Http2Frames.PING, Http2Frames.ACK, 0, payload);
                }
            }
            case Http2Frames.WINDOW_UPDATE -> {
                checkShape(frame, payload.length == 4);
                window(frame.stream(), in.getInt() & 0x7fffffff);
            }
            case Http2Frames.RST_STREAM -> {
                checkShape(frame, payload.length == 4 && frame.stream() == STREAM);
                throw refused(in.getInt(), "the server reset the stream (RST_STREAM, ", ")");
            }
            case Http2Frames.GOAWAY -> {
                checkShape(frame, payload.length >= 8 && frame.stream() == 0);
                int last = in.getInt() & 0x7fffffff;
                int code = in.getInt();
                String words = Http2Headers.printable(
                        new String(payload, 8, Math.min(200, payload.length - 8), StandardCharsets.ISO_8859_1));
                String said = words.isEmpty() ? ")" : ": '" + words + "')";
                goodbye = "a goodbye (GOAWAY, " + Http2Frames.code(code) + said;
                if (last < STREAM) {
                    throw refused(code, "the server did not take the request (GOAWAY, ", said);
                }
            }
            default -> {} // PRIORITY, and what RFC 9113, section 5.5 says to ignore
        }
    }

    private static ExchangeFailure refused(int code, String before, String after) {
        String detail = before + Http2Frames.code(code) + after;
        return Http2Frames.code(code).equals("HTTP_1_1_REQUIRED")
                ? ExchangeFailure.wantingHttp1(detail)
                : ExchangeFailure.of(Reason.RESET, detail);
    }

    private static void checkShape(Frame frame, boolean right) throws ExchangeFailure {
        if (!right) {
            throw Http2Frames.bad("a " + frame.name() + " frame is malformed");
        }
    }

    private void settings(ByteBuffer in) throws ExchangeFailure {
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

    private void window(int stream, int more) throws ExchangeFailure {
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

    /// The packed headers that begin with this frame.
    private byte[] block(Frame first) throws ExchangeFailure {
        byte[] payload = payload(first);
        int from = 0;
        int to = payload.length;
        if (first.has(Http2Frames.PADDED)) {
            checkShape(first, to > 0);
            to -= payload[0] & 0xff;
            from = 1;
        }
        from += first.has(Http2Frames.WITH_PRIORITY) ? 5 : 0;
        checkShape(first, from <= to);
        var block = new ByteArrayOutputStream(to - from);
        block.write(payload, from, to - from);
        boolean more = !first.has(Http2Frames.END_HEADERS);
        for (int count = 1; more; count++) {
            Frame frame = frames.next();
            if (frame == null) {
                throw closed();
            }
            if (frame.type() != Http2Frames.CONTINUATION || frame.stream() != STREAM) {
                throw Http2Frames.bad("a " + frame.name() + " frame in the middle of the headers");
            }
            block.writeBytes(payload(frame));
            if (block.size() > Http2Headers.MOST_BYTES) {
                throw ExchangeFailure.of(Reason.TOO_LARGE, "the headers are longer than 32 KiB");
            }
            if (count > MOST_CONTINUATIONS) {
                throw ExchangeFailure.of(
                        Reason.TOO_LARGE,
                        "the headers come in more than " + MOST_CONTINUATIONS + " CONTINUATION frames");
            }
            more = !frame.has(Http2Frames.END_HEADERS);
        }
        return block.toByteArray();
    }

    @Override
    public int ready() throws ExchangeFailure {
        while (left == 0) {
            skipPadding();
            if (ended) {
                if (announced >= 0 && received != announced) {
                    throw Http2Frames.bad("the body ended after " + received + " of " + announced + " announced bytes");
                }
                return -1;
            }
            Frame frame = next();
            if (frame.type() == Http2Frames.DATA) {
                begin(frame);
            } else {
                if (!frame.has(Http2Frames.END_STREAM)
                        || packing.unpack(block(frame)).status() != 0) {
                    throw Http2Frames.bad("a second answer comes after the first");
                }
                ended = true;
            }
        }
        receiveOne();
        return Math.min(left, connection.available());
    }

    @Override
    public void take(int count) {
        connection.position += count;
        left -= count;
    }

    private void begin(Frame frame) throws ExchangeFailure {
        left = frame.length();
        if (frame.has(Http2Frames.PADDED)) {
            checkShape(frame, left > 0);
            receiveOne();
            padding = connection.buffer[connection.position++] & 0xff;
            left -= 1 + padding;
            checkShape(frame, left >= 0);
        }
        ended = frame.has(Http2Frames.END_STREAM);
        received += left;
        overhead += 9 + padding;
        if (announced >= 0 && received > announced) {
            throw Http2Frames.bad("the body is longer than the announced " + announced + " bytes");
        }
        if (left == 0 && !ended && ++idleFrames > MOST_IDLE_FRAMES) {
            throw Http2Frames.bad("more than " + MOST_IDLE_FRAMES
                    + " frames that bring the answer no further, the last of them DATA without content");
        }
        if (overhead > FREE_OVERHEAD + 16 * received) {
            throw Http2Frames.bad(
                    "the body consists of padding: " + received + " bytes in " + overhead + " bytes of frames");
        }
    }

    private void skipPadding() throws ExchangeFailure {
        while (padding > 0) {
            receiveOne();
            int count = Math.min(padding, connection.available());
            connection.position += count;
            padding -= count;
        }
    }

    private void receiveOne() throws ExchangeFailure {
        while (connection.available() == 0) {
            if (!connection.receive()) {
                throw closed();
            }
        }
    }
}
