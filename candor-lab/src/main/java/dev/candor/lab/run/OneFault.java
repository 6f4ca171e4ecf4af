package dev.candor.lab.run;

import dev.candor.lab.parts.LabClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A run in which one thing breaks once: build the miniature, let Candor watch, be quiet for a while, strike, wait for
/// alert, page and public word, mend, wait until Candor says that it is well, tear everything down.
///
/// @param quiet how long nothing happens before the fault; the length of a control run
/// @param lasts how long the fault lasts at least
/// @param recovers how long Candor and the miniature may take to be well afterwards
public record OneFault(String drill, Limits limits, Duration quiet, Duration lasts, Duration recovers) {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration BEYOND = Duration.ofSeconds(10);

    /// Builds the miniature for one run.
    public interface Start {
        /// @param candor says at which addresses Candor will listen, for pings, agents and logs
        Miniature start(Observer candor) throws Exception;
    }

    /// Runs and judges, watched by a whole Candor with the `candor.yaml` beside the drill.
    public DrillResult run(Round round, Drill drill, Start start) throws Exception {
        return run(round, start, new CandorObserver(drill.getClass(), round.clock()));
    }

    /// Runs and judges.
    ///
    /// @param observer is started and closed by the run
    public DrillResult run(Round round, Start start, Observer observer) throws Exception {
        round.say("builds the miniature");
        try (var watching = observer;
                var miniature = start.start(watching);
                var eyes = (AutoCloseable) watching::close) { // closed before the miniature: its end is no trouble
            round.say("Candor starts");
            watching.start(miniature.values());
            if (!watching.invitation().isEmpty()) {
                round.say(watching.invitation());
            }
            round.say("all is well");
            round.clock().sleeper().sleep(quiet);
            Optional<Instant> fault = Optional.empty();
            if (round.mode() != Mode.CONTROL) {
                Instant struck = round.clock().wall().instant();
                strike(round, miniature, watching);
                fault = Optional.of(miniature.harmedAt().orElse(struck));
            }
            Sightings seen = watching.sightings();
            return limits.judge(drill, round, fault, seen, miniature, miniature.missed(round.mode(), seen));
        }
    }

    private void strike(Round round, Miniature miniature, Observer watching) throws Exception {
        LabClock clock = round.clock();
        long from = clock.elapsed().nanos();
        miniature.strike();
        round.say("the fault strikes");
        clock.await(limits.published().orElse(limits.page()).plus(BEYOND), POLL, () -> told(watching.sightings()));
        clock.sleepUntil(from, lasts);
        miniature.mend();
        round.say("mended");
        clock.await(recovers, POLL, () -> watching.sightings().wellAt().isPresent() && miniature.settled());
    }

    private boolean told(Sightings seen) {
        return !seen.alerts().isEmpty()
                && !seen.pages().isEmpty()
                && (limits.published().isEmpty() || !seen.published().isEmpty());
    }

    /// Nothing missed.
    public static List<String> nothing() {
        return List.of();
    }
}
