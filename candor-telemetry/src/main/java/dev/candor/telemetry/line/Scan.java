package dev.candor.telemetry.line;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Looking through bytes, eight or sixteen at a time.
public final class Scan {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private Scan() {}

    /// The first place of `wanted` in `[from, to)`, or `to`. What is near is found at once; from the 17th byte on,
    /// steps
    /// are larger.
    public static int find(byte[] bytes, int from, int to, char wanted) {
        long pattern = wanted * ONES;
        int i = from;
        for (int near = Math.min(to, from + 16); i + 8 <= near; i += 8) {
            long hit = hits((long) LONG.get(bytes, i) ^ pattern) & HIGHS;
            if (hit != 0) {
                return i + (Long.numberOfTrailingZeros(hit) >>> 3);
            }
        }
        for (; i + 32 <= to; i += 32) {
            long one = hits((long) LONG.get(bytes, i) ^ pattern);
            long two = hits((long) LONG.get(bytes, i + 8) ^ pattern);
            long three = hits((long) LONG.get(bytes, i + 16) ^ pattern);
            long four = hits((long) LONG.get(bytes, i + 24) ^ pattern);
            if (((one | two | three | four) & HIGHS) != 0) {
                break;
            }
        }
        for (; i + 8 <= to; i += 8) {
            long hit = hits((long) LONG.get(bytes, i) ^ pattern) & HIGHS;
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

    /// The high bit of the lowest zero byte is set (of higher ones perhaps too), and none when no byte is zero.
    private static long hits(long word) {
        return word - ONES & ~word;
    }

    /// The first place of either in `[from, to)`, or `to`.
    public static int find(byte[] bytes, int from, int to, char one, char other) {
        long ofOne = one * ONES;
        long ofOther = other * ONES;
        int i = from;
        for (int near = Math.min(to, from + 16); i + 8 <= near; i += 8) {
            long word = (long) LONG.get(bytes, i);
            long hit = (hits(word ^ ofOne) | hits(word ^ ofOther)) & HIGHS;
            if (hit != 0) {
                return i + (Long.numberOfTrailingZeros(hit) >>> 3);
            }
        }
        for (; i + 16 <= to; i += 16) {
            long first = (long) LONG.get(bytes, i);
            long second = (long) LONG.get(bytes, i + 8);
            long hit = hits(first ^ ofOne) | hits(first ^ ofOther) | hits(second ^ ofOne) | hits(second ^ ofOther);
            if ((hit & HIGHS) != 0) {
                break;
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
    /// collisions cost a bounded scan.
    public static int hash(byte[] bytes, int from, int to) {
        long hash = (to - from) * MIX;
        if (to - from < 8) {
            hash ^= few(bytes, from, to);
        } else {
            for (int i = from; i + 8 < to; i += 8) {
                hash = (hash ^ (long) LONG.get(bytes, i)) * MIX;
                hash ^= hash >>> 32;
            }
            hash ^= (long) LONG.get(bytes, to - 8); // the last eight, also when some of them were taken before
        }
        hash ^= hash >>> 32; // what is in the high bytes must reach the low bits, which choose the place
        hash *= MIX;
        hash ^= hash >>> 29;
        hash *= MIX;
        return (int) (hash >>> 32);
    }

    /// Up to seven bytes as a number, the first one lowest.
    private static long few(byte[] bytes, int from, int to) {
        if (from + 8 <= bytes.length) {
            return (long) LONG.get(bytes, from) & (1L << (to - from << 3)) - 1;
        }
        long few = 0;
        for (int i = to - 1; i >= from; i--) {
            few = few << 8 | bytes[i] & 0xff;
        }
        return few;
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

    /// Whether `[from, to)` of `left` holds exactly the bytes of `right`.
    public static boolean same(byte[] left, int from, int to, byte[] right) {
        return same(left, from, to, right, 0, right.length);
    }

    /// Whether both stretches hold the same bytes. For short ones, where a call to the library's costs more than it
    /// saves.
    public static boolean same(byte[] left, int from, int to, byte[] right, int rightFrom, int rightTo) {
        if (to - from != rightTo - rightFrom) {
            return false;
        }
        if (to - from < 8) {
            return few(left, from, to) == few(right, rightFrom, rightTo);
        }
        int there = rightFrom - from;
        for (int i = from; i + 8 < to; i += 8) {
            if ((long) LONG.get(left, i) != (long) LONG.get(right, i + there)) {
                return false;
            }
        }
        return (long) LONG.get(left, to - 8) == (long) LONG.get(right, rightTo - 8);
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
