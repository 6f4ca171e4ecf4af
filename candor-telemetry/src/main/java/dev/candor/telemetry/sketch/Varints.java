package dev.candor.telemetry.sketch;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Small numbers in few bytes, and reading them back from bytes nobody vouches for.
public final class Varints {
    private Varints() {}

    public static void write(ByteArrayOutputStream out, long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    public static void write(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        write(out, bytes.length);
        out.writeBytes(bytes);
    }

    public static void write(ByteArrayOutputStream out, double value) {
        long bits = Double.doubleToRawLongBits(value);
        for (int i = 0; i < 8; i++) {
            out.write((int) (bits >>> i * 8));
        }
    }

    /// Reads forward. Past the end, or after a number outside its limits, `good` is false and everything else
    /// is 0.
    public static final class Reader {
        private final byte[] bytes;
        private int at;
        private boolean good = true;

        public Reader(byte[] bytes) {
            this.bytes = bytes;
        }

        /// @param most the largest number that makes sense here
        public long next(long most) {
            long value = 0;
            for (int shift = 0; shift < 64 && good && at < bytes.length; shift += 7) {
                byte b = bytes[at++];
                value |= (long) (b & 0x7f) << shift;
                if (b >= 0) {
                    good = value >= 0 && value <= most;
                    return good ? value : 0;
                }
            }
            good = false;
            return 0;
        }

        public String text(int longest) {
            int length = (int) next(longest);
            if (length > bytes.length - at) {
                good = false;
            }
            if (!good) {
                return "";
            }
            at += length;
            return new String(bytes, at - length, length, StandardCharsets.UTF_8);
        }

        public double number() {
            if (bytes.length - at < 8) {
                good = false;
            }
            if (!good) {
                return 0;
            }
            long bits = 0;
            for (int i = 0; i < 8; i++) {
                bits |= (bytes[at++] & 0xffL) << i * 8;
            }
            double value = Double.longBitsToDouble(bits);
            good = Double.isFinite(value);
            return good ? value : 0;
        }

        public boolean good() {
            return good;
        }

        public boolean atEnd() {
            return good && at == bytes.length;
        }
    }
}
