package dev.candor.lab.d07;

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

/// D07, after Flagsmith's reports of flags with wrong values (told by a customer after 6 h 45 min) and of one client
/// library that was rejected (rolled back after 2 h 3 min).
public final class WrongAnswers implements Drill {
    private static final Duration ALERT = Duration.ofSeconds(15);

    @Override
    public String id() {
        return "D07";
    }

    @Override
    public String about() {
        return "a deploy after which answers are wrong, for some clients";
    }

    @Override
    public List<String> missing() {
        return Programs.missing("setsid");
    }

    @Override
    public List<Mode> modes() {
        return List.of(Mode.values());
    }

    @Override
    public DrillResult run(Round round) throws Exception {
        var run = new OneFault(
                id(),
                Limits.alertWithin(ALERT),
                round.paced(Duration.ofSeconds(8), Duration.ofMinutes(5)),
                round.paced(Duration.ZERO, Duration.ofMinutes(5)),
                Duration.ofMinutes(3));
        return run.run(round, this, candor -> FlagsMiniature.start(round, FreePorts.any(), candor));
    }
}
