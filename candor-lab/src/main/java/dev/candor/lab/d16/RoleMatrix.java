package dev.candor.lab.d16;

import dev.candor.lab.parts.Programs;
import dev.candor.lab.run.Drill;
import dev.candor.lab.run.DrillResult;
import dev.candor.lab.run.Limits;
import dev.candor.lab.run.OneFault;
import dev.candor.lab.run.Round;
import java.time.Duration;
import java.util.List;

/// D16, after Flagsmith's report on permissions: administrators of a project did not have what they should have
/// inherited. Here a deploy of Candor itself gives people more than they should have, which nobody complains about.
///
/// Easier than it was: three roles and no teams, and the mistake is the same for all that one can ask for.
public final class RoleMatrix implements Drill {
    @Override
    public String id() {
        return "D16";
    }

    @Override
    public String about() {
        return "a deploy after which roles may too much";
    }

    @Override
    public List<String> missing() {
        return Programs.missing("setsid");
    }

    @Override
    public DrillResult run(Round round) throws Exception {
        var run = new OneFault(
                id(),
                Limits.alertWithin(Duration.ofSeconds(60)),
                round.paced(Duration.ofSeconds(8), Duration.ofMinutes(2)),
                round.paced(Duration.ofSeconds(30), Duration.ofMinutes(2)), // both lists of cells are told
                round.paced(Duration.ofSeconds(40), Duration.ofMinutes(3)));
        Duration every = round.paced(Duration.ofSeconds(2), Duration.ofSeconds(5));
        return run.run(round, this, _ -> RolesMiniature.start(round, every));
    }
}
