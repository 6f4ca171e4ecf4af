package dev.candor.page;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A request of the plainest kind, whole in the bytes at hand: `GET` or `HEAD` of a path without escapes, over
/// HTTP/1.1, on a connection that stays open. That is what nearly every reader and every proxy sends.
///
/// This is not a parser of HTTP. It recognises a small part of RFC 9112 exactly and says null to everything else,
/// right
/// or wrong, finished or not; the real parser then decides on the very same bytes.
///
/// @param path after the leading slash, without a query; unreserved characters and slashes only
/// @param host without its port
/// @param acceptEncoding null when not sent, as the two after it
/// @param end where the next request begins
record PlainRead(
        boolean head,
        String path,
        String host,
        @Nullable String acceptEncoding,
        @Nullable String ifNoneMatch,
        @Nullable String ifModifiedSince,
        int end) {
    private static final byte[] GET = ascii("GET /");
    private static final byte[] HEAD = ascii("HEAD /");
    private static final byte[] VERSION = ascii(" HTTP/1.1\r\n");

    /// @param from where the request begins
    /// @param to the end of the bytes that have arrived
    static @Nullable PlainRead of(byte[] bytes, int from, int to) {
        boolean head = startsWith(bytes, from, to, HEAD);
        if (!head && !startsWith(bytes, from, to, GET)) {
            return null;
        }
        int pathBegins = from + (head ? HEAD.length : GET.length);
        int at = pathBegins;
        // Not "//", not "/.": both are for the parser that knows what they may mean.
        boolean afterSlash = true;
        while (at < to && PlainBytes.inPath(bytes[at])) {
            boolean slash = bytes[at] == '/';
            if (afterSlash && (slash || bytes[at] == '.')) {
                return null;
            }
            afterSlash = slash;
            at++;
        }
        int pathEnds = at;
        if (at < to && bytes[at] == '?') {
            while (at < to && PlainBytes.inQuery(bytes[at])) {
                at++;
            }
        }
        if (!startsWith(bytes, at, to, VERSION)) {
            return null;
        }
        var fields = new Fields(bytes, at + VERSION.length, to);
        if (!fields.read()) {
            return null;
        }
        String path = text(bytes, pathBegins, pathEnds);
        return new PlainRead(
                head, path, fields.host, fields.acceptEncoding, fields.ifNoneMatch, fields.ifModifiedSince, fields.at);
    }

    private static boolean startsWith(byte[] bytes, int from, int to, byte[] expected) {
        if (to - from < expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (bytes[from + i] != expected[i]) {
                return false;
            }
        }
        return true;
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// The header section, once through.
    private static final class Fields {
        private static final byte[] ACCEPT_ENCODING = ascii("accept-encoding");
        private static final byte[] CONNECTION = ascii("connection");
        private static final byte[] CONTENT_LENGTH = ascii("content-length");
        private static final byte[] EXPECT = ascii("expect");
        private static final byte[] HOST = ascii("host");
        private static final byte[] HTTP2_SETTINGS = ascii("http2-settings");
        private static final byte[] IF_MODIFIED_SINCE = ascii("if-modified-since");
        private static final byte[] IF_NONE_MATCH = ascii("if-none-match");
        private static final byte[] KEEP_ALIVE = ascii("keep-alive");
        private static final byte[] TE = ascii("te");
        private static final byte[] TRAILER = ascii("trailer");
        private static final byte[] TRANSFER_ENCODING = ascii("transfer-encoding");
        private static final byte[] UPGRADE = ascii("upgrade");

        private final byte[] bytes;
        private final int to;
        private int at;
        private String host = "";
        private @Nullable String acceptEncoding;
        private @Nullable String ifNoneMatch;
        private @Nullable String ifModifiedSince;

        Fields(byte[] bytes, int from, int to) {
            this.bytes = bytes;
            this.at = from;
            this.to = to;
        }

        /// Whether the section is whole, of the plain kind, and names a host.
        boolean read() {
            while (at + 1 < to && bytes[at] != '\r') {
                if (!line()) {
                    return false;
                }
            }
            boolean whole = at + 1 < to && bytes[at + 1] == '\n';
            at += 2;
            return whole && !host.isEmpty();
        }

        private boolean line() {
            int nameBegins = at;
            while (at < to && PlainBytes.inToken(bytes[at])) {
                at++;
            }
            int nameEnds = at;
            if (nameEnds == nameBegins || at >= to || bytes[at] != ':') {
                return false;
            }
            at++;
            while (at < to && PlainBytes.blank(bytes[at])) {
                at++;
            }
            int valueBegins = at;
            while (at < to && PlainBytes.inValue(bytes[at])) {
                at++;
            }
            int valueEnds = at;
            if (at + 1 >= to || bytes[at] != '\r' || bytes[at + 1] != '\n') {
                return false;
            }
            at += 2;
            while (valueEnds > valueBegins && PlainBytes.blank(bytes[valueEnds - 1])) {
                valueEnds--;
            }
            return take(nameBegins, nameEnds, valueBegins, valueEnds);
        }

        /// False for what changes the meaning of a request beyond a plain read, and for what is sent twice.
        private boolean take(int nameBegins, int nameEnds, int valueBegins, int valueEnds) {
            return switch (nameEnds - nameBegins) {
                case 2 -> !is(TE, nameBegins, nameEnds);
                case 4 -> !is(HOST, nameBegins, nameEnds) || host(valueBegins, valueEnds);
                case 6 -> !is(EXPECT, nameBegins, nameEnds);
                case 7 -> !is(UPGRADE, nameBegins, nameEnds) && !is(TRAILER, nameBegins, nameEnds);
                case 10 -> !is(CONNECTION, nameBegins, nameEnds) || is(KEEP_ALIVE, valueBegins, valueEnds);
                case 13 -> {
                    if (!is(IF_NONE_MATCH, nameBegins, nameEnds)) {
                        yield true;
                    }
                    boolean once = ifNoneMatch == null;
                    ifNoneMatch = text(bytes, valueBegins, valueEnds);
                    yield once;
                }
                case 14 -> !is(CONTENT_LENGTH, nameBegins, nameEnds) && !is(HTTP2_SETTINGS, nameBegins, nameEnds);
                case 15 -> {
                    if (!is(ACCEPT_ENCODING, nameBegins, nameEnds)) {
                        yield true;
                    }
                    boolean once = acceptEncoding == null;
                    acceptEncoding = text(bytes, valueBegins, valueEnds);
                    yield once;
                }
                case 17 -> {
                    if (!is(IF_MODIFIED_SINCE, nameBegins, nameEnds)) {
                        yield !is(TRANSFER_ENCODING, nameBegins, nameEnds);
                    }
                    boolean once = ifModifiedSince == null;
                    ifModifiedSince = text(bytes, valueBegins, valueEnds);
                    yield once;
                }
                default -> true;
            };
        }

        /// Letters, digits, dots, dashes, and a port; an address in brackets is for the real parser.
        private boolean host(int from, int until) {
            if (!host.isEmpty()) {
                return false;
            }
            int end = from;
            while (end < until && PlainBytes.inHost(bytes[end])) {
                end++;
            }
            host = text(bytes, from, end);
            if (end == until) {
                return end > from;
            }
            return end > from && bytes[end] == ':' && port(end + 1, until);
        }

        /// 1 to 65535, without leading zeros.
        private boolean port(int from, int until) {
            if (from == until || until - from > 5 || bytes[from] == '0') {
                return false;
            }
            int port = 0;
            for (int i = from; i < until; i++) {
                if (bytes[i] < '0' || bytes[i] > '9') {
                    return false;
                }
                port = port * 10 + bytes[i] - '0';
            }
            return port <= 65_535;
        }

        private boolean is(byte[] lowerCase, int from, int until) {
            if (until - from != lowerCase.length) {
                return false;
            }
            for (int i = 0; i < lowerCase.length; i++) {
                byte each = bytes[from + i];
                if (lowerCase[i] != (each >= 'A' && each <= 'Z' ? each + 32 : each)) {
                    return false;
                }
            }
            return true;
        }
    }
}
