package dev.candor.detect.heartbeat;

import dev.candor.base.time.Durations;
import dev.candor.probe.HeartbeatSpec;
import dev.candor.probe.Measurements;
import dev.candor.probe.Phases;
import dev.candor.probe.ProbeResult;
import dev.candor.probe.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// When silence means something. Pure.
final class HeartbeatRule {
    /// Time in which nobody listened: a job that pinged then was not heard.
    ///
    /// @param until when listening began again
    record Deaf(Instant from, Instant until) {
        private boolean overlaps(Instant expected, Instant due) {
            return expected.isBefore(until) && due.isAfter(from);
        }
    }

    private HeartbeatRule() {}

    static HeartbeatState after(HeartbeatState state, Ping ping) {
        var runs = new LinkedHashMap<>(state.runs());
        Optional<Instant> began = Optional.ofNullable(runs.get(ping.run()));
        long took =
                began.map(from -> Duration.between(from, ping.at()).toMillis()).orElse(-1L);
        return switch (ping.kind()) {
            case LOG -> new HeartbeatState(state.last(), state.failed(), runs, state.tookMillis(), state.pings() + 1);
            case START -> {
                runs.remove(ping.run());
                if (runs.size() >= HeartbeatState.MOST_RUNS) {
                    runs.remove(runs.keySet().iterator().next());
                }
                runs.put(ping.run(), ping.at());
                yield new HeartbeatState(state.last(), state.failed(), runs, state.tookMillis(), state.pings() + 1);
            }
            case SUCCESS, FAIL -> {
                runs.remove(ping.run());
                String failed = ping.kind() == Ping.Kind.FAIL ? words(ping) : "";
                yield new HeartbeatState(Optional.of(ping.at()), failed, runs, took, state.pings() + 1);
            }
        };
    }

    private static String words(Ping ping) {
        String said = ping.body().strip().lines().reduce("", (_, line) -> line);
        String shown = said.length() > 200 ? said.substring(0, 200) + "…" : said;
        return "it said that it failed" + (ping.exit() > 0 ? " with exit code " + ping.exit() : "")
                + (shown.isEmpty() ? "" : ": " + shown);
    }

    /// @param deaf the last time nobody listened
    static ProbeResult look(HeartbeatSpec spec, HeartbeatState state, Deaf deaf, Instant now) {
        Optional<ProbeResult> running = tooLong(spec, state, now);
        if (!state.failed().isEmpty()) {
            return failed(Reason.REPORTED, state.failed());
        }
        if (running.isPresent()) {
            return running.get();
        }
        if (state.last().isEmpty()) {
            return new ProbeResult.NotRun("it has not said yet that it ran");
        }
        Instant expected = spec.beat().next(state.last().get());
        Instant due = expected.plus(spec.grace());
        if (now.isBefore(due)) {
            return new ProbeResult.Passed(measured(state));
        }
        if (deaf.overlaps(expected, due)) {
            Instant again = spec.beat().next(deaf.until()).plus(spec.grace());
            if (now.isBefore(again)) {
                return new ProbeResult.NotRun(
                        "it may have run while Candor did not listen; the next word is expected by " + shown(again));
            }
            return failed(
                    Reason.MISSED,
                    "it was expected by " + shown(again) + " and has not said that it ran since "
                            + shown(state.last().get()));
        }
        return failed(
                Reason.MISSED,
                "it was expected at " + shown(expected) + ", with " + Durations.format(spec.grace())
                        + " of grace, and has not said that it ran since "
                        + shown(state.last().get()));
    }

    private static Optional<ProbeResult> tooLong(HeartbeatSpec spec, HeartbeatState state, Instant now) {
        return state.runs().values().stream()
                .filter(began -> now.isAfter(began.plus(spec.longestRun())))
                .findFirst()
                .map(began -> failed(
                        Reason.MISSED,
                        "it started at " + shown(began) + " and has not ended after "
                                + Durations.format(spec.longestRun())));
    }

    private static String shown(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static ProbeResult failed(Reason reason, String why) {
        return new ProbeResult.Failed(Measurements.NONE, reason, why);
    }

    /// How long the last run took, where it said so, counts as the time of the answer.
    private static Measurements measured(HeartbeatState state) {
        long micros = Math.max(0, state.tookMillis()) * 1000;
        return new Measurements(
                new Phases(0, 0, 0, micros, 0), 0, 0, "", "", List.of(), Optional.empty(), 0, 0, List.of());
    }

    /// What is known of many jobs, after one more ping.
    static void apply(Map<java.util.UUID, HeartbeatState> states, Ping ping) {
        states.put(ping.monitor(), after(states.getOrDefault(ping.monitor(), HeartbeatState.NONE), ping));
    }
}
