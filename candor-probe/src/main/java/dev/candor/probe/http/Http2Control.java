package dev.candor.probe.http;

import dev.candor.probe.Reason;
import dev.candor.probe.http.Http2Frames.Frame;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// The frames around an answer: settings, pings, windows, and the ways in which a server refuses.
final class Http2Control {
    private final Http2Frames frames;
    private final Http2Request request;
    private String goodbye = "";

    Http2Control(Http2Frames frames, Http2Request request) {
        this.frames = frames;
        this.request = request;
    }

    /// What the server said when it announced that it will close; empty when it did not.
    String goodbye() {
        return goodbye;
    }

    /// Deals with a frame that is no part of the answer.
    void handle(Frame frame, byte[] payload) throws ExchangeFailure {
        var in = ByteBuffer.wrap(payload);
        switch (frame.type()) {
            case Http2Frames.SETTINGS -> {
                Http2Frames.checkShape(frame, frame.stream() == 0 && payload.length % 6 == 0);
                if (!frame.has(Http2Frames.ACK)) {
                    request.settings(in);
                    frames.write(Http2Frames.SETTINGS, Http2Frames.ACK, 0, new byte[0]);
                }
            }
            case Http2Frames.PING -> {
                Http2Frames.checkShape(frame, frame.stream() == 0 && payload.length == 8);
                if (!frame.has(Http2Frames.ACK)) {
                    frames.write(Http2Frames.PING, Http2Frames.ACK, 0, payload);
                }
            }
            case Http2Frames.WINDOW_UPDATE -> {
                Http2Frames.checkShape(frame, payload.length == 4);
                request.window(frame.stream(), in.getInt() & 0x7fffffff);
            }
            case Http2Frames.RST_STREAM -> {
                Http2Frames.checkShape(frame, payload.length == 4 && frame.stream() == Http2Request.STREAM);
                throw refused(in.getInt(), "the server reset the stream (RST_STREAM, ", ")");
            }
            case Http2Frames.GOAWAY -> {
                Http2Frames.checkShape(frame, payload.length >= 8 && frame.stream() == 0);
                int last = in.getInt() & 0x7fffffff;
                int code = in.getInt();
                String words = Http2Headers.printable(
                        new String(payload, 8, Math.min(200, payload.length - 8), StandardCharsets.ISO_8859_1));
                String said = words.isEmpty() ? ")" : ": '" + words + "')";
                goodbye = "a goodbye (GOAWAY, " + Http2Frames.code(code) + said;
                if (last < Http2Request.STREAM) {
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
}
