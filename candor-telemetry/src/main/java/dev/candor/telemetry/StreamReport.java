package dev.candor.telemetry;

import dev.candor.telemetry.format.Parsed;
import dev.candor.telemetry.format.Recognition;
import java.util.Map;
import java.util.OptionalLong;

/// What became of a sender's lines since the stream began. `lines = counted + late + held + unclaimed +
/// all of unread`.
///
/// @param format what the stream is
/// @param formatChanges how often it became something else
/// @param lines all that came, header or not, empty ones left out
/// @param counted requests in windows
/// @param late requests too old for any window
/// @param held requests that tell a time long ago, until it is known whether they are late or the clock is off
/// @param clockOff of those counted, the ones put under their time of arrival because the sender's clock is off
/// @param future of those counted, the ones put under their time of arrival because they told a time to come
/// @param unclaimed requests no service wanted
/// @param cut of the requests, those whose line had lost its tail
/// @param tooLong lines longer than 64 KiB
/// @param brokenFrames syslog frames without a length
/// @param unread what is no request, by reason, with an example
/// @param clockIsOff whether the sender's clock is off now
/// @param skewMillis arrival minus the lines' own time, the middle of the last ones
public record StreamReport(
        Recognition.Verdict format,
        long formatChanges,
        long lines,
        long counted,
        long late,
        long held,
        long clockOff,
        long future,
        long unclaimed,
        long cut,
        long tooLong,
        long brokenFrames,
        Map<Parsed, Recognition.Unread> unread,
        boolean clockIsOff,
        OptionalLong skewMillis) {
    public StreamReport {
        unread = Map.copyOf(unread);
    }
}
