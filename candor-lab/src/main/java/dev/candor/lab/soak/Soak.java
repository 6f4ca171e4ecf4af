package dev.candor.lab.soak;

import dev.candor.lab.parts.OwnNetwork;
import dev.candor.lab.parts.Programs;
import dev.candor.lab.run.CandorObserver;
import dev.candor.lab.run.Drill;
import dev.candor.lab.run.DrillResult;
import dev.candor.lab.run.Limits;
import dev.candor.lab.run.OneFault;
import dev.candor.lab.run.Round;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What nobody notices when it works: half an hour of 500 monitors over a line that loses packets, beside access logs
/// with the failures that every service has. The control run must wake nobody; in the run with a fault one of the 500
/// breaks, which shows that the silence was no deafness.
public final class Soak implements Drill {
    @Override
    public String id() {
        return "SOAK";
    }

    @Override
    public String about() {
        return SoakMiniature.MONITORS + " monitors over a line that loses packets, and noisy logs: silence";
    }

    @Override
    public List<String> missing() {
        var missing = new ArrayList<>(Programs.missing("nginx"));
        missing.addAll(OwnNetwork.missing());
        return missing;
    }

    @Override
    public DrillResult run(Round round) throws Exception {
        var run = new OneFault(
                id(),
                Limits.alertWithin(SoakMiniature.EVERY.plusSeconds(15)),
                round.paced(Duration.ofMinutes(1), Duration.ofMinutes(30)),
                Duration.ZERO,
                Duration.ofMinutes(2));
        return run.run(
                round,
                candor -> SoakMiniature.start(candor, round.seed(), round.clock()),
                new CandorObserver(SoakMiniature.configuration(), round.clock()));
    }
}
