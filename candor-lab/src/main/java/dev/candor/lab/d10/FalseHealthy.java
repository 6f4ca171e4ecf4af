package dev.candor.lab.d10;

import dev.candor.lab.parts.FreePorts;
import dev.candor.lab.parts.Postgres;
import dev.candor.lab.run.Drill;
import dev.candor.lab.run.DrillResult;
import dev.candor.lab.run.Limits;
import dev.candor.lab.run.OneFault;
import dev.candor.lab.run.Round;
import java.time.Duration;
import java.util.List;

/// D10, after Flagsmith's report of 20 January 2021: the health check stayed green for most of 44 minutes.
public final class FalseHealthy implements Drill {
    private static final Duration ALERT = Duration.ofSeconds(15);

    @Override
    public String id() {
        return "D10";
    }

    @Override
    public String about() {
        return "a health check that says fine while the real call fails";
    }

    @Override
    public List<String> missing() {
        return Postgres.missing();
    }

    @Override
    public DrillResult run(Round round) throws Exception {
        var run = new OneFault(
                id(),
                Limits.alertWithin(ALERT),
                round.paced(Duration.ofSeconds(8), Duration.ofMinutes(5)),
                round.paced(Duration.ZERO, Duration.ofMinutes(10)),
                Duration.ofMinutes(1));
        return run.run(round, this, _ -> OrdersMiniature.start(FreePorts.any(), round.clock()));
    }
}
