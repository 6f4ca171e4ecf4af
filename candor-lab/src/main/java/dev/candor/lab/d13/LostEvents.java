package dev.candor.lab.d13;

import dev.candor.lab.parts.FreePorts;
import dev.candor.lab.parts.Postgres;
import dev.candor.lab.run.Drill;
import dev.candor.lab.run.DrillResult;
import dev.candor.lab.run.Limits;
import dev.candor.lab.run.Mode;
import dev.candor.lab.run.OneFault;
import dev.candor.lab.run.Pace;
import dev.candor.lab.run.Round;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// D13, after Flagsmith's report of June 2023: no event reached an integration for more than eight days, and a
/// customer was the first to notice.
public final class LostEvents implements Drill {
    @Override
    public String id() {
        return "D13";
    }

    @Override
    public String about() {
        return "events that are sent and never arrive";
    }

    @Override
    public List<String> missing() {
        return Postgres.missing();
    }

    @Override
    public List<Mode> modes() {
        return List.of(Mode.values());
    }

    @Override
    public DrillResult run(Round round) throws Exception {
        Duration period = round.paced(Duration.ofSeconds(10), Duration.ofMinutes(5));
        Duration grace = round.paced(Duration.ofSeconds(2), Duration.ofMinutes(1));
        var run = new OneFault(
                id(),
                Limits.alertWithin(period.plus(grace)),
                round.paced(Duration.ofSeconds(6), Duration.ofMinutes(5)),
                round.paced(period.plus(grace).plusSeconds(4), Duration.ofMinutes(10)),
                round.paced(Duration.ofSeconds(40), Duration.ofMinutes(5)));
        var times = Map.of(
                "PERIOD",
                period.toSeconds() + "s",
                "GRACE",
                grace.toSeconds() + "s",
                "EVERY",
                round.pace() == Pace.FULL ? "1m" : "3s",
                "AWAIT",
                round.pace() == Pace.FULL ? "20s" : "2s");
        return run.run(round, this, candor -> EventsMiniature.start(round, FreePorts.any(), candor.console(), times));
    }
}
