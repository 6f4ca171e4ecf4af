package dev.candor.lab.d06;

import dev.candor.lab.parts.OwnNetwork;
import dev.candor.lab.parts.Programs;
import dev.candor.lab.run.Drill;
import dev.candor.lab.run.DrillResult;
import dev.candor.lab.run.Limits;
import dev.candor.lab.run.OneFault;
import dev.candor.lab.run.Round;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// D06, after Flagsmith's report of December 2024: one edge of a vendor was bad for 93 hours, customers said so after
/// 61.
public final class VendorPath implements Drill {
    @Override
    public String id() {
        return "D06";
    }

    @Override
    public String about() {
        return "on the way from one of three places to the service, packets get lost";
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
                Limits.alertWithin(Duration.ofSeconds(60)),
                round.paced(Duration.ofSeconds(8), Duration.ofMinutes(5)),
                round.paced(Duration.ZERO, Duration.ofMinutes(10)),
                Duration.ofMinutes(1));
        return run.run(round, this, candor -> PlacesMiniature.start(candor.console(), round.clock()));
    }
}
