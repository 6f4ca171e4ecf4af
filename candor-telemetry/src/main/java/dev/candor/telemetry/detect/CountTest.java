package dev.candor.telemetry.detect;

import dev.candor.telemetry.window.Dimension;
import dev.candor.telemetry.window.Tally;
import dev.candor.telemetry.window.Window;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A sequential test on failure counts: for all requests, and for single values of every dimension but the
/// status. It
/// sees short bursts and
/// small shares that burn-rate rules never see.
///
/// For all requests "usual" is what was learned. For a value it is what was learned of it, or how the rest of
/// the
/// service
/// fails at present, if that is more: when everything fails, that is one rise of all requests and not one of
/// every
/// value.
public record CountTest(CountSettings settings) {
    private static final List<Dimension> FOLLOWED = List.of(
            Dimension.ROUTE,
            Dimension.METHOD,
            Dimension.HOST,
            Dimension.UPSTREAM,
            Dimension.CUSTOMER,
            Dimension.CLIENT,
            Dimension.REGION);

    /// A value with more of the requests than this is as good as all of them.
    private static final double NEARLY_ALL = 0.95;

    /// How fast the present of the rest fades, per window.
    private static final double ASIDE_FADES = 0.8;

    public static final CountTest USUAL = new CountTest(CountSettings.USUAL);

    /// Takes one closed window, supplement or not. Empty windows let time pass.
    public CountState step(CountState state, Window window) {
        var slices = new LinkedHashMap<>(state.slices());
        var ended = new ArrayList<Rise.Ended>();
        long millis = window.start().toEpochMilli();
        var whole = slices.getOrDefault(Slice.WHOLE, SliceState.first(millis));
        var step = new SliceStep(settings, Slice.WHOLE, settings.evidence(), settings.floor());
        var wholeNow = step.next(whole, window.requests(), window.failures(), window, ended);
        slices.put(Slice.WHOLE, wholeNow);
        double usual = wholeNow.base().share(settings.floor());
        for (Dimension dimension : FOLLOWED) {
            values(dimension, window, usual, slices, ended);
        }
        return new CountState(slices, ended);
    }

    private void values(
            Dimension dimension, Window window, double usual, Map<Slice, SliceState> slices, List<Rise.Ended> ended) {
        var top = window.top(dimension);
        double evidence =
                settings.sliceEvidence() + Math.log(Math.max(1, top.values().size()));
        var present = new LinkedHashMap<Slice, Tally>();
        for (Tally tally : top.values()) {
            Slice slice = new Slice.Value(dimension, tally.value());
            if (tally.failures() > 0 || slices.containsKey(slice)) {
                present.put(slice, tally);
            }
        }
        slices.forEach((slice, _) -> {
            if (slice instanceof Slice.Value value && value.dimension() == dimension) {
                present.putIfAbsent(slice, new Tally(value.value(), 0, 0));
            }
        });
        makeRoom(dimension, present, slices);
        present.forEach((slice, tally) -> {
            var known = slices.get(slice);
            var before = known == null ? SliceState.first(window.start().toEpochMilli()) : known;
            boolean all = tally.requests() > NEARLY_ALL * window.requests();
            if (all && before.rise() == null) {
                slices.remove(slice);
            } else {
                var aside = aside(before.aside(), tally, window, all);
                double floor = Math.max(usual, aside.share());
                var step = new SliceStep(settings, slice, evidence, Math.min(0.5, floor));
                slices.put(slice, step.next(aside.state(before), tally.requests(), tally.failures(), window, ended));
            }
        });
    }

    /// How the rest fails at present.
    private record Aside(Baseline seen) {
        double share() {
            return seen.requests() == 0 ? 0 : seen.failures() / seen.requests();
        }

        SliceState state(SliceState before) {
            return new SliceState(
                    before.firstMillis(),
                    before.lastMillis(),
                    before.seen(),
                    before.base(),
                    before.pending(),
                    before.sums(),
                    seen,
                    before.rise());
        }
    }

    private static Aside aside(Baseline before, Tally tally, Window window, boolean all) {
        if (all || window.requests() == 0) {
            return new Aside(before);
        }
        return new Aside(before.faded(ASIDE_FADES)
                .plus(new Baseline(window.requests() - tally.requests(), window.failures() - tally.failures(), 0, 0)));
    }

    /// Forgets the quiet ones seen longest ago; when all are busy, new ones wait.
    private void makeRoom(Dimension dimension, Map<Slice, Tally> present, Map<Slice, SliceState> slices) {
        var followed = new ArrayList<Slice>();
        slices.forEach((slice, _) -> {
            if (slice instanceof Slice.Value value && value.dimension() == dimension) {
                followed.add(slice);
            }
        });
        var added = new ArrayList<Slice>(present.keySet());
        added.removeAll(followed);
        int tooMany = followed.size() + added.size() - settings.slices();
        if (tooMany <= 0) {
            return;
        }
        followed.sort(Comparator.comparingLong(
                slice -> Objects.requireNonNull(slices.get(slice)).lastMillis()));
        for (Slice slice : followed) {
            var tally = present.get(slice);
            if (tooMany > 0
                    && Objects.requireNonNull(slices.get(slice)).quiet()
                    && (tally == null || tally.failures() == 0)) {
                slices.remove(slice);
                present.remove(slice);
                tooMany--;
            }
        }
        added.sort(Comparator.comparingLong(
                slice -> Objects.requireNonNull(present.get(slice)).failures()));
        for (Slice slice : added.subList(0, Math.clamp(tooMany, 0, added.size()))) {
            present.remove(slice);
        }
    }
}
