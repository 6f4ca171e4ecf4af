package dev.candor.detect.telemetry;

import dev.candor.catalog.Objective;
import dev.candor.telemetry.detect.BurnRate;
import dev.candor.telemetry.detect.BurnRule;
import dev.candor.telemetry.detect.BurnState;
import dev.candor.telemetry.detect.CountState;
import dev.candor.telemetry.detect.CountTest;
import dev.candor.telemetry.detect.Rise;
import dev.candor.telemetry.detect.Slice;
import dev.candor.telemetry.window.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One service as the rules see it. For one thread.
final class Judged {
    /// A sleepy service's single failed request wakes nobody.
    private static final long LEAST_FAILURES = 3;

    private static final Duration OUT_OF_USE = Duration.ofMinutes(2);

    private final Optional<BurnRate> budget;
    private CountState count = CountState.START;
    private BurnState burn;
    private List<Rise.Ended> ended = new ArrayList<>();
    private Instant judgedUntil = Instant.EPOCH;
    private Instant lastTraffic = Instant.EPOCH;
    private final Map<Slice, Instant> lastSeen = new HashMap<>();
    private List<Episode> open = new ArrayList<>();
    private Set<String> covered = Set.of();
    private Instant savedAt = Instant.EPOCH;

    Judged(Optional<Objective> objective) {
        budget = objective.map(Judged::rate);
        burn = budget.map(BurnRate::start).orElseGet(new BurnRate(0.5, List.of())::start);
    }

    /// The workbook's rules are for 30 days; other periods stretch their windows.
    static BurnRate rate(Objective objective) {
        double stretch =
                objective.period().toMillis() / (double) Duration.ofDays(30).toMillis();
        return new BurnRate(
                objective.target(),
                BurnRule.SRE.stream()
                        .map(rule -> new BurnRule(
                                rule.name(),
                                rule.page(),
                                stretched(rule.longWindow(), stretch),
                                stretched(rule.shortWindow(), stretch),
                                rule.factor(),
                                LEAST_FAILURES))
                        .toList());
    }

    private static Duration stretched(Duration duration, double by) {
        return Duration.ofSeconds(Math.round(duration.toSeconds() * by));
    }

    /// Goes on with what was remembered; what cannot be read begins anew.
    void remember(EpisodeStore.Memory memory, List<Episode> stillOpen) {
        count = CountState.decode(memory.count()).orElse(CountState.START);
        burn = BurnState.decode(memory.burn()).orElse(burn);
        covered = memory.covered();
        judgedUntil = memory.judgedUntil();
        open = new ArrayList<>(stillOpen);
    }

    /// Takes one part of a window into account.
    void step(Window window) {
        count = CountTest.USUAL.step(count, window);
        ended.addAll(count.ended());
        burn = budget.map(rate -> rate.step(burn, window)).orElse(burn);
        judgedUntil = window.start().isAfter(judgedUntil) ? window.start() : judgedUntil;
        seen(window);
    }

    private void seen(Window window) {
        if (window.requests() > 0) {
            lastTraffic = judgedUntil;
        }
        var rising = new HashSet<Slice>();
        for (Rise rise : count.rising()) {
            rising.add(rise.slice());
            boolean here = rise.slice()
                    .in(window)
                    .filter(tally -> tally.requests() > 0)
                    .isPresent();
            if (here || !lastSeen.containsKey(rise.slice())) {
                lastSeen.put(rise.slice(), judgedUntil);
            }
        }
        lastSeen.keySet().retainAll(rising);
    }

    /// Whether a failing server, or customer, gets no requests any more while others do: its trouble is over for
    /// those who ask, also when nobody knows how it would answer.
    private boolean isOutOfUse(Rise rise) {
        return !(rise.slice() instanceof Slice.Whole)
                && judgedUntil.equals(lastTraffic)
                && lastSeen.getOrDefault(rise.slice(), judgedUntil)
                        .plus(OUT_OF_USE)
                        .isBefore(judgedUntil);
    }

    /// @param sudden whether rises count
    EpisodeRule.Decision decide(String service, boolean sudden, Instant now) {
        var rising = new ArrayList<Rise>();
        var over = new ArrayList<>(ended);
        for (Rise rise : sudden ? count.rising() : List.<Rise>of()) {
            if (isOutOfUse(rise)) {
                over.add(new Rise.Ended(rise, lastSeen.getOrDefault(rise.slice(), now), Rise.End.RECOVERED));
            } else {
                rising.add(rise);
            }
        }
        return EpisodeRule.decide(
                service,
                open,
                covered,
                new EpisodeRule.Said(rising, over, budget.isPresent() ? burn.burning() : List.of()),
                now);
    }

    /// What was decided is done.
    void decided(List<Episode> nowOpen, Set<String> nowCovered) {
        open = nowOpen;
        covered = nowCovered;
        ended = new ArrayList<>();
    }

    EpisodeStore.Memory memory() {
        return new EpisodeStore.Memory(count.encode(), burn.encode(), covered, judgedUntil);
    }

    List<Episode> open() {
        return List.copyOf(open);
    }

    BurnState burn() {
        return burn;
    }

    Optional<BurnRate> budget() {
        return budget;
    }

    Instant judgedUntil() {
        return judgedUntil;
    }

    Instant savedAt() {
        return savedAt;
    }

    void savedAt(Instant at) {
        savedAt = at;
    }
}
