package dev.candor.telemetry.route;

import dev.candor.telemetry.line.Scan;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells path segments that name something from those that identify something.
final class Segments {
    static final byte[] ID = "{id}".getBytes(StandardCharsets.US_ASCII);
    static final byte[] EMAIL = "{email}".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_WORD = 64;
    private static final int TOKEN = 16;
    private static final int HEX = 8;
    private static final int CAPITALS = 6;

    private static final int DIGIT = 1;
    private static final int HEX_LETTER = 2;
    private static final int LOWER = 4;
    private static final int UPPER = 8;
    private static final int DASH = 16;
    private static final int OTHER = 32;
    private static final byte[] KIND = new byte[256];

    static {
        for (int b = 0; b < 256; b++) {
            int kind = b >= '0' && b <= '9' ? DIGIT : b == '-' || b == '_' ? DASH : OTHER;
            if (b >= 'a' && b <= 'z') {
                kind = LOWER | (b <= 'f' ? HEX_LETTER : 0);
            } else if (b >= 'A' && b <= 'Z') {
                kind = UPPER | (b <= 'F' ? HEX_LETTER : 0);
            }
            KIND[b] = (byte) kind;
        }
    }

    private final SegmentPattern[] patterns;

    Segments(List<String> ids) {
        patterns = ids.stream().map(SegmentPattern::compile).toArray(SegmentPattern[]::new);
    }

    /// What stands for the segment in a template; null when it is a word that stands for itself.
    byte @Nullable [] placeholder(byte[] bytes, int from, int to) {
        if (to - from > LONGEST_WORD || identifies(bytes, from, to)) {
            return ID;
        }
        int at = Scan.find(bytes, from, to, '@');
        if (at < to || encodedAt(bytes, from, to)) {
            return EMAIL;
        }
        for (SegmentPattern pattern : patterns) {
            if (pattern.matches(bytes, from, to)) {
                return ID;
            }
        }
        return Scan.find(bytes, from, to, '.') < to ? file(bytes, from, to) : null;
    }

    private static boolean encodedAt(byte[] bytes, int from, int to) {
        for (int i = from; i + 2 < to; i++) {
            if (bytes[i] == '%' && bytes[i + 1] == '4' && bytes[i + 2] == '0') {
                return true;
            }
        }
        return false;
    }

    /// Digits; 8 and more of a hex number or UUID with a digit; 16 and more with a digit; `PAB12CD`.
    private static boolean identifies(byte[] bytes, int from, int to) {
        int seen = 0;
        boolean hex = true;
        for (int i = from; i < to; i++) {
            int kind = KIND[bytes[i] & 0xff];
            seen |= kind;
            hex &= (kind & (DIGIT | HEX_LETTER)) != 0 || bytes[i] == '-';
        }
        int length = to - from;
        boolean digit = (seen & DIGIT) != 0;
        if (seen == DIGIT) {
            return true;
        }
        if ((seen & OTHER) != 0) {
            return false;
        }
        boolean capitals =
                (seen & (LOWER | DASH)) == 0 && length >= CAPITALS && (KIND[bytes[from] & 0xff] & UPPER) != 0;
        return digit && (hex && length >= HEX || length >= TOKEN) || capitals;
    }

    /// `app.3f2a9c1b.js` is `app.{h}.js`, `1234.json` is `{id}.json`; null when no part identifies anything.
    private static byte @Nullable [] file(byte[] bytes, int from, int to) {
        var name = new StringBuilder();
        boolean changed = false;
        int start = from;
        while (start <= to) {
            int end = Scan.find(bytes, start, to, '.');
            int dash = lastDash(bytes, start, end);
            boolean whole = identifies(bytes, start, end) && end - start >= (start == from ? 1 : HEX);
            boolean tail = !whole && dash > start && end - dash > HEX && identifies(bytes, dash + 1, end);
            name.append(start == from ? "" : ".");
            if (whole) {
                name.append(start == from && end < to ? "{id}" : "{h}");
            } else {
                name.append(new String(bytes, start, (tail ? dash + 1 : end) - start, StandardCharsets.ISO_8859_1));
                name.append(tail ? "{h}" : "");
            }
            changed |= whole || tail;
            start = end + 1;
        }
        return changed ? name.toString().getBytes(StandardCharsets.ISO_8859_1) : null;
    }

    private static int lastDash(byte[] bytes, int from, int to) {
        for (int i = to - 1; i > from; i--) {
            if (bytes[i] == '-') {
                return i;
            }
        }
        return from;
    }
}
