package dev.candor.detect.monitor;

import dev.candor.catalog.Service;
import dev.candor.catalog.document.Kind;
import dev.candor.catalog.document.Reading;
import dev.candor.detect.Severity;
import dev.candor.probe.HealthSpec;
import dev.candor.probe.HeartbeatSpec;
import dev.candor.probe.ProbeSpec;
import dev.candor.probe.StepsSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A configured observation.
///
/// @param kind one of {@link #KINDS}
/// @param severity of its alerts
/// @param places from where it looks
public record Monitor(
        String name,
        String service,
        String kind,
        ProbeSpec spec,
        Duration every,
        VerdictRule rule,
        Severity severity,
        Places places) {
    public static final Kind<Monitor> KIND = new Kind<>("monitors", "monitor", Monitor::read, Monitor::claims);

    private static final Duration CONFIRM_AFTER = Duration.ofMillis(1500);

    /// The kinds of monitor that look at something; each has its keys in `ProbeReading`.
    public static final List<String> KINDS =
            List.of("http", "page", "steps", "agreement", "freshness", "queue", "sql", "postgresql", "heartbeat");

    /// How soon to look again after a first failure; empty where the next turn is about as near.
    public Optional<Duration> confirmAfter() {
        return every.compareTo(CONFIRM_AFTER.multipliedBy(2)) > 0 ? Optional.of(CONFIRM_AFTER) : Optional.empty();
    }

    /// Two jobs of one service cannot ping the same address.
    private static List<Kind.Claim> claims(Monitor monitor) {
        return monitor.spec() instanceof HeartbeatSpec beat
                ? List.of(new Kind.Claim("slug", monitor.service() + "/" + beat.slug()))
                : List.of();
    }

    private static Monitor read(Reading in) {
        String name = in.name("name");
        String service = in.reference("service", Service.KIND);
        String kind = in.oneOf("kind", "", KINDS.toArray(String[]::new));
        boolean beats = kind.equals("heartbeat");
        ProbeSpec spec = beats ? HeartbeatReading.spec(in, name) : ProbeReading.spec(in, kind);
        Duration every = beats
                ? HeartbeatReading.every(spec)
                : in.duration("every", Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofDays(1));
        return new Monitor(
                name,
                service,
                kind,
                spec,
                every,
                rule(in, every, spec.timeout(), beats),
                in.word("severity", Severity.class, Severity.CRITICAL),
                beats ? Places.HERE : places(in, spec));
    }

    /// What has to arrive arrives at this machine: elsewhere nobody would see it.
    private static Places places(Reading in, ProbeSpec spec) {
        Places places = Places.read(in);
        ProbeSpec call = spec instanceof HealthSpec(ProbeSpec real, var _) ? real : spec;
        if (call instanceof StepsSpec steps && steps.awaitsArrival() && places.areSeveral()) {
            in.problem(
                    "locations",
                    "a step waits for an arrival, which can only come to Candor itself: leave `locations` out, or watch the rest of the steps from elsewhere with a monitor of its own");
            return Places.HERE;
        }
        return places;
    }

    private static VerdictRule rule(Reading in, Duration every, Duration timeout, boolean beats) {
        int usual = beats ? 1 : 2; // a job that is late is late, however often one asks
        var down = in.inner("down-after", inner ->
                        new int[] {inner.number("failures", usual, 1, 20), inner.number("of", 0, 0, 20)})
                .orElse(beats ? new int[] {1, 1} : new int[] {2, 3});
        int failures = down[0];
        int of = down[1] == 0 ? failures : down[1];
        if (of < failures) {
            in.problem("down-after", "`of` must be at least `failures` (" + failures + "), was " + of);
            of = failures;
        }
        int recoverAfter = in.number("up-after", usual, 1, 20);
        var flapping = in.inner("recurrence", inner -> new Object[] {
                    inner.number("failures", 3, 2, 10),
                    inner.duration("within", Duration.ofHours(1), Duration.ofMinutes(1), Duration.ofDays(7)),
                    inner.duration("quiet-for", Duration.ofMinutes(10), Duration.ofSeconds(10), Duration.ofDays(1))
                })
                .orElse(new Object[] {3, Duration.ofHours(1), Duration.ofMinutes(10)});
        Duration unknownAfter = every.multipliedBy(3).plus(timeout).plusSeconds(10);
        return new VerdictRule(
                failures,
                of,
                recoverAfter,
                (Integer) flapping[0],
                (Duration) flapping[1],
                (Duration) flapping[2],
                unknownAfter);
    }
}
