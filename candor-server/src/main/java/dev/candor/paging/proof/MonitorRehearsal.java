package dev.candor.paging.proof;

import dev.candor.base.time.Durations;
import dev.candor.catalog.Item;
import dev.candor.detect.Signal;
import dev.candor.detect.heartbeat.HeartbeatReplay;
import dev.candor.detect.monitor.Monitor;
import dev.candor.detect.monitor.MonitorReplay;
import dev.candor.detect.monitor.Observation;
import dev.candor.detect.monitor.Outcome;
import dev.candor.detect.monitor.VerdictRule;
import dev.candor.detect.results.ResultPoint;
import dev.candor.paging.proof.Result.Tried;
import dev.candor.probe.HeartbeatSpec;
import dev.candor.probe.Measurements;
import dev.candor.probe.Phases;
import dev.candor.probe.ProbeResult;
import dev.candor.probe.Rehearsal;
import dev.candor.probe.assertion.Assertion;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Rehearses a monitor: made-up outages, error pages and broken expectations go through the code that judges real runs,
/// and what was recorded of it says whether its limits fit. Pure.
public final class MonitorRehearsal {
    /// Fewer recorded runs say nothing about limits.
    static final int ENOUGH = 100;

    /// A limit so many times the slowest recorded run never speaks.
    static final int TOO_FAR = 10;

    private static final int FEW = 10;
    private static final int GOOD_BEFORE = 20;
    private static final ProbeResult GOOD = new ProbeResult.Passed(Measurements.NONE);

    /// What is known of a monitor besides its document.
    ///
    /// @param points what was recorded in the last day, from where it looks
    /// @param paused by whom; empty when it is not
    /// @param silent places it should look from and nobody does; empty when enough do
    /// @param waiting a job that has never pinged
    public record Known(List<ResultPoint> points, String paused, List<String> silent, boolean waiting) {
        public static final Known NOTHING = new Known(List.of(), "", List.of(), false);
    }

    private final Item<Monitor> monitor;
    private final Known known;
    private final Instant now;
    private final List<Tried> tried = new ArrayList<>();
    private Duration slowest = Duration.ZERO;

    private MonitorRehearsal(Item<Monitor> monitor, Known known, Instant now) {
        this.monitor = monitor;
        this.known = known;
        this.now = now;
    }

    public static Result of(Item<Monitor> monitor, Known known, Instant now) {
        return new MonitorRehearsal(monitor, known, now).result();
    }

    private Result result() {
        Optional<Result> away = away();
        if (away.isPresent()) {
            return away.get();
        }
        good();
        if (monitor.value().spec() instanceof HeartbeatSpec beat) {
            silence(beat);
        } else {
            bad();
            limits();
        }
        Result result = Result.of(tried, slowest, "Correct its expectations, then rehearse again");
        return result instanceof Result.Fires ? unlessItCries(result) : result;
    }

    /// Why it cannot see anything at present.
    private Optional<Result> away() {
        String why = "";
        String toDo = "";
        long blind = known.points().stream()
                .filter(point -> point.outcome() == Outcome.NOT_RUN)
                .count();
        if (!known.paused().isEmpty()) {
            why = "It was paused by " + known.paused();
            toDo = "Resume it";
        } else if (known.waiting()) {
            why = "It waits for its first ping: until then silence says nothing";
            toDo = "Let the job ping once";
        } else if (!known.silent().isEmpty()) {
            why = "Nobody looks from " + String.join(", ", known.silent());
            toDo = "Start the agent there";
        } else if (known.points().size() >= FEW && blind == known.points().size()) {
            why = "It could not look in any of the last " + blind + " runs, and who cannot look pages nobody";
            toDo = "See on its page what keeps it from looking";
        }
        return why.isEmpty() ? Optional.empty() : Optional.of(new Result.CannotFire(List.of(), why, toDo));
    }

    private void good() {
        var replay = new MonitorReplay(monitor, now);
        boolean silent = true;
        for (int i = 0; i < GOOD_BEFORE; i++) {
            silent &= replay.observe(seen(i, GOOD)).isEmpty();
        }
        tried.add(new Tried("good runs", silent, silent ? "stays silent" : "it fires although all is well"));
    }

    private Observation seen(int run, ProbeResult result) {
        return Observation.of(now.plus(monitor.value().every().multipliedBy(run)), result);
    }

    private void bad() {
        Rehearsal.outages(monitor.value().spec()).forEach(this::mustFire);
        List<Rehearsal.Run> errors = Rehearsal.errors(monitor.value().spec(), now);
        List<Rehearsal.Run> passed = errors.stream()
                .filter(run ->
                        run.result() instanceof ProbeResult.Passed || run.result() instanceof ProbeResult.Degraded)
                .toList();
        // One of them may be what is wanted: a page that says that it is closed.
        errors.stream()
                .filter(run -> passed.size() > 1 || !passed.contains(run))
                .forEach(this::mustFire);
        Rehearsal.broken(monitor.value().spec()).forEach(this::mustFire);
    }

    private void mustFire(Rehearsal.Run run) {
        mustFire(run.what(), run.result());
    }

    /// Twenty good runs, bad ones until it fires, good ones until it is over.
    private void mustFire(String what, ProbeResult bad) {
        if (!(bad instanceof ProbeResult.Failed)) {
            tried.add(new Tried(what, false, "that counts as good, so nobody would hear of it"));
            return;
        }
        VerdictRule rule = monitor.value().rule();
        var replay = new MonitorReplay(monitor, now);
        int run = 0;
        for (; run < GOOD_BEFORE; run++) {
            replay.observe(seen(run, GOOD));
        }
        int first = run;
        Optional<Signal> fired = Optional.empty();
        for (; fired.isEmpty() && run < first + rule.of(); run++) {
            fired = replay.observe(seen(run, bad)).filter(signal -> signal.event() == Signal.Event.FIRING);
        }
        if (fired.isEmpty()) {
            tried.add(new Tried(what, false, "it does not fire within " + rule.of() + " bad runs"));
            return;
        }
        Duration after = monitor.value()
                .every()
                .multipliedBy(run - first)
                .plus(monitor.value().spec().timeout());
        Optional<Signal> over = Optional.empty();
        int recovering = run;
        for (; over.isEmpty() && run < recovering + rule.recoverAfter(); run++) {
            over = replay.observe(seen(run, GOOD)).filter(signal -> signal.event() == Signal.Event.RECOVERED);
        }
        slowest = slowest.compareTo(after) > 0 ? slowest : after;
        tried.add(
                over.isPresent()
                        ? new Tried(what, true, "fires within " + Durations.words(after) + " and recovers")
                        : new Tried(what, false, "it fires and does not recover"));
    }

    /// A job that runs in time, then says nothing any more; and one that says that it failed.
    private void silence(HeartbeatSpec beat) {
        mustFire("the job says that it failed", HeartbeatReplay.look(beat, now, "exit code 1", now.plusSeconds(1)));
        var replay = new MonitorReplay(monitor, now);
        Instant expected = beat.beat().next(now);
        Instant due = expected.plus(beat.grace());
        boolean early = replay.observe(looked(beat, now, expected)).isPresent()
                || replay.observe(looked(beat, now, due.minusMillis(1))).isPresent();
        tried.add(new Tried("a ping that is late by less than the grace", !early, early ? "it fires" : "stays silent"));
        Instant at = due;
        for (int look = 0;
                look < monitor.value().rule().of();
                look++, at = at.plus(monitor.value().every())) {
            if (replay.observe(looked(beat, now, at)).isPresent()) {
                Duration after =
                        Duration.between(expected, at).plus(monitor.value().every());
                slowest = slowest.compareTo(after) > 0 ? slowest : after;
                Instant pinged = at.plusSeconds(1);
                boolean over = false;
                for (int good = 1; good <= monitor.value().rule().recoverAfter(); good++) {
                    over |= replay.observe(looked(beat, pinged, pinged.plusSeconds(good)))
                            .isPresent();
                }
                tried.add(new Tried(
                        "no more pings",
                        over,
                        over
                                ? "fires within " + Durations.words(after) + " of the missed one and recovers"
                                : "it fires and does not recover with the next ping"));
                return;
            }
        }
        tried.add(new Tried("no more pings", false, "it stays silent"));
    }

    private static Observation looked(HeartbeatSpec beat, Instant last, Instant at) {
        return Observation.of(at, HeartbeatReplay.look(beat, last, "", at));
    }

    /// Whether limits of time fit what was recorded: one that was never near, or that good runs break, is a mistake.
    private void limits() {
        List<Phases> well = known.points().stream()
                .filter(point -> point.outcome() == Outcome.PASSED || point.outcome() == Outcome.DEGRADED)
                .map(ResultPoint::phases)
                .toList();
        if (well.size() < ENOUGH) {
            return;
        }
        for (Assertion assertion : Rehearsal.timed(monitor.value().spec())) {
            long broken = well.stream()
                    .filter(phases -> !Rehearsal.keeps(assertion, phases))
                    .count();
            if (broken * 2 > well.size()) {
                tried.add(new Tried(
                        "`" + assertion + "` on what was recorded",
                        false,
                        broken + " of " + well.size() + " good runs break it: the wrong direction?"));
            }
        }
        for (Rehearsal.Limit limit : Rehearsal.limits(monitor.value().spec())) {
            Duration most =
                    well.stream().map(limit::of).max(Duration::compareTo).orElse(Duration.ZERO);
            boolean far = !most.isZero()
                    && limit.most().compareTo(most.multipliedBy(TOO_FAR)) > 0
                    && limit.most().compareTo(Duration.ofSeconds(1)) > 0;
            tried.add(new Tried(
                    "`" + limit.assertion() + "` on what was recorded",
                    !far,
                    (far ? "even " + TOO_FAR + " times as slow as the slowest of " : "the slowest of ") + well.size()
                            + " good runs, " + millis(most)
                            + (far ? ", would pass unseen" : "")));
        }
    }

    private static String millis(Duration duration) {
        return duration.toMillis() < 1 ? "under 1 ms" : duration.toMillis() + " ms";
    }

    /// Who fails all the time cannot show that it is silent when all is well.
    private Result unlessItCries(Result fires) {
        long failed = known.points().stream()
                .filter(point -> point.outcome() == Outcome.FAILED)
                .count();
        boolean cries =
                known.points().size() >= FEW && failed * 2 > known.points().size();
        return cries
                ? new Result.Open(
                        fires.tried(),
                        "It failed in " + failed + " of the last "
                                + known.points().size() + " runs: that it is silent when all is well cannot be shown",
                        "Repair what it watches, or what it expects")
                : fires;
    }
}
