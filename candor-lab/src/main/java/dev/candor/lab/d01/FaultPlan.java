package dev.candor.lab.d01;

import dev.candor.base.ids.Randomness;
import dev.candor.lab.run.Mode;
import dev.candor.lab.run.Pace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// When which proxy of D01 is killed, and for how long: fixed by mode, seed and pace.
///
/// @param length of the whole run, from its start
public record FaultPlan(List<Burst> bursts, Duration length) {
    /// Some proxies are gone for a while.
    ///
    /// @param at since the start of the run
    /// @param proxies their numbers, from 0
    public record Burst(Duration at, Duration length, List<Integer> proxies) {
        public Duration end() {
            return at.plus(length);
        }
    }

    /// @param kill true: kill it; false: start it again
    public record Step(Duration at, int proxy, boolean kill) {}

    private static final int BURSTS = 5;

    public FaultPlan {
        bursts = List.copyOf(bursts);
    }

    /// Five bursts of 2 to 6 seconds in ten minutes (SHORT: of 3 to 4 seconds in 45), the first never under 3
    /// seconds.
    /// In FAULT all proxies go at once, as the single one of the report did; in GUARDED rules keep them apart, so
    /// one goes at a time; in CONTROL nothing happens for as long.
    public static FaultPlan of(Mode mode, long seed, Pace pace) {
        var random = Randomness.seeded(seed);
        boolean full = pace == Pace.FULL;
        long slot = full ? 116_000 : 8_000;
        long lead = full ? 10_000 : 3_000;
        var bursts = new ArrayList<Burst>();
        for (int i = 0; i < BURSTS; i++) {
            long longest = full ? 6_000 : 4_000;
            long shortest = full && i > 0 ? 2_000 : 3_000;
            long length = shortest + random.nextInt((int) (longest - shortest) + 1);
            long room = full ? 60_000 : 1_000; // the rest of the slot is quiet, so that bursts stay apart
            long at = lead + i * slot + random.nextInt((int) room);
            List<Integer> proxies = mode == Mode.FAULT ? List.of(0, 1) : List.of(random.nextInt(2));
            bursts.add(new Burst(Duration.ofMillis(at), Duration.ofMillis(length), proxies));
        }
        Duration whole = Duration.ofMillis(lead + BURSTS * slot + 2_000);
        return new FaultPlan(mode == Mode.CONTROL ? List.of() : bursts, whole);
    }

    /// Kills and starts in the order of time.
    public List<Step> steps() {
        var steps = new ArrayList<Step>();
        for (Burst burst : bursts) {
            for (int proxy : burst.proxies()) {
                steps.add(new Step(burst.at(), proxy, true));
                steps.add(new Step(burst.end(), proxy, false));
            }
        }
        steps.sort(Comparator.comparing(Step::at));
        return steps;
    }
}
