package dev.candor.lab.d01;

import dev.candor.lab.run.CandorObserver;
import dev.candor.lab.run.Drill;
import dev.candor.lab.run.DrillResult;
import dev.candor.lab.run.Mode;
import dev.candor.lab.run.Round;
import java.util.List;

/// D01, after the Flatfile report of 2 April 2025.
public final class ProxyKill implements Drill {
    @Override
    public String id() {
        return "D01";
    }

    @Override
    public String about() {
        return "proxies that disappear for seconds";
    }

    @Override
    public List<String> missing() {
        return ShopMiniature.missingPrograms();
    }

    @Override
    public List<Mode> modes() {
        return List.of(Mode.values());
    }

    @Override
    public DrillResult run(Round round) throws Exception {
        round.says().accept("five bursts, or as long without");
        var observer = new CandorObserver(ProxyKill.class, round.clock());
        return ShopRun.run(round.mode(), round.seed(), round.pace(), observer, round.clock());
    }
}
