package dev.candor.app;

import dev.candor.base.json.Json;
import dev.candor.detect.telemetry.Episode;
import dev.candor.detect.telemetry.SenderReport;
import dev.candor.detect.telemetry.Telemetry;
import dev.candor.telemetry.format.Recognition;
import dev.candor.telemetry.window.Dimension;
import dev.candor.telemetry.window.Tally;
import dev.candor.telemetry.window.Top;
import dev.candor.telemetry.window.Window;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// What access logs say, as the API shows it.
final class TelemetryJson {
    private TelemetryJson() {}

    static Map<String, @Nullable Object> window(Window window) {
        return Json.object(
                "start", window.start().toString(),
                "seconds", window.length().toSeconds(),
                "requests", window.requests(),
                "failures", window.failures(),
                "cut", window.cut(),
                "p50_us", micros(window.latency().quantile(0.5)),
                "p90_us", micros(window.latency().quantile(0.9)),
                "p99_us", micros(window.latency().quantile(0.99)));
    }

    private static @Nullable Object micros(OptionalLong quantile) {
        return quantile.isPresent() ? quantile.getAsLong() : null;
    }

    /// The values of every dimension, most requests first.
    static Map<String, @Nullable Object> slices(Window sum, int most) {
        var slices = new LinkedHashMap<String, @Nullable Object>();
        for (Dimension dimension : Dimension.values()) {
            Top top = sum.top(dimension);
            if (top.values().isEmpty()) {
                continue;
            }
            var values = new ArrayList<Object>();
            top.values().stream().limit(most).forEach(tally -> values.add(tally(tally)));
            slices.put(dimension.word(), values);
        }
        return slices;
    }

    private static Map<String, @Nullable Object> tally(Tally tally) {
        return Json.object("value", tally.value(), "requests", tally.requests(), "failures", tally.failures());
    }

    static Map<String, @Nullable Object> sender(SenderReport sender) {
        var stream = sender.stream();
        var unread = new ArrayList<Object>();
        stream.unread()
                .forEach((reason, one) -> unread.add(
                        Json.object("reason", reason.words(), "lines", one.lines(), "example", one.example())));
        return Json.object(
                "source", sender.source(),
                "how", sender.how(),
                "where", sender.where(),
                "last_at", sender.lastAt().toString(),
                "format", format(stream.format()),
                "format_changes", stream.formatChanges(),
                "lines", stream.lines(),
                "counted", stream.counted(),
                "late", stream.late(),
                "held", stream.held(),
                "future", stream.future(),
                "clock_off", stream.clockOff(),
                "skew_ms", stream.skewMillis().isPresent() ? stream.skewMillis().getAsLong() : null,
                "cut", stream.cut(),
                "too_long", sender.tooLong() + stream.tooLong(),
                "broken_frames", sender.broken() + stream.brokenFrames(),
                "dropped", sender.dropped(),
                "unread", unread);
    }

    static String format(Recognition.Verdict verdict) {
        return switch (verdict) {
            case Recognition.Verdict.Undecided() -> "not known yet";
            case Recognition.Verdict.Recognised(String format) -> format;
            case Recognition.Verdict.NoneFits(var reason, String _) -> "none fits: " + reason.words();
        };
    }

    static Map<String, @Nullable Object> episode(Episode episode) {
        return Json.object(
                "id", episode.id().toString(),
                "dedup_key", episode.dedupKey(),
                "severity", episode.severity(),
                "started_at", episode.startedAt().toString(),
                "noticed_at", episode.noticedAt().toString(),
                "ended_at", episode.endedAt().map(Instant::toString).orElse(null),
                "summary", episode.summary(),
                "slices", episode.slices(),
                "explanation", episode.explanation());
    }

    static Map<String, @Nullable Object> doors(Telemetry.Doors doors, List<Telemetry.Stranger> strangers) {
        return Json.object(
                "datagrams", doors.datagrams(),
                "kernel_drops",
                        doors.kernelDrops().isPresent() ? doors.kernelDrops().getAsLong() : null,
                "receive_buffer", (long) doors.receiveBuffer(),
                "crowded_out", doors.crowdedOut(),
                "connections", (long) doors.connections(),
                "refused_connections", doors.refusedConnections(),
                "evicted_connections", doors.evictedConnections(),
                "refused_senders", doors.refusedSenders(),
                "unclaimed", doors.unclaimed(),
                "lost", doors.lost(),
                "strangers",
                        strangers.stream()
                                .map(one -> Json.object(
                                        "address", one.address(),
                                        "tag", one.tag(),
                                        "messages", one.messages(),
                                        "last_at", one.lastAt().toString()))
                                .toList());
    }
}
