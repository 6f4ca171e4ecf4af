package dev.candor.telemetry.line;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Looking through bytes, eight or sixteen at a time.
public final class Scan {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private Scan() {}

    /// The first place of `wanted` in `[from, to)`, or `to`.
    public static int find(byte[] bytes, int from, int to, char wanted) {
        long pattern = wanted * ONES;
        int i = from;
        for (; i + 16 <= to; i += 16) {
            long first = (long) LONG.get(bytes, i) ^ pattern;
            long second = (long) LONG.get(bytes, i + 8) ^ pattern;
            long inFirst = (first - ONES) & ~first & HIGHS;
            long inSecond = (second - ONES) & ~second & HIGHS;
            if ((inFirst | inSecond) != 0) {
                return inFirst != 0
                        ? i + (Long.numberOfTrailingZeros(inFirst) >>> 3)
                        : i + 8 + (Long.numberOfTrailingZeros(inSecond) >>> 3);
            }
        }
        for (; i + 8 <= to; i += 8) {
            long different = (long) LONG.get(bytes, i) ^ pattern;
            long hit = (different - ONES) & ~different & HIGHS;
            if (hit != 0) {
                return i + (Long.numberOfTrailingZeros(hit) >>> 3);
            }
        }
        for (; i < to; i++) {
            if (bytes[i] == (byte) wanted) {
                return i;
            }
        }
        return to;
    }

    /// The first place of either in `[from, to)`, or `to`.
    public static int find(byte[] bytes, int from, int to, char one, char other) {
        long ofOne = one * ONES;
        long ofOther = other * ONES;
        int i = from;
        for (; i + 8 <= to; i += 8) {
            long word = (long) LONG.get(bytes, i);
            long first = word ^ ofOne;
            long second = word ^ ofOther;
            long hit = ((first - ONES) & ~first | (second - ONES) & ~second) & HIGHS;
            if (hit != 0) {
                return i + (Long.numberOfTrailingZeros(hit) >>> 3);
            }
        }
        for (; i < to; i++) {
            if (bytes[i] == (byte) one || bytes[i] == (byte) other) {
                return i;
            }
        }
        return to;
    }

    /// Eight bytes at `at`, which must lie inside the array.
    public static long eight(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at);
    }

    /// A hash of `[from, to)`: well mixed, not cryptographic. Tables that use it are bounded, so made-up
    /// collisions
    /// cost a bounded scan.
    public static int hash(byte[] bytes, int from, int to) {
        long hash = (to - from) * MIX;
        int i = from;
        for (; i + 8 <= to; i += 8) {
            hash = (hash ^ (long) LONG.get(bytes, i)) * MIX;
            hash ^= hash >>> 32;
        }
        long tail = 0;
        for (; i < to; i++) {
            tail = tail << 8 | bytes[i] & 0xff;
        }
        hash = (hash ^ tail) * MIX;
        hash ^= hash >>> 29;
        return (int) (hash ^ hash >>> 32);
    }

    /// Whether `[from, to)` holds exactly these ASCII characters.
    public static boolean is(byte[] bytes, int from, int to, String ascii) {
        return to - from == ascii.length() && startsWith(bytes, from, to, ascii);
    }

    public static boolean startsWith(byte[] bytes, int from, int to, String ascii) {
        if (to - from < ascii.length()) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (bytes[from + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    public static boolean same(byte[] left, int from, int to, byte[] right) {
        return Arrays.equals(left, from, to, right, 0, right.length);
    }

    /// A number of 1 to 18 digits that fills `[from, to)`; -1 when it is anything else.
    public static long digits(byte[] bytes, int from, int to) {
        if (from >= to || to - from > 18) {
            return -1;
        }
        long value = 0;
        for (int i = from; i < to; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
