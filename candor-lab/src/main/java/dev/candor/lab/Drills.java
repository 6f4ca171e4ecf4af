package dev.candor.lab;

import dev.candor.lab.d01.ProxyKill;
import dev.candor.lab.d02.RemovedRole;
import dev.candor.lab.d03.WrongOrder;
import dev.candor.lab.d04.BadHosts;
import dev.candor.lab.d05.StarvedLane;
import dev.candor.lab.d06.VendorPath;
import dev.candor.lab.d07.WrongAnswers;
import dev.candor.lab.d08.LockMigration;
import dev.candor.lab.d10.FalseHealthy;
import dev.candor.lab.d11.Leak;
import dev.candor.lab.d13.LostEvents;
import dev.candor.lab.d14.RuleProof;
import dev.candor.lab.d16.RoleMatrix;
import dev.candor.lab.d17.PoisonTask;
import dev.candor.lab.d18.CopiedPostmortem;
import dev.candor.lab.d20.NobodyAnswers;
import dev.candor.lab.d22.ProviderOutage;
import dev.candor.lab.d23.DeadOrigin;
import dev.candor.lab.run.Drill;
import dev.candor.lab.soak.Soak;
import java.util.List;

/// Every drill there is, in the order of their numbers.
final class Drills {
    static final List<Drill> ALL = List.of(
            new ProxyKill(),
            new RemovedRole(),
            new WrongOrder(),
            new BadHosts(),
            new StarvedLane(),
            new VendorPath(),
            new WrongAnswers(),
            new LockMigration(),
            new FalseHealthy(),
            new Leak(),
            new LostEvents(),
            new RuleProof(),
            new RoleMatrix(),
            new PoisonTask(),
            new CopiedPostmortem(),
            new NobodyAnswers(),
            new ProviderOutage(),
            new DeadOrigin(),
            new Soak());

    private Drills() {}
}
