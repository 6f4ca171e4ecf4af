package dev.candor.lab.d02;

import dev.candor.lab.parts.FreePorts;
import dev.candor.lab.parts.Programs;
import dev.candor.lab.run.Drill;
import dev.candor.lab.run.DrillResult;
import dev.candor.lab.run.Limits;
import dev.candor.lab.run.Mode;
import dev.candor.lab.run.OneFault;
import dev.candor.lab.run.Round;
import java.time.Duration;
import java.util.List;

/// D02, after Fasterize's report of 22 May 2020: a role was removed with an unrelated change, static files of fewer
/// than ten sites answered 503, the first alert came after ten minutes.
///
/// Easier than it was: the store forgets the token at once (a cloud takes minutes to tell all its machines), and the
/// edge keeps no copies, which would hide the harm until they are too old. The change that took the role with it is
/// told, beside two that did not. The way around the store is a list the edge reads, where real customers wait for
/// names to expire.
public final class RemovedRole implements Drill {
    @Override
    public String id() {
        return "D02";
    }

    @Override
    public String about() {
        return "an edge that may no longer read the store of some customers";
    }

    @Override
    public List<String> missing() {
        return Programs.missing("nginx", "setsid");
    }

    @Override
    public List<Mode> modes() {
        return List.of(Mode.values());
    }

    @Override
    public DrillResult run(Round round) throws Exception {
        if (round.mode() == Mode.GUARDED) {
            return new AroundTheStore(id(), round).run();
        }
        var run = new OneFault(
                id(),
                Limits.alertWithin(Duration.ofSeconds(60)),
                round.paced(Duration.ofSeconds(40), Duration.ofMinutes(5)),
                round.paced(Duration.ofSeconds(45), Duration.ofMinutes(10)),
                Duration.ofMinutes(4));
        return run.run(round, this, candor -> SitesMiniature.start(round, FreePorts.any(), candor));
    }
}
