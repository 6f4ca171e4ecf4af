package dev.candor.lab.d01;

import dev.candor.base.ids.Randomness;
import dev.candor.lab.parts.HAProxy;
import dev.candor.lab.parts.LabClock;
import dev.candor.lab.parts.Traffic;
import dev.candor.lab.run.DrillResult;
import dev.candor.lab.run.Mode;
import dev.candor.lab.run.Observer;
import dev.candor.lab.run.Pace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One run of D01 from start to end: build the miniature, let customers and the observer in, strike by the plan,
/// measure, tear everything down.
public final class ShopRun {
    private static final int CUSTOMERS = 2;
    private static final Duration POLL = Duration.ofMillis(100);
    /// How long after the last burst a slow observer is still listened to.
    private static final Duration LISTEN = Duration.ofSeconds(8);

    private ShopRun() {}

    /// Runs and judges. Takes about 10 minutes at FULL pace, 45 to 55 seconds at SHORT.
    ///
    /// @param observer is started and closed by the run; neither when the miniature does not start
    /// @throws Exception when the miniature or the observer could not be started; everything is torn down then
    public static DrillResult run(Mode mode, long seed, Pace pace, Observer observer, LabClock clock) throws Exception {
        return run(mode, seed, FaultPlan.of(mode, seed, pace), observer, clock);
    }

    /// The same with a plan of one's own.
    public static DrillResult run(Mode mode, long seed, FaultPlan plan, Observer observer, LabClock clock)
            throws Exception {
        var care = mode == Mode.GUARDED ? HAProxy.Care.RETRY_ELSEWHERE : HAProxy.Care.NONE;
        try (var shop = ShopMiniature.start(care, Randomness.secure(), clock);
                var watching = observer) { // closed before the shop, so that it does not see the end as trouble
            watching.start(Map.of(
                    "SITE",
                    shop.siteUrl().toString(),
                    "ASSET",
                    shop.assetUrls().getFirst().toString()));
            try (var traffic = Traffic.start(shop.siteUrl(), shop.assetUrls(), CUSTOMERS, clock)) {
                long start = clock.elapsed().nanos();
                Instant startedAt = clock.wall().instant();
                List<Measured.Strike> strikes = strike(plan, shop, start, clock);
                clock.sleepUntil(start, plan.length());
                listen(mode, observer, clock);
                return ShopBudget.judge(measured(mode, seed, strikes, observer, traffic.seen(), start, startedAt));
            }
        }
    }

    private static List<Measured.Strike> strike(FaultPlan plan, ShopMiniature shop, long start, LabClock clock)
            throws Exception {
        var strikes = new ArrayList<Measured.Strike>();
        for (FaultPlan.Burst burst : plan.bursts()) {
            var steps = new FaultPlan(List.of(burst), plan.length()).steps();
            Optional<Instant> from = Optional.empty();
            for (FaultPlan.Step step : steps) {
                clock.sleepUntil(start, step.at());
                if (from.isEmpty()) {
                    from = Optional.of(clock.wall().instant());
                }
                shop.apply(step);
            }
            strikes.add(new Measured.Strike(from.orElseThrow(), clock.wall().instant()));
        }
        return strikes;
    }

    private static void listen(Mode mode, Observer observer, LabClock clock) throws InterruptedException {
        long from = clock.elapsed().nanos();
        while (mode == Mode.FAULT
                && observer.sightings().published().isEmpty()
                && clock.elapsed().nanos() - from < LISTEN.toNanos()) {
            clock.sleeper().sleep(POLL);
        }
    }

    private static Measured measured(
            Mode mode,
            long seed,
            List<Measured.Strike> strikes,
            Observer observer,
            Traffic.Seen seen,
            long start,
            Instant startedAt) {
        List<Instant> troubled = seen.troubles().stream()
                .map(trouble -> startedAt.plusNanos(trouble.nanos() - start))
                .toList();
        Optional<Instant> whole = troubled.isEmpty()
                ? Optional.empty()
                : seen.wholeSinceNanos().map(nanos -> startedAt.plusNanos(nanos - start));
        return new Measured(mode, seed, strikes, observer.sightings(), seen.errors(), troubled, whole);
    }
}
