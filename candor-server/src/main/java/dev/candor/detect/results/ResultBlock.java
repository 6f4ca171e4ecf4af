package dev.candor.detect.results;

import dev.candor.detect.monitor.Outcome;
import dev.candor.probe.Phases;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// All runs of one monitor at one place within one hour, packed.
///
/// Form: one byte 0 (plain) or 1 (raw deflate of the rest). Then per run: outcome in the lowest 2 bits of a varint
/// whose rest is the milliseconds since the run
/// before (the first: since the hour began); unless the run could not look, five varints follow: DNS, connect, TLS,
/// first byte, transfer in microseconds.
/// A run over loopback takes 6 to 9 bytes, over the internet 10 to 14, compressed about half.
public final class ResultBlock {
    public static final long HOUR_MILLIS = 3_600_000;

    private final long hour;
    private byte[] bytes = new byte[64];
    private int length = 1;
    private int results;
    private long lastMillis;

    /// @param hour hours since the epoch
    public ResultBlock(long hour) {
        this.hour = hour;
        this.lastMillis = hour * HOUR_MILLIS;
    }

    public static long hourOf(Instant at) {
        return Math.floorDiv(at.toEpochMilli(), HOUR_MILLIS);
    }

    public long hour() {
        return hour;
    }

    public int results() {
        return results;
    }

    /// Appends a run. Runs come in order; one that claims to be earlier is stored at the time of the one before.
    public void add(Instant at, Outcome outcome, Phases phases) {
        long millis = Math.max(at.toEpochMilli(), lastMillis);
        varint((millis - lastMillis) << 2 | outcome.ordinal());
        lastMillis = millis;
        if (outcome != Outcome.NOT_RUN) {
            varint(phases.dnsMicros());
            varint(phases.connectMicros());
            varint(phases.tlsMicros());
            varint(phases.firstByteMicros());
            varint(phases.transferMicros());
        }
        results++;
    }

    private void varint(long value) {
        if (length + 10 > bytes.length) {
            bytes = java.util.Arrays.copyOf(bytes, bytes.length * 2);
        }
        long rest = Math.max(0, value);
        while (rest >= 0x80) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    /// As it is now, uncompressed.
    public byte[] bytes() {
        return java.util.Arrays.copyOf(bytes, length);
    }

    /// As it is stored once its hour is over.
    public byte[] compressed() {
        var deflater = new Deflater(6, true);
        try {
            deflater.setInput(bytes, 1, length - 1);
            deflater.finish();
            var out = new ByteArrayOutputStream(length / 2 + 16);
            out.write(1);
            var buffer = new byte[4096];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.size() < length ? out.toByteArray() : bytes();
        } finally {
            deflater.end();
        }
    }

    /// The runs of a stored block. What is cut off or damaged at the end is left out.
    public static List<ResultPoint> read(long hour, byte[] stored) {
        byte[] plain = stored.length > 0 && stored[0] == 1 ? inflate(stored) : stored;
        var points = new ArrayList<ResultPoint>();
        var in = new Cursor(plain);
        long millis = hour * HOUR_MILLIS;
        while (in.at < plain.length) {
            long head = in.varint();
            Outcome outcome = Outcome.values()[(int) (head & 3)];
            millis += head >>> 2;
            Phases phases = outcome == Outcome.NOT_RUN
                    ? Phases.NONE
                    : new Phases(in.varint(), in.varint(), in.varint(), in.varint(), in.varint());
            if (in.beyond) {
                break;
            }
            points.add(new ResultPoint(Instant.ofEpochMilli(millis), outcome, phases));
        }
        return points;
    }

    /// The same block, open again after a restart.
    static ResultBlock reopen(long hour, byte[] stored) {
        var block = new ResultBlock(hour);
        read(hour, stored).forEach(point -> block.add(point.at(), point.outcome(), point.phases()));
        return block;
    }

    private static byte[] inflate(byte[] stored) {
        var inflater = new Inflater(true);
        var out = new ByteArrayOutputStream(stored.length * 3);
        try {
            inflater.setInput(stored, 1, stored.length - 1);
            out.write(0);
            var buffer = new byte[4096];
            while (!inflater.finished() && out.size() < 16 << 20) {
                int count = inflater.inflate(buffer);
                if (count == 0 && inflater.needsInput()) {
                    break;
                }
                out.write(buffer, 0, count);
            }
        } catch (DataFormatException damaged) {
            return out.toByteArray(); // what came before the damage
        } finally {
            inflater.end();
        }
        return out.toByteArray();
    }

    private static final class Cursor {
        private final byte[] bytes;
        private int at = 1;
        private boolean beyond;

        Cursor(byte[] bytes) {
            this.bytes = bytes;
        }

        long varint() {
            long value = 0;
            for (int shift = 0; shift < 64; shift += 7) {
                if (at >= bytes.length) {
                    beyond = true;
                    return 0;
                }
                byte next = bytes[at++];
                value |= (next & 0x7fL) << shift;
                if (next >= 0) {
                    return value;
                }
            }
            return value;
        }
    }
}
