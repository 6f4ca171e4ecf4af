package dev.candor.lab.d17;

import dev.candor.lab.parts.FreePorts;
import dev.candor.lab.parts.Postgres;
import dev.candor.lab.run.Drill;
import dev.candor.lab.run.DrillResult;
import dev.candor.lab.run.Limits;
import dev.candor.lab.run.Mode;
import dev.candor.lab.run.OneFault;
import dev.candor.lab.run.Round;
import java.time.Duration;
import java.util.List;

/// D17, after Flagsmith's report of 18 July 2023: the alert came at once, the key that killed the workers was known ten
/// hours later.
public final class PoisonTask implements Drill {
    private static final Duration NAMED = Duration.ofSeconds(120);

    @Override
    public String id() {
        return "D17";
    }

    @Override
    public String about() {
        return "a task that kills its worker";
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
        var run = new OneFault(
                id(),
                Limits.alertWithin(NAMED),
                round.paced(Duration.ofSeconds(8), Duration.ofMinutes(1)),
                round.paced(Duration.ofSeconds(15), Duration.ofMinutes(3)),
                round.paced(Duration.ofMinutes(1), Duration.ofMinutes(5)));
        return run.run(round, this, _ -> TasksMiniature.start(round, FreePorts.any()));
    }
}
