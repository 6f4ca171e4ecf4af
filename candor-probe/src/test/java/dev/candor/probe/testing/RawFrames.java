package dev.candor.probe.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// The server's side of an HTTP/2 connection, written frame by frame as a test wants them (RFC 9113).
public final class RawFrames {
    public static final int DATA = 0;
    public static final int HEADERS = 1;
    public static final int RST_STREAM = 3;
    public static final int SETTINGS = 4;
    public static final int PUSH_PROMISE = 5;
    public static final int PING = 6;
    public static final int GOAWAY = 7;
    public static final int WINDOW_UPDATE = 8;
    public static final int CONTINUATION = 9;
    public static final int END_STREAM = 1;
    public static final int ACK = 1;
    public static final int END_HEADERS = 4;
    public static final int PADDED = 8;
    public static final int PRIORITY = 0x20;

    private final DataInputStream in;
    private final OutputStream out;

    /// What a test does with one connection.
    public interface Script {
        void play(RawFrames peer) throws IOException;
    }

    /// A frame as it came from the client.
    public record Frame(int type, int flags, int stream, byte[] payload) {}

    private RawFrames(Socket socket) throws IOException {
        this.in = new DataInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    public static RawServer server(ServerSocket listener, Script script) {
        return new RawServer(listener, (_, socket, _) -> {
            var peer = new RawFrames(socket);
            peer.in.readFully(new byte[6]); // the rest of the preface
            script.play(peer);
            return false;
        });
    }

    public Frame read() throws IOException {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        var payload = new byte[length];
        in.readFully(payload);
        return new Frame(type, flags, stream, payload);
    }

    /// Reads up to the next frame of this type.
    public Frame read(int type) throws IOException {
        while (true) {
            Frame frame = read();
            if (frame.type() == type) {
                return frame;
            }
        }
    }

    public RawFrames write(int type, int flags, int stream, byte... payload) throws IOException {
        var frame = ByteBuffer.allocate(9 + payload.length);
        frame.put((byte) (payload.length >> 16)).putShort((short) payload.length);
        frame.put((byte) type).put((byte) flags).putInt(stream).put(payload);
        out.write(frame.array());
        return this;
    }

    /// Greets as every server must.
    public RawFrames settings() throws IOException {
        return write(SETTINGS, 0, 0);
    }

    /// Greets and answers 200 without ending the stream.
    public RawFrames ok(String... namesAndValues) throws IOException {
        var all = new ByteArrayOutputStream();
        all.writeBytes(packed(":status", "200"));
        all.writeBytes(packed(namesAndValues));
        return settings().write(HEADERS, END_HEADERS, 1, all.toByteArray());
    }

    public RawFrames data(String text, int flags) throws IOException {
        return write(DATA, flags, 1, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /// Waits until the client has gone.
    public void untilGone() throws IOException {
        while (true) {
            read();
        }
    }

    public static byte[] number(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    /// Headers as plain literals (RFC 7541, section 6.2.2).
    public static byte[] packed(String... namesAndValues) {
        var packed = new ByteArrayOutputStream();
        for (int i = 0; i < namesAndValues.length; i++) {
            if (i % 2 == 0) {
                packed.write(0);
            }
            byte[] text = namesAndValues[i].getBytes(StandardCharsets.ISO_8859_1);
            int rest = text.length;
            if (rest < 127) {
                packed.write(rest);
            } else {
                packed.write(127);
                for (rest -= 127; rest >= 128; rest >>= 7) {
                    packed.write(rest & 127 | 128);
                }
                packed.write(rest);
            }
            packed.writeBytes(text);
        }
        return packed.toByteArray();
    }
}
