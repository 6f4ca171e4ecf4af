package dev.candor.detect.agent;

import dev.candor.base.json.Json;
import dev.candor.detect.monitor.Outcome;
import dev.candor.probe.Measurements;
import dev.candor.probe.Phases;
import dev.candor.probe.ProbeResult;
import dev.candor.probe.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What an agent saw, as it waits on its disk and travels. Fields may be added to it; none changes its meaning.
///
/// @param run one start of one agent; within it `seq` counts from 1, so that nothing counts twice
/// @param at by the agent's clock
public record Sighting(UUID run, long seq, UUID monitor, Instant at, ProbeResult result) {
    private static final int DETAIL = 2000;
    private static final long LATEST = 4_102_444_800_000L; // 2100

    Map<String, @Nullable Object> json() {
        Phases phases = measured(result).phases();
        return Json.object(
                "run", run.toString(),
                "seq", seq,
                "monitor", monitor.toString(),
                "at", at.toEpochMilli(),
                "outcome", Outcome.of(result).name().toLowerCase(Locale.ROOT),
                "reason",
                        result instanceof ProbeResult.Failed failed
                                ? failed.reason().name()
                                : "",
                "detail", detail(result),
                "phases",
                        List.of(
                                phases.dnsMicros(),
                                phases.connectMicros(),
                                phases.tlsMicros(),
                                phases.firstByteMicros(),
                                phases.transferMicros()));
    }

    private static Measurements measured(ProbeResult result) {
        return switch (result) {
            case ProbeResult.Passed(Measurements measured) -> measured;
            case ProbeResult.Degraded(Measurements measured, var _) -> measured;
            case ProbeResult.Failed(Measurements measured, var _, var _) -> measured;
            case ProbeResult.NotRun _ -> Measurements.NONE;
        };
    }

    private static String detail(ProbeResult result) {
        String detail = switch (result) {
            case ProbeResult.Passed _ -> "";
            case ProbeResult.Degraded degraded -> degraded.detail();
            case ProbeResult.Failed failed -> failed.detail();
            case ProbeResult.NotRun notRun -> notRun.why();
        };
        return detail.length() > DETAIL ? detail.substring(0, DETAIL) : detail;
    }

    /// A point in time between 1970 and 2100; clocks show others only when they are no clocks.
    static Optional<Instant> moment(Number epochMillis) {
        long millis = epochMillis.longValue();
        return millis >= 0 && millis < LATEST ? Optional.of(Instant.ofEpochMilli(millis)) : Optional.empty();
    }

    /// Empty when it is not one.
    static Optional<Sighting> of(@Nullable Object json) {
        if (!(json instanceof Map<?, ?> map)
                || !(map.get("seq") instanceof Number seq)
                || !(map.get("at") instanceof Number at)
                || moment(at).isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Sighting(
                    UUID.fromString(String.valueOf(map.get("run"))),
                    seq.longValue(),
                    UUID.fromString(String.valueOf(map.get("monitor"))),
                    moment(at).orElseThrow(),
                    result(map)));
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    private static ProbeResult result(Map<?, ?> map) {
        String text = String.valueOf(map.get("detail"));
        String detail = text.length() > DETAIL ? text.substring(0, DETAIL) : text;
        Measurements measured =
                new Measurements(phases(map.get("phases")), 0, 0, "", "", List.of(), Optional.empty(), 0, 0, List.of());
        return switch (String.valueOf(map.get("outcome"))) {
            case "passed" -> new ProbeResult.Passed(measured);
            case "degraded" -> new ProbeResult.Degraded(measured, detail);
            case "failed" -> new ProbeResult.Failed(measured, reason(map.get("reason")), detail);
            case "not_run" -> new ProbeResult.NotRun(detail);
            default -> throw new IllegalArgumentException("no such outcome");
        };
    }

    /// A newer agent may know reasons that we do not.
    private static Reason reason(@Nullable Object name) {
        for (Reason reason : Reason.values()) {
            if (reason.name().equals(name)) {
                return reason;
            }
        }
        return Reason.ASSERTION;
    }

    private static Phases phases(@Nullable Object list) {
        var micros = new long[5];
        if (list instanceof List<?> numbers) {
            for (int i = 0; i < Math.min(5, numbers.size()); i++) {
                micros[i] = numbers.get(i) instanceof Number number ? Math.max(0, number.longValue()) : 0;
            }
        }
        return new Phases(micros[0], micros[1], micros[2], micros[3], micros[4]);
    }
}
