package dev.candor.lab.d05;

import dev.candor.lab.parts.FreePorts;
import dev.candor.lab.parts.Postgres;
import dev.candor.lab.run.Drill;
import dev.candor.lab.run.DrillResult;
import dev.candor.lab.run.Limits;
import dev.candor.lab.run.OneFault;
import dev.candor.lab.run.Round;
import java.time.Duration;
import java.util.List;

/// D05, after Fly's report of 27 August: jobs of one kind were starved for an hour, billing pages went stale.
public final class StarvedLane implements Drill {
    @Override
    public String id() {
        return "D05";
    }

    @Override
    public String about() {
        return "one lane of a queue is no longer worked on";
    }

    @Override
    public List<String> missing() {
        return Postgres.missing();
    }

    @Override
    public DrillResult run(Round round) throws Exception {
        Duration age = round.paced(Duration.ofSeconds(5), Duration.ofMinutes(2));
        Duration late = round.paced(Duration.ofSeconds(15), Duration.ofMinutes(1));
        var run = new OneFault(
                id(),
                Limits.alertWithin(age.plus(late)),
                round.paced(Duration.ofSeconds(8), Duration.ofMinutes(3)),
                round.paced(Duration.ofSeconds(12), Duration.ofMinutes(10)),
                Duration.ofMinutes(1));
        return run.run(round, this, _ -> LanesMiniature.start(round, FreePorts.any(), age));
    }
}
