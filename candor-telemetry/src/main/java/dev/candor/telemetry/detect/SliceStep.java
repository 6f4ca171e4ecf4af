package dev.candor.telemetry.detect;

import dev.candor.telemetry.detect.SliceState.Rising;
import dev.candor.telemetry.detect.SliceState.Sum;
import dev.candor.telemetry.window.Window;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One window's counts of one slice: the next state, and whether a rise begins or ends.
///
/// @param floor the share that is expected at least
record SliceStep(CountSettings settings, Slice slice, double evidence, double floor) {
    private static final int LEAST_FAILURES_LEARNING = 10;
    private static final double RECOVERED = 7;
    private static final int BRIEF_WINDOWS = 3;
    private static final double SMALL_SHARE = 0.2;
    private static final double REMEMBERED_FAILURES = 10;
    private static final long NO_TRAFFIC = 30 * 60_000L;
    private static final long LONGEST_LEARNING = 24 * 3600_000L;

    SliceState next(SliceState before, long requests, long failures, Window window, List<Rise.Ended> ended) {
        SliceState state = faded(before, window, requests);
        double usual = Math.max(floor, state.base().share(settings.floor()));
        return state.rise() == null
                ? watch(state, requests, failures, usual, window)
                : endure(state, state.rise(), requests, failures, window, ended);
    }

    private SliceState faded(SliceState state, Window window, long requests) {
        long millis = window.start().toEpochMilli();
        long passed = Math.max(0, millis - state.lastMillis());
        boolean news = requests > 0;
        double factor = news ? Math.pow(0.5, (double) passed / settings.memory().toMillis()) : 1;
        return new SliceState(
                state.firstMillis(),
                news ? Math.max(state.lastMillis(), millis) : state.lastMillis(),
                state.seen() + requests,
                state.base().faded(factor),
                state.pending(),
                state.sums(),
                state.aside(),
                state.rise());
    }

    private SliceState watch(SliceState state, long requests, long failures, double usual, Window window) {
        if (requests == 0) {
            return state;
        }
        boolean learning = learning(state, window);
        double batch = state.base().batch();
        var sums = new ArrayList<Sum>();
        Sum enough = null;
        double best = 0;
        for (Alternative alternative : Alternative.values()) {
            double share = learning && !alternative.gross()
                    ? 0
                    : alternative.share(usual, state.base().failures());
            Sum sum = share == 0
                    ? Sum.ZERO
                    : added(
                            state.sums().get(alternative.ordinal()),
                            LikelihoodRatio.of(failures, requests, usual, share, batch),
                            requests,
                            failures,
                            window);
            sums.add(sum);
            if (sum.score() >= evidence + alternative.extraEvidence()
                    && failures > 0
                    && weighs(sum, learning)
                    && sum.score() > best) {
                best = sum.score();
                enough = sum;
            }
        }
        if (enough != null) {
            var rise = new Rise(
                    slice,
                    Instant.ofEpochMilli(enough.sinceMillis()),
                    window.end(),
                    enough.requests(),
                    enough.failures(),
                    enough.requests() * usual);
            return with(
                    state,
                    state.base(),
                    Baseline.NOTHING,
                    SliceState.noSums(),
                    new Rising(rise, usual, 0, window.end().toEpochMilli()));
        }
        var pending = state.pending().plus(Baseline.of(requests, failures, requests * usual));
        boolean calm = sums.stream().allMatch(sum -> sum.score() == 0);
        return calm
                ? with(state, state.base().plus(pending), Baseline.NOTHING, sums, null)
                : with(state, state.base(), pending, sums, null);
    }

    private boolean learning(SliceState state, Window window) {
        long age = window.end().toEpochMilli() - state.firstMillis();
        boolean enough = age >= settings.learnFor().toMillis() && state.seen() >= settings.learnRequests();
        // A value inherits what its service knows; only the service itself must be learned from nothing.
        return slice instanceof Slice.Whole && !enough && age < LONGEST_LEARNING;
    }

    private static Sum added(Sum sum, double ratio, long requests, long failures, Window window) {
        double score = sum.score() + ratio;
        if (score <= 0) {
            return Sum.ZERO;
        }
        long since = sum.score() == 0 ? window.start().toEpochMilli() : sum.sinceMillis();
        return new Sum(score, since, sum.requests() + requests, sum.failures() + failures);
    }

    private boolean weighs(Sum sum, boolean learning) {
        int least = learning ? Math.max(LEAST_FAILURES_LEARNING, settings.leastFailures()) : settings.leastFailures();
        return sum.failures() >= least && sum.failures() >= settings.leastShare() * sum.requests();
    }

    private SliceState endure(
            SliceState state, Rising rising, long requests, long failures, Window window, List<Rise.Ended> ended) {
        long end = window.end().toEpochMilli();
        Rise rise = rising.rise();
        double usual = rising.usual();
        double bad = Math.max(usual * 4, rise.share() / 2);
        double recovery =
                Math.clamp(rising.recovery() + requests * (bad - usual) - failures * Math.log(bad / usual), 0, 1000);
        boolean still = failures > 0 && failures > requests * usual + 3 * Math.sqrt(requests * usual);
        long badMillis = still ? Math.max(rising.badMillis(), end) : rising.badMillis();
        var grown = new Rise(
                slice,
                rise.startedAt(),
                rise.noticedAt(),
                rise.requests() + requests,
                rise.failures() + failures,
                rise.expected() + requests * usual);
        boolean recovered =
                recovery >= RECOVERED && end - badMillis >= settings.calm().toMillis();
        boolean silent = requests == 0 && end - state.lastMillis() >= NO_TRAFFIC;
        boolean adopted =
                end - rise.startedAt().toEpochMilli() >= settings.adoptAfter().toMillis();
        if (!recovered && !silent && !adopted) {
            var evidenceKept = still ? grown : rise;
            return with(
                    state,
                    state.base(),
                    state.pending(),
                    state.sums(),
                    new Rising(evidenceKept, usual, recovery, badMillis));
        }
        Rise.End why = recovered ? Rise.End.RECOVERED : silent ? Rise.End.NO_TRAFFIC : Rise.End.ADOPTED;
        ended.add(new Rise.Ended(rise, Instant.ofEpochMilli(badMillis), why));
        var base = switch (why) {
            case ADOPTED -> new Baseline(grown.requests(), grown.failures(), 0, 0);
            case RECOVERED -> state.base().plus(hiccup(rise, badMillis, window));
            case NO_TRAFFIC -> state.base();
        };
        return with(state, base, Baseline.NOTHING, SliceState.noSums(), null);
    }

    /// A small share that passed by itself is remembered. When brief batches keep coming they are what is usual
    /// here;
    /// what lasted counts little, but enough that a baseline learned too low corrects itself instead of
    /// alarming
    /// for ever. Bursts in which everything fails are never usual.
    private static Baseline hiccup(Rise rise, long badMillis, Window window) {
        if (rise.share() >= SMALL_SHARE) {
            return Baseline.NOTHING;
        }
        boolean brief = badMillis - rise.startedAt().toEpochMilli()
                <= BRIEF_WINDOWS * window.length().toMillis();
        double weight = Math.min(1, REMEMBERED_FAILURES / Math.max(1, rise.failures()));
        return brief
                ? Baseline.of(rise.requests(), rise.failures(), rise.expected())
                : new Baseline(rise.requests() * weight, rise.failures() * weight, 0, 0);
    }

    private static SliceState with(
            SliceState state, Baseline base, Baseline pending, List<Sum> sums, @Nullable Rising rise) {
        return new SliceState(
                state.firstMillis(), state.lastMillis(), state.seen(), base, pending, sums, state.aside(), rise);
    }
}
