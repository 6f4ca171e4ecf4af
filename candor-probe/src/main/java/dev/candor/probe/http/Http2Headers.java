package dev.candor.probe.http;

import dev.candor.probe.Reason;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.hpack.HpackDecoder;
import org.eclipse.jetty.http2.hpack.HpackException;

/// Headers as HTTP/2 packs them (HPACK, RFC 7541). Ours go out as plain literals that nobody may put in a table: one
/// request per connection gains nothing from one. What comes in is unpacked by Jetty's decoder, 32 KiB of names and
/// values at most.
final class Http2Headers {
    static final int MOST_BYTES = 32 << 10;
    private static final int MOST_HEADERS = 300;
    private static final int PER_HEADER = 32; // RFC 7541, section 4.1
    /// They belong to a connection of HTTP/1.1 and are malformed here (RFC 9113, section 8.2.2).
    private static final Set<String> FORBIDDEN =
            Set.of("connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade");

    private final HpackDecoder decoder = new HpackDecoder(MOST_BYTES + MOST_HEADERS * PER_HEADER, () -> 0L);

    /// @param status 0 for trailers
    record Unpacked(int status, Headers headers) {}

    static byte[] packed(Ask ask) {
        var out = new ByteArrayOutputStream(256);
        literal(out, ":method", ask.method());
        literal(out, ":scheme", "https");
        literal(out, ":authority", ask.target().hostHeader());
        literal(out, ":path", ask.target().requestTarget());
        ask.headers((name, value) -> literal(out, name.toLowerCase(Locale.ROOT), value));
        return out.toByteArray();
    }

    private static void literal(ByteArrayOutputStream out, String name, String value) {
        out.write(0x10); // never indexed, with a new name
        text(out, name);
        text(out, value);
    }

    private static void text(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        int rest = bytes.length;
        if (rest < 127) {
            out.write(rest);
        } else {
            out.write(127);
            for (rest -= 127; rest >= 128; rest >>= 7) {
                out.write(rest & 127 | 128);
            }
            out.write(rest);
        }
        out.writeBytes(bytes);
    }

    Unpacked unpack(byte[] block) throws ExchangeFailure {
        MetaData read;
        try {
            read = decoder.decode(ByteBuffer.wrap(block));
        } catch (HpackException broken) {
            String message = String.valueOf(broken.getMessage());
            if (message.startsWith("Header size ") && message.contains(">") || message.contains("too large")) {
                throw ExchangeFailure.of(Reason.TOO_LARGE, "the headers are longer than 32 KiB");
            }
            throw Http2Frames.bad("the headers cannot be read: " + printable(message));
        }
        var namesAndValues = new ArrayList<String>(24);
        for (HttpField field : read.getHttpFields()) {
            String name = field.getName();
            if (FORBIDDEN.contains(name.toLowerCase(Locale.ROOT))) {
                throw Http2Frames.bad("the header '" + name + "' does not exist in HTTP/2");
            }
            if (namesAndValues.size() >= 2 * MOST_HEADERS) {
                throw ExchangeFailure.of(Reason.TOO_LARGE, "there are more than " + MOST_HEADERS + " headers");
            }
            namesAndValues.add(name);
            namesAndValues.add(field.getValue() == null ? "" : field.getValue());
        }
        int status = read instanceof MetaData.Response response ? response.getStatus() : 0;
        if (read.isRequest()) {
            throw Http2Frames.bad("the headers are those of a request");
        }
        return new Unpacked(status, new Headers(namesAndValues));
    }

    /// Foreign text for a message: 100 plain characters of it.
    static String printable(String text) {
        var seen = new StringBuilder();
        for (int i = 0; i < Math.min(100, text.length()); i++) {
            char c = text.charAt(i);
            seen.append(c >= ' ' && c <= '~' ? c : '?');
        }
        return seen.toString();
    }
}
