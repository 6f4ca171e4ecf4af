package dev.candor.lab.d04;

import dev.candor.lab.parts.FreePorts;
import dev.candor.lab.parts.Programs;
import dev.candor.lab.run.Drill;
import dev.candor.lab.run.DrillResult;
import dev.candor.lab.run.Limits;
import dev.candor.lab.run.OneFault;
import dev.candor.lab.run.Round;
import java.time.Duration;
import java.util.List;

/// D04, after Fly's report of 26 August: leases of machines on three hosts failed for hours, while a customer's script
/// that tried again and again looked like the cause.
public final class BadHosts implements Drill {
    @Override
    public String id() {
        return "D04";
    }

    @Override
    public String about() {
        return "three bad hosts of fifty, and a noisy client";
    }

    @Override
    public List<String> missing() {
        return Programs.missing("haproxy", "setsid");
    }

    @Override
    public DrillResult run(Round round) throws Exception {
        var run = new OneFault(
                id(),
                Limits.alertWithin(Duration.ofSeconds(60)),
                round.paced(Duration.ofSeconds(40), Duration.ofMinutes(5)),
                round.paced(Duration.ofSeconds(45), Duration.ofMinutes(10)),
                Duration.ofMinutes(4));
        return run.run(round, this, candor -> HostsMiniature.start(round, FreePorts.any(), candor));
    }
}
