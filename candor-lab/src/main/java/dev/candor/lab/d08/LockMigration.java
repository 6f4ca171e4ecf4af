package dev.candor.lab.d08;

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

/// D08, after Flagsmith's reports of migrations that took locks: about two minutes on 3 February 2022, 35 minutes on a
/// 5 September. Guarded, the gate refuses the migration and what it offers instead runs: nobody may notice.
public final class LockMigration implements Drill {
    private static final Duration ALERT = Duration.ofSeconds(20);
    private static final Duration AFTER = Duration.ofSeconds(8);
    private static final Duration REPORT = Duration.ofSeconds(6);

    @Override
    public String id() {
        return "D08";
    }

    @Override
    public String about() {
        return "a migration that waits for a lock, and everybody behind it";
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
        boolean guarded = round.mode() == Mode.GUARDED;
        var run = new OneFault(
                id(),
                Limits.alertWithin(ALERT),
                guarded
                        ? AFTER.plus(REPORT).plusSeconds(20)
                        : round.paced(Duration.ofSeconds(8), Duration.ofMinutes(5)),
                round.paced(Duration.ZERO, Duration.ofMinutes(2)),
                Duration.ofMinutes(1));
        // With the gate nothing strikes: it is judged as a run in which nobody may notice anything.
        Round judged =
                guarded ? new Round(Mode.CONTROL, round.seed(), round.pace(), round.clock(), round.says()) : round;
        return run.run(judged, this, _ -> LockMiniature.start(judged, guarded, FreePorts.any(), AFTER, REPORT))
                .in(round.mode());
    }
}
