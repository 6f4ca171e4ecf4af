package dev.candor.testkit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongFunction;

/// One seed from beginning to end: two hours of chaos, then healing and quiet, everything checked.
///
/// It is a function of the JDK's types only, so that it can be called in a class loader of its own, where parts of the
/// product are replaced by broken copies.
public final class SeedRun implements LongFunction<String[]> {
    /// Simulated time of one seed.
    public static final Duration CHAOS = Duration.ofHours(2);

    public static final Duration QUIET = Duration.ofMinutes(90);

    private final Template template;

    /// @param ledger and `results`: files of a {@link Template}
    public SeedRun(Path ledger, Path results) {
        this.template = new Template(ledger, results);
    }

    /// @return the trace's hash, the number of events, and what went wrong (in order; none when all is well)
    @Override
    public String[] apply(long seed) {
        try (var world = new SimulatedWorld(template, seed, 2 + (int) (seed & 1))) {
            var invariants = new Invariants(world);
            world.people().live();
            new Chaos(world).begin();
            world.services().storm();
            for (Duration at = Duration.ZERO; at.compareTo(CHAOS) < 0; at = at.plusMinutes(10)) {
                world.pass(Duration.ofMinutes(10));
                invariants.always();
                if (!world.violations().isEmpty()) {
                    return answer(world);
                }
            }
            world.heal();
            world.pass(QUIET.minusMinutes(30));
            var outage = world.time().now();
            world.services().fails("search", true);
            world.pass(Duration.ofMinutes(4));
            world.services().fails("search", false);
            world.pass(Duration.ofMinutes(26));
            invariants.pagedInTime("search", outage, outage.plus(Duration.ofMinutes(4)));
            invariants.atTheEnd();
            return answer(world);
        }
    }

    private static String[] answer(SimulatedWorld world) {
        var answer = new java.util.ArrayList<String>();
        answer.add(world.traceHash());
        answer.add(String.valueOf(world.time().happened()));
        answer.addAll(world.violations());
        return answer.toArray(String[]::new);
    }
}
