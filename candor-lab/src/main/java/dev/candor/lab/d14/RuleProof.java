package dev.candor.lab.d14;

import dev.candor.lab.parts.Programs;
import dev.candor.lab.run.Drill;
import dev.candor.lab.run.DrillResult;
import dev.candor.lab.run.Mode;
import dev.candor.lab.run.OwnRun;
import dev.candor.lab.run.Round;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// D14, after Flagsmith's report of June 2023: the monitor that should have noticed averaged where it should have
/// added up, and could never fire. Here a rule after the other is put into service with a mistake, in its configuration
/// or in the program that carries it out, and must be refused before anything breaks.
///
/// Easier than it was: each rule has one mistake at a time, and its right form was in service before.
public final class RuleProof implements Drill {
    private static final double LEAST_REFUSED = 0.95;

    @Override
    public String id() {
        return "D14";
    }

    @Override
    public String about() {
        return "rules that cannot fire";
    }

    @Override
    public List<String> missing() {
        return Programs.missing("setsid", "nginx");
    }

    @Override
    public DrillResult run(Round round) throws Exception {
        var run = new OwnRun(id(), round);
        try (var shop = RuledShop.start(round)) {
            run.say("a shop, its visitors, and rules that are right");
            shop.fill(round.paced(Duration.ofSeconds(30), Duration.ofMinutes(5)));
            shop.unproven().forEach(rule -> run.need(false, "a right rule is not proven: " + rule));
            if (round.mode() == Mode.FAULT) {
                mutate(run, round, shop);
            }
            int pages = round.mode() == Mode.CONTROL ? shop.pages() : 0;
            return run.result(shop.userErrors(), 0, pages);
        }
    }

    private static void mutate(OwnRun run, Round round, RuledShop shop) throws IOException, InterruptedException {
        var trials = new Trials();
        run.fault(round.clock().wall().instant());
        for (WrongBuild build : WrongBuild.all()) {
            run.say("a version whose " + build.rule() + " " + build.what());
            trials.add(
                    build.rule() + " " + build.what(),
                    shop.refuses(build),
                    round.clock().wall().instant());
        }
        shop.rightBuild();
        shop.awaitRuns();
        for (WrongRule rule : WrongRule.ALL) {
            run.say(rule.rule() + ": " + rule.what());
            trials.add(
                    rule.rule() + ": " + rule.what(),
                    shop.refuses(rule),
                    round.clock().wall().instant());
        }
        shop.unproven().forEach(rule -> run.need(false, "a rule that is right again is not proven: " + rule));
        run.recovered(round.clock().wall().instant());
        trials.firstRefusedAt.ifPresent(run::alert);
        run.fact("mutants", trials.count);
        run.fact("refused", trials.count - trials.survivors.size());
        run.fact("survivors", trials.survivors);
        run.fact("slowest_refusal_s", trials.slowest.toMillis() / 1000.0);
        run.need(
                trials.survivors.size() <= (1 - LEAST_REFUSED) * trials.count,
                trials.survivors.size() + " of " + trials.count + " wrong rules were taken for right ones: "
                        + String.join("; ", trials.survivors));
    }

    /// What came of the mistakes.
    private static final class Trials {
        private final List<String> survivors = new ArrayList<>();
        private int count;
        private Duration slowest = Duration.ZERO;
        private Optional<Instant> firstRefusedAt = Optional.empty();

        void add(String what, Optional<Duration> refused, Instant now) {
            count++;
            if (refused.isEmpty()) {
                survivors.add(what);
                return;
            }
            firstRefusedAt = firstRefusedAt.or(() -> Optional.of(now));
            slowest = refused.get().compareTo(slowest) > 0 ? refused.get() : slowest;
        }
    }
}
