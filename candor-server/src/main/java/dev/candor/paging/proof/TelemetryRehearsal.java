package dev.candor.paging.proof;

import dev.candor.base.time.Durations;
import dev.candor.catalog.Objective;
import dev.candor.detect.Signal;
import dev.candor.detect.telemetry.WindowRule;
import dev.candor.paging.proof.Result.Tried;
import dev.candor.paging.proof.Traffic.Plan;
import dev.candor.telemetry.detect.Slice;
import dev.candor.telemetry.window.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/// Rehearses the two rules over access logs: recorded requests are replayed with failures planted in them. What is
/// planted follows from what a rule says it watches, never from how it is computed. Pure.
public final class TelemetryRehearsal {
    /// Why nothing over access logs can fire.
    static final String NO_REQUESTS = "No request was counted in the last 24 hours: it looks at logs that do not come";

    private static final Duration MONTH = Duration.ofDays(30);

    /// Fewer failed requests than this prove nothing, whatever their share.
    private static final int TELLING = 5;

    private final Traffic traffic;
    private final Supplier<WindowRule> rule;
    private final Instant begin;
    private final List<Tried> tried = new ArrayList<>();
    private Duration slowest = Duration.ZERO;

    private TelemetryRehearsal(Traffic traffic, Supplier<WindowRule> rule, Instant begin) {
        this.traffic = traffic;
        this.rule = rule;
        this.begin = begin;
    }

    /// What an error budget promises: 2 % of it burned in an hour of 30 days pages, 5 % in six hours pages, and what
    /// is slower, shorter or elsewhere does not.
    ///
    /// @param recorded windows of the last day, in order
    /// @param rule a new one for each piece of evidence
    public static Result objective(Objective objective, List<Window> recorded, Supplier<WindowRule> rule, Instant now) {
        return Traffic.of(recorded)
                .map(traffic -> new TelemetryRehearsal(traffic, rule, now).budget(objective))
                .orElseGet(TelemetryRehearsal::noRequests);
    }

    /// What `sudden` promises: failures well above the usual are noticed within minutes, in all requests or in a part
    /// of them, and single ones are not.
    public static Result sudden(List<Window> recorded, Supplier<WindowRule> rule, Instant now) {
        return Traffic.of(recorded)
                .map(traffic -> new TelemetryRehearsal(traffic, rule, now).rises())
                .orElseGet(TelemetryRehearsal::noRequests);
    }

    private static Result noRequests() {
        return new Result.CannotFire(List.of(), NO_REQUESTS, "See whether its log source still sends");
    }

    private Result budget(Objective objective) {
        double stretch = objective.period().toMillis() / (double) MONTH.toMillis();
        double budget = 1 - objective.target();
        Duration fast = stretched(Duration.ofHours(1), stretch);
        Duration slow = stretched(Duration.ofHours(6), stretch);
        Duration warm = slow.plus(Duration.ofMinutes(5));
        double fastShare = 0.02 * MONTH.toHours() * budget;
        double slowShare = 0.05 * MONTH.toHours() / 6 * budget;
        if (slowShare * 1.1 >= 1) {
            return new Result.CannotFire(
                    List.of(),
                    "Even if every request failed, the budget of " + percent(objective.target())
                            + " would not burn fast enough to page",
                    "Set a stricter target, or rely on `sudden` alone and write `objective: none`");
        }
        Duration outage = fastShare * 1.1 < 1 ? times(fast, fastShare * 1.3) : times(slow, slowShare * 1.3);
        silent("no failures", Plan.NONE, traffic, warm, Duration.ofHours(1));
        fires(
                "every request fails",
                Plan.all(1),
                traffic,
                warm,
                outage.plusMinutes(2),
                slow.dividedBy(10).plusMinutes(10));
        if (fastShare * 1.1 < 1) {
            Duration within = fast.plusMinutes(5);
            pace("2 % of the budget in " + Durations.words(fast), Plan.all(fastShare * 1.1), traffic, warm, within);
            for (Slice.Value part : traffic.parts()) {
                double share = fastShare * 1.2 / Math.max(1e-9, traffic.shareOf(part));
                if (share < 1) {
                    pace("the same, all of it in " + part.words(), Plan.of(part, share), traffic, warm, within);
                }
            }
            if (fastShare * 2.2 < 1) {
                var busy = new Plan(fastShare * 2.1, Optional.empty(), Optional.of(false));
                traffic.uneven()
                        .ifPresent(uneven -> pace(
                                "the same in uneven traffic, failing when it is busy", busy, uneven, warm, within));
            }
            silent(
                    "a tenth of that time at that pace, then none",
                    Plan.all(fastShare * 1.2),
                    traffic,
                    warm,
                    fast.dividedBy(10));
        }
        pace(
                "5 % of the budget in " + Durations.words(slow),
                Plan.all(slowShare * 1.1),
                traffic,
                warm,
                slow.plusMinutes(5));
        silent("half that pace", Plan.all(slowShare * 0.5), traffic, warm, slow);
        if (slowShare * 10 < 1) {
            var quiet = new Plan(slowShare * 10, Optional.empty(), Optional.of(true));
            traffic.uneven()
                    .ifPresent(uneven -> silent(
                            "half that pace in uneven traffic, failing when it is quiet", quiet, uneven, warm, fast));
        }
        return Result.of(tried, slowest, "Correct the service's objective, then rehearse again");
    }

    private Result rises() {
        Duration warm = Duration.ofHours(2);
        boolean learned = traffic.hourly() * 2 >= 2500;
        silent("no failures", Plan.NONE, traffic, warm, Duration.ofHours(1));
        fires("every request fails", Plan.all(1), traffic, warm, need(2 * TELLING, 1), Duration.ofMinutes(15));
        for (Slice.Value part : traffic.parts()) {
            double share = traffic.shareOf(part);
            Duration within = need(4 * TELLING, share).plusMinutes(2);
            if (within.compareTo(Duration.ofMinutes(30)) < 0) {
                fires(part.words() + " fails", Plan.of(part, 1), traffic, warm, within, Duration.ofMinutes(30));
            }
        }
        if (learned) {
            Duration within = need(40, 0.05).plusMinutes(2);
            fires("one request of twenty fails", Plan.all(0.05), traffic, warm, within, Duration.ofMinutes(30));
        }
        double single = 3 / Math.max(TELLING, traffic.hourly());
        if (single < 0.001) {
            silent("three single failures in an hour", Plan.all(single), traffic, warm, Duration.ofHours(1));
        }
        return Result.of(tried, slowest, "Turn `sudden` on, then rehearse again");
    }

    /// How long it takes until so many requests have failed, and two minutes to notice.
    private Duration need(int failures, double share) {
        double hours = failures / Math.max(1e-9, traffic.hourly() * share);
        return Duration.ofSeconds((long) Math.min(86_400, hours * 3600)).plusMinutes(2);
    }

    /// A slow burn shows only where enough requests fail.
    private void pace(String what, Plan plan, Traffic over, Duration warm, Duration within) {
        double failing = over.hourly() * plan.share() * within.toMinutes() / 60.0;
        if (failing * (plan.only().map(traffic::shareOf).orElse(1.0)) < 2 * TELLING) {
            return; // every request failing was rehearsed
        }
        fires(what, plan, over, warm, within, Duration.ZERO);
    }

    private void fires(String what, Plan plan, Traffic over, Duration warm, Duration within, Duration recovers) {
        WindowRule judge = rule.get();
        Traffic.Player player = over.from(begin);
        if (anyPage(judge, player, Plan.NONE, warm)) {
            tried.add(new Tried(what, false, "it fires before anything fails"));
            return;
        }
        long windows = within.dividedBy(Traffic.LENGTH) + 1;
        long fired = -1;
        for (long i = 0; i < windows && fired < 0; i++) {
            fired = pages(judge.step(player.next(plan))) ? i : -1;
        }
        if (fired < 0) {
            tried.add(new Tried(what, false, "it stays silent for " + Durations.words(within)));
            return;
        }
        Duration after = Traffic.LENGTH.multipliedBy(fired + 1);
        slowest = slowest.compareTo(after) > 0 ? slowest : after;
        boolean over2 = recovers.isZero() || recovers(judge, player, recovers);
        tried.add(new Tried(
                what,
                over2,
                over2
                        ? "fires within " + Durations.words(after) + (recovers.isZero() ? "" : " and recovers")
                        : "it fires and does not recover within " + Durations.words(recovers)));
    }

    private static boolean recovers(WindowRule judge, Traffic.Player player, Duration within) {
        long windows = within.dividedBy(Traffic.LENGTH) + 1;
        for (long i = 0; i < windows; i++) {
            boolean over = judge.step(player.next(Plan.NONE)).stream()
                    .anyMatch(signal -> signal.event() == Signal.Event.RECOVERED);
            if (over) {
                return true;
            }
        }
        return false;
    }

    private void silent(String what, Plan plan, Traffic over, Duration warm, Duration length) {
        WindowRule judge = rule.get();
        Traffic.Player player = over.from(begin);
        boolean cried = anyPage(judge, player, Plan.NONE, warm)
                || anyPage(judge, player, plan, length)
                || anyPage(judge, player, Plan.NONE, Duration.ofMinutes(10));
        tried.add(new Tried(what, !cried, cried ? "it fires, and should not" : "stays silent"));
    }

    private static boolean anyPage(WindowRule judge, Traffic.Player player, Plan plan, Duration length) {
        boolean paged = false;
        for (long i = length.dividedBy(Traffic.LENGTH); i > 0 && !paged; i--) {
            paged = pages(judge.step(player.next(plan)));
        }
        return paged;
    }

    private static boolean pages(List<Signal> told) {
        return told.stream()
                .anyMatch(signal -> signal.event() == Signal.Event.FIRING
                        && signal.severity().pages());
    }

    private static Duration stretched(Duration duration, double by) {
        return Duration.ofSeconds(Math.round(duration.toSeconds() * by));
    }

    private static Duration times(Duration duration, double by) {
        return Duration.ofMillis(Math.round(duration.toMillis() * by));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.4g %%", share * 100)
                .replaceAll("0+ %", " %")
                .replaceAll("\\. %", " %");
    }
}
