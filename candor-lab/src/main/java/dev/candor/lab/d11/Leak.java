package dev.candor.lab.d11;

import dev.candor.lab.parts.FreePorts;
import dev.candor.lab.parts.Programs;
import dev.candor.lab.run.Drill;
import dev.candor.lab.run.DrillResult;
import dev.candor.lab.run.Limits;
import dev.candor.lab.run.OneFault;
import dev.candor.lab.run.Round;
import java.time.Duration;
import java.util.List;

/// D11, after Flagsmith's report of 502s for about 0.1 % of the requests: the memory of a new version grew until its
/// container was killed, again and again.
///
/// At 100 requests a second that is one failure in ten seconds, which can only be told from none when none is well
/// known: also at the short pace there are five quiet minutes before (after one minute of them every eighth run would
/// be too late, by simulation).
public final class Leak implements Drill {
    @Override
    public String id() {
        return "D11";
    }

    @Override
    public String about() {
        return "a leak that takes one request of a thousand with it";
    }

    @Override
    public List<String> missing() {
        return Programs.missing("nginx", "setsid");
    }

    @Override
    public DrillResult run(Round round) throws Exception {
        var run = new OneFault(
                id(),
                Limits.alertWithin(Duration.ofSeconds(100)),
                round.paced(Duration.ofMinutes(5), Duration.ofMinutes(10)),
                round.paced(Duration.ZERO, Duration.ofMinutes(10)),
                Duration.ofMinutes(6));
        return run.run(round, this, candor -> OrdersMiniature.start(round, FreePorts.any(), candor));
    }
}
