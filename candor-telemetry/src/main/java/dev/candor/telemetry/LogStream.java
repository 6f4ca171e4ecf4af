package dev.candor.telemetry;

import dev.candor.telemetry.format.FieldMap;
import dev.candor.telemetry.format.FormatTemplate;
import dev.candor.telemetry.format.Hit;
import dev.candor.telemetry.format.Parsed;
import dev.candor.telemetry.format.Recognition;
import dev.candor.telemetry.line.LineSink;
import dev.candor.telemetry.line.LineSplitter;
import dev.candor.telemetry.syslog.SyslogFraming;
import dev.candor.telemetry.syslog.SyslogHeader;
import dev.candor.telemetry.window.SenderClock;
import dev.candor.telemetry.window.Windows;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One sender's access log: bytes in, requests counted in the windows of a service. The sender is a TCP
/// connection, an
/// address that
/// sends datagrams, a tailed file, an HTTP source. Never throws, whatever the bytes; memory is bounded. For one
/// thread
/// at a time; several
/// streams of one service must share its thread, as they share its `Windows`.
public final class LogStream {
    /// How lines are told apart in a stream of blocks.
    public enum Framing {
        /// Line ends: files, HTTP bodies.
        LINES,
        /// RFC 6587, detected: syslog over TCP.
        SYSLOG
    }

    /// Finds the windows a request belongs to, e.g. by host or by the tag of the syslog header.
    @FunctionalInterface
    public interface Sorting {
        /// @return null when no service wants it; then it is counted as unclaimed
        @Nullable
        Windows windows(Hit hit, SyslogHeader header);
    }

    private final SyslogFraming framing = new SyslogFraming();
    private final LineSplitter splitter = new LineSplitter();
    private final SyslogHeader header = new SyslogHeader();
    private final SenderClock clock = new SenderClock();
    private final Hit hit = new Hit();
    private final LineSink sink = this::line;
    private final Framing kind;
    private final Recognition recognition;
    private final Sorting sorting;
    private long arrival;
    private long counted;
    private long late;
    private long clockOff;
    private long future;
    private long unclaimed;

    public LogStream(Framing kind, FieldMap fields, List<FormatTemplate> templates, Sorting sorting) {
        this.kind = kind;
        this.sorting = sorting;
        recognition = new Recognition(fields, templates);
    }

    /// All requests of this stream belong to one service.
    public LogStream(Framing kind, FieldMap fields, List<FormatTemplate> templates, Windows windows) {
        this(kind, fields, templates, (_, _) -> windows);
    }

    /// The next block of the stream; lines may begin in one block and end in another.
    ///
    /// @param arrivalMillis now, or `Windows.EVENT_TIME` for old logs
    public void take(byte[] block, int from, int to, long arrivalMillis) {
        arrival = arrivalMillis;
        if (kind == Framing.SYSLOG) {
            framing.take(block, from, to, sink);
        } else {
            splitter.take(block, from, to, sink);
        }
    }

    /// One datagram: one or more lines, each of them whole.
    public void datagram(byte[] bytes, int from, int to, long arrivalMillis) {
        arrival = arrivalMillis;
        splitter.take(bytes, from, to, sink);
        splitter.end(sink);
    }

    /// The stream ended: what is left without a line end is a line too.
    public void end(long arrivalMillis) {
        arrival = arrivalMillis;
        framing.end(sink);
        splitter.end(sink);
    }

    private void line(byte[] bytes, int from, int to, boolean cut) {
        int message = header.parse(bytes, from, to);
        if (recognition.read(bytes, message, to, cut, hit) != Parsed.HIT) {
            return;
        }
        Windows windows = sorting.windows(hit, header);
        if (windows == null) {
            unclaimed++;
            return;
        }
        switch (windows.add(hit, clock, arrival)) {
            case LATE -> late++;
            case HELD -> {} // the clock counts it
            case CLOCK_OFF -> {
                clockOff++;
                counted++;
            }
            case FUTURE -> {
                future++;
                counted++;
            }
            case OWN_TIME, ARRIVAL -> counted++;
        }
    }

    /// What became of everything so far.
    public StreamReport report() {
        return new StreamReport(
                recognition.verdict(),
                recognition.changes(),
                recognition.lines(),
                counted + clock.heldOff(),
                late + clock.heldLate(),
                clock.held(),
                clockOff + clock.heldOff(),
                future,
                unclaimed,
                recognition.cut(),
                splitter.cutLines() + framing.cut(),
                framing.broken(),
                recognition.unread(),
                clock.off(),
                clock.skewMillis());
    }
}
