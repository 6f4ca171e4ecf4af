package dev.candor.telemetry.detect;

import dev.candor.telemetry.detect.BurnState.Burning;
import dev.candor.telemetry.window.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Multi-window, multi-burn-rate alerts on an error budget (SRE workbook, chapter 5).
///
/// @param objective share of requests that must succeed: 0.999
public record BurnRate(double objective, List<BurnRule> rules) {
    /// What a step looks at: requests and failures within a window.
    private record Sum(long requests, long failures) {}

    public BurnRate {
        if (objective <= 0 || objective >= 1) {
            throw new IllegalArgumentException("an objective must lie between 0 and 1, was " + objective);
        }
        rules = List.copyOf(rules);
    }

    public BurnState start() {
        long longest = rules.stream()
                .map(BurnRule::longWindow)
                .mapToLong(Duration::toMillis)
                .max()
                .orElse(0);
        int coarse = (int) (longest / BurnState.COARSE_MILLIS) + 2;
        return new BurnState(-1, new long[2 * BurnState.FINE], new long[2 * coarse], List.of());
    }

    /// Takes one closed window, supplement or not; empty windows let time pass.
    public BurnState step(BurnState state, Window window) {
        BurnState fitting = state.coarse.length == start().coarse.length ? state : start();
        long at = window.start().toEpochMilli();
        long newest = Math.max(fitting.newest, at);
        long[] fine = moved(fitting.fine, fitting.newest, newest, BurnState.FINE_MILLIS);
        long[] coarse = moved(fitting.coarse, fitting.newest, newest, BurnState.COARSE_MILLIS);
        add(fine, at, newest, BurnState.FINE_MILLIS, window);
        add(coarse, at, newest, BurnState.COARSE_MILLIS, window);
        var burning = new ArrayList<Burning>();
        long known = known(fine, coarse, newest);
        for (BurnRule rule : rules) {
            if (rule.shortWindow().toMillis() > known) {
                continue; // a minute of a new service is no two hours
            }
            judge(rule, fine, coarse, newest, window, fitting.burning(), burning);
        }
        return new BurnState(newest, fine, coarse, burning);
    }

    private void judge(
            BurnRule rule,
            long[] fine,
            long[] coarse,
            long newest,
            Window window,
            List<Burning> before,
            List<Burning> now) {
        Sum inLong = sum(rule.longWindow(), fine, coarse, newest);
        Sum inShort = sum(rule.shortWindow(), fine, coarse, newest);
        double burn = burn(inLong);
        boolean fires = inLong.failures() > 0
                && inLong.failures() >= rule.leastFailures()
                && burn >= rule.factor()
                && burn(inShort) >= rule.factor();
        if (!fires) {
            return;
        }
        var already =
                before.stream().filter(one -> one.rule().equals(rule.name())).findFirst();
        now.add(already.orElseGet(
                () -> new Burning(rule.name(), rule.page(), window.end(), burn, inLong.requests(), inLong.failures())));
    }

    /// For how long, as far as is remembered, requests have been seen: at most the longest window.
    private static long known(long[] fine, long[] coarse, long newest) {
        long inCoarse = span(coarse, newest, BurnState.COARSE_MILLIS);
        // The first coarse bin may have begun long before the first request.
        long inFine = span(fine, newest, BurnState.FINE_MILLIS);
        return inCoarse > BurnState.FINE * BurnState.FINE_MILLIS ? inCoarse : inFine;
    }

    /// From the oldest bin with a request to the end of the newest.
    private static long span(long[] bins, long newest, long width) {
        long last = Math.floorDiv(newest, width);
        for (int back = bins.length / 2 - 1; back >= 0; back--) {
            if (bins[place(last - back, bins)] > 0) {
                return (back + 1) * width;
            }
        }
        return 0;
    }

    private double burn(Sum sum) {
        return sum.requests() == 0 ? 0 : (double) sum.failures() / sum.requests() / (1 - objective);
    }

    private static Sum sum(Duration span, long[] fine, long[] coarse, long newest) {
        boolean small = span.toMillis() <= BurnState.FINE * BurnState.FINE_MILLIS;
        long[] bins = small ? fine : coarse;
        long width = small ? BurnState.FINE_MILLIS : BurnState.COARSE_MILLIS;
        long slots = Math.min(Math.ceilDiv(span.toMillis(), width), bins.length / 2);
        long last = Math.floorDiv(newest, width);
        long requests = 0;
        long failures = 0;
        for (long slot = last - slots + 1; slot <= last; slot++) {
            int place = place(slot, bins);
            requests += bins[place];
            failures += bins[place + 1];
        }
        return new Sum(requests, failures);
    }

    private static int place(long slot, long[] bins) {
        return 2 * Math.floorMod(slot, bins.length / 2);
    }

    /// A copy in which the bins between the old and the new end are empty.
    private static long[] moved(long[] bins, long from, long to, long width) {
        long[] copy = bins.clone();
        long first = Math.floorDiv(from, width) + 1;
        long last = Math.floorDiv(to, width);
        if (last - first >= bins.length / 2) {
            Arrays.fill(copy, 0);
            return copy;
        }
        for (long slot = first; slot <= last; slot++) {
            int place = place(slot, copy);
            copy[place] = 0;
            copy[place + 1] = 0;
        }
        return copy;
    }

    private static void add(long[] bins, long at, long newest, long width, Window window) {
        long slot = Math.floorDiv(at, width);
        if (Math.floorDiv(newest, width) - slot < bins.length / 2) {
            int place = place(slot, bins);
            bins[place] += window.requests();
            bins[place + 1] += window.failures();
        }
    }
}
