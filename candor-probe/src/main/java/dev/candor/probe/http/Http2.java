package dev.candor.probe.http;

import dev.candor.probe.Reason;
import dev.candor.probe.http.Http2Frames.Frame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/// One request and its answer in HTTP/2 (RFC 9113): one stream on one connection, then the connection is closed. The
/// request goes out together with the preface, so it costs no round trip more than HTTP/1.1. Our windows are far
/// larger than any body we read; the limits of bodies hold, not the windows. Frames that bring the answer no further
/// are counted, so that no flood of them outlives its limit.
final class Http2 implements BodySource {
    private static final int MOST_INTERIM = 10;
    private static final int MOST_IDLE_FRAMES = 1000;
    private static final int MOST_CONTINUATIONS = 100;
    private static final int FREE_OVERHEAD = 1 << 20;

    private final Connection connection;
    private final Ask ask;
    private final Trace trace;
    private final Http2Frames frames;
    private final Http2Request request;
    private final Http2Control control;
    private final Http2Headers packing = new Http2Headers();
    private boolean settled;
    private boolean begun;
    private boolean ended;
    private int idleFrames;
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
        this.request = new Http2Request(ask, frames);
        this.control = new Http2Control(frames, request);
    }

    static Hop over(Connection connection, Ask ask, Trace trace) throws ExchangeFailure {
        var exchange = new Http2(connection, ask, trace);
        exchange.request.open();
        Http2Headers.Unpacked head;
        try {
            head = exchange.finalHead();
        } catch (ExchangeFailure unanswered) {
            if (unanswered.reason() == Reason.TIMEOUT && !exchange.request.isWhole()) {
                String took = "the server took " + exchange.request.sent() + " of " + ask.body().length
                        + " bytes of the request in time";
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
                    if (frame.stream() != Http2Request.STREAM) {
                        throw Http2Frames.bad("a " + frame.name() + " frame of a stream that nobody opened");
                    }
                    return frame;
                }
                case Http2Frames.CONTINUATION -> throw Http2Frames.bad("a CONTINUATION frame continues nothing");
                case Http2Frames.PUSH_PROMISE ->
                    throw Http2Frames.bad("the server pushes what was not asked for, though it was told not to");
                default -> control.handle(frame, payload(frame));
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
        if (!control.goodbye().isEmpty()) {
            return ExchangeFailure.of(Reason.RESET, "the connection was closed after " + control.goodbye());
        }
        return begun
                ? Http2Frames.bad("the connection was closed in the middle of the answer")
                : ExchangeFailure.of(Reason.RESET, "the connection was closed without an answer");
    }

    /// The packed headers that begin with this frame.
    private byte[] block(Frame first) throws ExchangeFailure {
        byte[] payload = payload(first);
        int from = 0;
        int to = payload.length;
        if (first.has(Http2Frames.PADDED)) {
            Http2Frames.checkShape(first, to > 0);
            to -= payload[0] & 0xff;
            from = 1;
        }
        from += first.has(Http2Frames.WITH_PRIORITY) ? 5 : 0;
        Http2Frames.checkShape(first, from <= to);
        var block = new ByteArrayOutputStream(to - from);
        block.write(payload, from, to - from);
        boolean more = !first.has(Http2Frames.END_HEADERS);
        for (int count = 1; more; count++) {
            Frame frame = frames.next();
            if (frame == null) {
                throw closed();
            }
            if (frame.type() != Http2Frames.CONTINUATION || frame.stream() != Http2Request.STREAM) {
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
            Http2Frames.checkShape(frame, left > 0);
            receiveOne();
            padding = connection.buffer[connection.position++] & 0xff;
            left -= 1 + padding;
            Http2Frames.checkShape(frame, left >= 0);
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
