package dev.candor.telemetry.format;

/// Undoes JSON's escapes, byte by byte. The result is never longer than the source.
final class JsonText {
    private JsonText() {}

    /// @return where the plain text ends in `target`
    static int plain(byte[] b, int from, int to, byte[] target, int start) {
        int out = start;
        int at = from;
        while (at < to) {
            byte c = b[at++];
            if (c != '\\' || at >= to) {
                target[out++] = c;
                continue;
            }
            byte escape = b[at++];
            switch (escape) {
                case 'n' -> target[out++] = '\n';
                case 't' -> target[out++] = '\t';
                case 'r' -> target[out++] = '\r';
                case 'b', 'f' -> target[out++] = ' ';
                case 'u' -> {
                    int code = at + 4 <= to ? hex(b, at) : -1;
                    if (code < 0) {
                        target[out++] = 'u';
                    } else {
                        at += 4;
                        out = utf8(code, target, out);
                    }
                }
                default -> target[out++] = escape; // \" \\ \/ and whatever else somebody writes
            }
        }
        return out;
    }

    private static int hex(byte[] b, int at) {
        int value = 0;
        for (int i = at; i < at + 4; i++) {
            int digit = Character.digit(b[i], 16);
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    /// At most three bytes for six; halves of a pair become a question mark.
    private static int utf8(int code, byte[] target, int at) {
        int out = at;
        if (code < 0x80) {
            target[out++] = (byte) code;
        } else if (code < 0x800) {
            target[out++] = (byte) (0xC0 | code >> 6);
            target[out++] = (byte) (0x80 | code & 0x3F);
        } else if (code >= 0xD800 && code < 0xE000) {
            target[out++] = '?';
        } else {
            target[out++] = (byte) (0xE0 | code >> 12);
            target[out++] = (byte) (0x80 | code >> 6 & 0x3F);
            target[out++] = (byte) (0x80 | code & 0x3F);
        }
        return out;
    }
}
