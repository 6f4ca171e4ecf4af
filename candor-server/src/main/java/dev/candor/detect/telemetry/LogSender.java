package dev.candor.detect.telemetry;

import dev.candor.telemetry.LogStream;
import dev.candor.telemetry.StreamReport;
import dev.candor.telemetry.format.FieldMap;
import dev.candor.telemetry.format.FormatTemplate;
import dev.candor.telemetry.window.FailureRule;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// One sender of log lines into one service: its stream, and what became of it.
final class LogSender {
    /// Who sends.
    ///
    /// @param source name of the log source, empty without one
    /// @param how `udp`, `tcp` or `http`
    /// @param where address, and what names the log there: a file
    record Name(String service, String source, String how, String where) {}

    private final Name name;
    private final Instant version;
    private final Room room;
    private final FailureRule failures;
    private final LogStream stream;
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong tooLong = new AtomicLong();
    private final AtomicLong broken = new AtomicLong();
    private volatile Instant lastAt;

    /// @param version of the configuration it is read by
    LogSender(
            Name name,
            Instant version,
            Room room,
            FieldMap fields,
            List<FormatTemplate> templates,
            FailureRule failures,
            Instant now) {
        this.name = name;
        this.version = version;
        this.room = room;
        this.failures = failures;
        this.stream =
                room.with(failures, windows -> new LogStream(LogStream.Framing.LINES, fields, templates, windows));
        this.lastAt = now;
    }

    /// Counts whole lines, a piece at a time, so that others come between.
    void takeAll(byte[] lines, int length, Instant arrivedAt) {
        int from = 0;
        while (from < length) {
            int to = pieceEnd(lines, from, length);
            take(lines, from, to, arrivedAt);
            from = to;
        }
    }

    /// Counts whole lines.
    void take(byte[] lines, int from, int to, Instant arrivedAt) {
        lastAt = arrivedAt;
        room.with(failures, _ -> {
            stream.datagram(lines, from, to, arrivedAt.toEpochMilli());
            return true;
        });
    }

    /// Counts the lines of a whole body.
    ///
    /// @return what became of the stream so far
    StreamReport takeBody(byte[] body, int length, Instant arrivedAt) {
        takeAll(body, length, arrivedAt);
        return report();
    }

    private static final int PIECE = 64 << 10;

    /// Behind a line end, or the end.
    private static int pieceEnd(byte[] body, int from, int length) {
        int end = Math.min(length, from + PIECE);
        while (end < length && body[end - 1] != '\n') {
            end++;
        }
        return end;
    }

    StreamReport report() {
        return room.with(failures, _ -> stream.report());
    }

    /// Lines that came faster than they could be taken.
    void drop(long lines) {
        dropped.addAndGet(lines);
    }

    /// What the framing of a connection found: messages without their tail, lengths that are no number.
    void framing(long cutMessages, long brokenFrames) {
        tooLong.addAndGet(cutMessages);
        broken.addAndGet(brokenFrames);
    }

    Name name() {
        return name;
    }

    Instant version() {
        return version;
    }

    Instant lastAt() {
        return lastAt;
    }

    long dropped() {
        return dropped.get();
    }

    long tooLong() {
        return tooLong.get();
    }

    long broken() {
        return broken.get();
    }
}
