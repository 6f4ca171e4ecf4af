package dev.candor.detect.telemetry;

import dev.candor.telemetry.StreamReport;
import java.time.Instant;

/// What became of everything one sender sent since this process started.
///
/// @param source name of the log source, empty without one
/// @param how `udp`, `tcp` or `http`
/// @param where address, and file where one is named
/// @param dropped lines that came faster than they could be taken
/// @param tooLong messages longer than 64 KiB
/// @param broken syslog frames without a length
public record SenderReport(
        String source,
        String how,
        String where,
        Instant lastAt,
        long dropped,
        long tooLong,
        long broken,
        StreamReport stream) {
    /// Lines that are no requests, for whatever reason.
    public long unread() {
        return stream.unread().values().stream().mapToLong(one -> one.lines()).sum();
    }
}
