package dev.candor.lab.d03;

import dev.candor.lab.parts.FreePorts;
import dev.candor.lab.parts.Programs;
import dev.candor.lab.run.CandorObserver;
import dev.candor.lab.run.Drill;
import dev.candor.lab.run.DrillResult;
import dev.candor.lab.run.Limits;
import dev.candor.lab.run.Mode;
import dev.candor.lab.run.OneFault;
import dev.candor.lab.run.Round;
import dev.candor.lab.run.RunbookDriver;
import dev.candor.lab.run.Sightings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// D03, after Spreedly's report of October 2020: in a maintenance of several steps one was done by hand, so the fourth
/// ran before the third, and customers were sent to machines that were still booting.
///
/// Easier than it was: one machine of two instead of a cluster, booting takes four seconds, and it reboots within its
/// process.
public final class WrongOrder implements Drill {
    @Override
    public String id() {
        return "D03";
    }

    @Override
    public String about() {
        return "a server activated by hand while it still boots";
    }

    @Override
    public List<String> missing() {
        return Programs.missing("haproxy", "setsid");
    }

    @Override
    public List<Mode> modes() {
        return List.of(Mode.values());
    }

    @Override
    public DrillResult run(Round round) throws Exception {
        if (round.mode() == Mode.GUARDED) {
            return guarded(round);
        }
        var run = new OneFault(
                id(),
                Limits.alertWithin(Duration.ofSeconds(10)).untold(),
                round.paced(Duration.ofSeconds(5), Duration.ofMinutes(1)),
                round.paced(Duration.ofSeconds(8), Duration.ofMinutes(1)),
                round.paced(Duration.ofSeconds(30), Duration.ofMinutes(2)));
        return run.run(
                round,
                this,
                candor ->
                        PoolMiniature.start(FreePorts.any(), round.clock(), new RunbookDriver(candor, round.clock())));
    }

    /// The whole maintenance by the runbook, while somebody else tries to do its last step first.
    private DrillResult guarded(Round round) throws Exception {
        var missed = new ArrayList<String>();
        try (var observer = new CandorObserver(WrongOrder.class, round.clock());
                var miniature = PoolMiniature.start(
                        FreePorts.any(), round.clock(), new RunbookDriver(observer, round.clock()))) {
            observer.start(miniature.values());
            round.clock().sleeper().sleep(round.paced(Duration.ofSeconds(3), Duration.ofMinutes(1)));
            long number = miniature.begin("renew-server");
            if (!miniature.runs().await(number, "verify", PoolMiniature.BOOTING)) {
                missed.add("the maintenance did not come to its waiting");
            }
            if (miniature.begin("activate-now") != 0) {
                missed.add("somebody could begin the last step before the others were over");
            }
            if (!miniature.runs().await(number, "done", 1)) {
                missed.add("the maintenance was not over in time: "
                        + miniature.runs().run(number));
            }
            round.clock().sleeper().sleep(Duration.ofSeconds(2));
            Sightings seen = observer.sightings();
            if (miniature.userErrors() > 0) {
                missed.add(miniature.userErrors() + " requests of customers failed");
            }
            if (miniature.reboots() != 1) {
                missed.add("the machine was booted " + miniature.reboots() + " times");
            }
            if (!seen.alerts().isEmpty()) {
                missed.add(seen.alerts().size() + " alerts without a cause");
            }
            Optional<Duration> none = Optional.empty();
            return new DrillResult(
                    id(),
                    round.mode(),
                    round.seed(),
                    Optional.of(Duration.ZERO),
                    none,
                    none,
                    none,
                    none,
                    none,
                    miniature.userErrors(),
                    seen.lost() + miniature.lost(),
                    seen.alerts().size(),
                    miniature.facts(),
                    missed);
        }
    }
}
